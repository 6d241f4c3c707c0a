"""The health questions, behind each of their four doors. Pages have numbers, so that no address speaks of health."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tableside.portal.intake import views
from tableside.portal.intake.doors import by_account, by_appointment, by_guardian, by_intake_link
from tableside.portal.intake.letter import letter

_either = require_http_methods(["GET", "POST"])


def _behind(door: Callable[..., Callable[..., HttpResponse]], way: str, name: str) -> list[URLPattern]:
    return [
        path(way, require_safe(door(views.start)), name=name),
        path(f"{way}all/", _either(door(views.page)), name=f"{name}-whole"),
        path(f"{way}<int:number>/", _either(door(views.page)), name=f"{name}-page"),
        path(f"{way}one/<int:number>/", _either(door(views.step)), name=f"{name}-step"),
        path(f"{way}way/", require_POST(door(views.way)), name=f"{name}-way"),
        path(f"{way}sign/", _either(door(views.sign)), name=f"{name}-sign"),
        path(f"{way}file/", _either(door(letter)), name=f"{name}-letter"),
        path(f"{way}signed/", require_safe(door(views.signed)), name=f"{name}-signed"),
        path(f"{way}result/", require_safe(door(views.result)), name=f"{name}-result"),
    ]


urlpatterns = [
    *_behind(by_account, "my/intake/", "intake"),
    *_behind(by_guardian, "my/child/<uuid:client_id>/intake/", "intake-for-child"),
    *_behind(by_appointment, "appointment/<str:token>/health/", "intake-for"),
    *_behind(by_intake_link, "intake/<str:token>/", "intake-by-link"),
]
