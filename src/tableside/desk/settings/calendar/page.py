"""What is known of a therapist's other calendar. Its address is shown by its host only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from tableside.core.permissions.permission import Permission
from tableside.core.timeline.window import minute_of
from tableside.desk.settings.calendar.forms import words_of
from tableside.records.calendars.models import OtherCalendar
from tableside.records.practice.models import Therapist
from tableside.ui import moments
from tableside.ui.parts import Fact
from tableside.ui.requests import ActorRequest
from tableside.workflows.calendars.fetch_calendar import address_of


@dataclass(frozen=True)
class OtherCalendarPage:
    therapist: Therapist
    is_own: bool
    is_given: bool
    facts: tuple[Fact, ...]
    problem: str
    back_url: str

    @classmethod
    def of(cls, therapist: Therapist, request: ActorRequest, *, now: datetime) -> OtherCalendarPage:
        calendar: OtherCalendar | None = getattr(therapist, "other_calendar", None)
        is_own = request.actor.therapist_id == therapist.id
        manages = request.actor.may(Permission.MANAGE_PRACTICE) and not is_own
        return cls(
            therapist=therapist,
            is_own=is_own,
            is_given=calendar is not None,
            facts=_facts(calendar, request, now=now) if calendar else (),
            problem=words_of(calendar.problem) if calendar else "",
            back_url=reverse("desk:settings-therapist", args=[therapist.id])
            if manages
            else reverse("desk:own-calendar"),
        )


def _facts(calendar: OtherCalendar, request: ActorRequest, *, now: datetime) -> tuple[Fact, ...]:
    zone = request.practice.zone
    coming = sum(end > minute_of(now) for _start, end in calendar.busy)
    taken = ngettext("%(count)s time ahead", "%(count)s times ahead", coming) % {"count": coming}
    facts = [
        Fact(gettext("Address"), f"https://{address_of(calendar.address).host}/…"),
        Fact(gettext("Last read"), moments.full(calendar.read_at, zone) if calendar.read_at else gettext("Not yet")),
        Fact(gettext("Taken there"), taken if calendar.read_at else gettext("Not known yet")),
    ]
    if calendar.failing_since:
        facts.append(Fact(gettext("Cannot be read since"), moments.full(calendar.failing_since, zone)))
    return tuple(facts)
