"""Which time this browser has been promised. Its token is in a cookie that scripts cannot read; the database knows the
hash."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tableside.core.timeline.window import minute_of
from tableside.portal.booking.steps import Choices
from tableside.records.scheduling.queries import held_times
from tableside.workflows.times.hold_time import holder


def token_of(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.HOLD_COOKIE_NAME, "")[:80]


def holder_of(request: HttpRequest) -> str:
    """As the records know this browser; empty where it holds nothing."""
    return holder(token_of(request))


def held_until(request: HttpRequest, choices: Choices, *, now: datetime) -> datetime | None:
    """Until when the chosen start is kept for this browser; None where it is not."""
    held_by = holder_of(request)
    if not held_by or choices.start is None:
        return None
    mine = [row for row in held_times(held_by, now=now) if row.start_minute == minute_of(choices.start)]
    who = choices.therapist.id if choices.therapist and not choices.is_for_two else None
    if who is not None and who not in {row.resource.therapist_id for row in mine}:
        return None
    return min((row.expires_at for row in mine if row.expires_at), default=None)


def remember_hold(answer: HttpResponse, token: str, *, lasts: timedelta) -> HttpResponse:
    answer.set_cookie(
        settings.HOLD_COOKIE_NAME,
        token,
        max_age=lasts,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


def forget_hold(answer: HttpResponse) -> HttpResponse:
    answer.delete_cookie(settings.HOLD_COOKIE_NAME, samesite="Lax")
    return answer
