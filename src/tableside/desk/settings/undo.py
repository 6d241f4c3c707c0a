"""Undo for the settings: what the last save of each page replaced is remembered in the session, and one press saves it
again, unless something else has been saved since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.settings.undoable import SETTINGS, Kept
from tableside.records.foundation.transactions import in_transaction
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest

_SESSION = "settings_before"


@contextmanager
def undoable(request: ActorRequest, name: str, key: object = "") -> Iterator[None]:
    """What is saved within can be undone on the page of this setting. It takes the place of what was saved before."""
    before = _standing(request, name, str(key))
    yield
    after = _standing(request, name, str(key))
    if after != before:
        kept = {"name": name, "key": str(key), "before": before, "after": after}
        request.session[_SESSION] = request.session.get(_SESSION, {}) | {SETTINGS[name].page: kept}


def undo_on(request: ActorRequest, page: str, key: object = None) -> dict[str, str] | None:
    """What ``desk/settings/_undo.html`` shows: the last save of this page, in words; None where there is none. ``key``
    is for a page that each of several has of its own."""
    kept = request.session.get(_SESSION, {}).get(page)
    if kept is None or kept["name"] not in SETTINGS or (key is not None and str(key) != kept["key"]):
        return None
    return {"page": page, "words": str(SETTINGS[kept["name"]].words)}


@require_POST
@needs(Permission.MANAGE_PRACTICE)
def undo(request: ActorRequest) -> HttpResponse:
    """Put back what the last save of a page replaced: an ordinary change, in the audit log like any other."""
    all_kept, page = dict(request.session.get(_SESSION, {})), request.POST.get("page", "")
    kept = all_kept.pop(page, None)
    if kept is None or kept["name"] not in SETTINGS:
        messages.warning(request, gettext("There is nothing to undo."))
        return redirect("desk:settings")
    request.session[_SESSION] = all_kept
    try:
        in_transaction(lambda: _save_again(request, kept))
        messages.success(request, gettext("Undone: it is as it was."))
    except Refusal as refusal:
        messages.warning(request, refusal.detail)
    return redirect(f"desk:{page}", *([kept["key"]] if SETTINGS[kept["name"]].is_own_page else []))


def _save_again(request: ActorRequest, kept: dict[str, Kept]) -> None:
    name, key = kept["name"], kept["key"]
    if _standing(request, name, key) != kept["after"]:
        raise Refusal("changed_again", gettext("This has been changed again since, so it stays as it is."))
    SETTINGS[name].save(request.actor, key, kept["before"], timezone.now())


def _standing(request: ActorRequest, name: str, key: str) -> Kept:
    """What stands now, as the session gives it back."""
    return json.loads(json.dumps(SETTINGS[name].read(request.actor, key), cls=DjangoJSONEncoder))
