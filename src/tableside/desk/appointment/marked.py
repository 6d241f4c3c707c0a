"""Times that the desk may give with a reason only, marked in words among those that are free."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tableside.ui import moments
from tableside.ui.parts import Offer
from tableside.ui.time_choice import TimeChoice
from tableside.workflows.times.find_times import FreeTimes

_MARKS: dict[str, str | Promise] = {"inside_notice": _("short notice"), "new_clients_full": _("first visits full")}


def marked_offer(times: FreeTimes, *, zone: tzinfo) -> Callable[[datetime], Offer]:
    """The words of a start, with its mark if it has one."""

    def offer(at: datetime) -> Offer:
        mark = ", ".join(str(_MARKS[name]) for name in times.against(at))
        return Offer(at.isoformat(), moments.clock(at, zone), moments.full(at, zone), mark=mark)

    return offer


def marks_in_words(choice: TimeChoice, *, notice_minutes: int) -> str:
    """What the marks beside these times mean; nothing where there are none."""
    notice = {"notice": moments.minutes(notice_minutes)}
    meanings = {
        "inside_notice": gettext("Short notice: sooner than the %(notice)s that online booking asks for.") % notice,
        "new_clients_full": gettext("First visits full: the day has all first appointments that are given in a day."),
    }
    marks = " ".join(offer.mark for offer in choice.offers)
    found = [meaning for name, meaning in meanings.items() if str(_MARKS[name]) in marks]
    return " ".join([*found, gettext("A marked time is given with a reason.")]) if found else ""
