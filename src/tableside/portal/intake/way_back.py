"""Send whoever fills in the health questions a link, to go on with another device."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext

from tableside.core.decision import Refusal
from tableside.portal.intake.pages import PageShown
from tableside.workflows.intake.send_way_back import send_way_back


def send_link(request: HttpRequest, shown: PageShown) -> HttpResponseRedirect:
    """Once the page is saved. Never to an address that was typed here."""
    door = shown.door
    try:
        send_way_back(door.client, through=door.link, practice=door.practice, by=door.actor, now=timezone.now())
        said = gettext("Saved. The link is on its way to the mail address that we have of you.")
        messages.success(request, said)
    except Refusal as refusal:
        messages.warning(request, refusal.detail)
    return HttpResponseRedirect(shown.url)
