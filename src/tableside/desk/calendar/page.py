"""The frame around the calendar: where it can go from here, and what fills it at first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from tableside.core.permissions.permission import Permission
from tableside.desk.calendar.feed import feed_of
from tableside.desk.calendar.view import EVERYBODY, CalendarView
from tableside.records.practice.queries import bookable_therapists, current_practice
from tableside.ui import moments
from tableside.ui.parts import Tab
from tableside.ui.requests import ActorRequest


@dataclass(frozen=True)
class CalendarPage:
    view: CalendarView
    title: str
    is_now: bool
    earlier_url: str
    later_url: str
    today_url: str
    list_url: str
    book_url: str
    own_url: str  # for who treats clients
    step_minutes: int  # what is dragged snaps to the starts that can be booked
    tabs: tuple[tuple[str, tuple[Tab, ...]], ...]
    colours: tuple[Tab, ...]
    feed: dict[str, Any]  # Any: what becomes JSON

    @classmethod
    def of(cls, view: CalendarView, request: ActorRequest, *, now: datetime) -> CalendarPage:
        today = now.astimezone(view.zone).date()
        step = timedelta(days=view.days)
        chosen = {"on": view.on.isoformat(), "therapist": view.therapist}
        return cls(
            view=view,
            title=_title(view),
            is_now=view.first <= today <= view.last,
            earlier_url=view.with_(on=view.on - step),
            later_url=view.with_(on=view.on + step),
            today_url=view.with_(on=today),
            list_url=f"{reverse('desk:day')}?{urlencode(chosen)}",
            book_url=reverse("desk:book") if request.actor.may(Permission.MANAGE_SCHEDULE) else "",
            own_url=reverse("desk:own-calendar") if request.actor.therapist_id else "",
            step_minutes=current_practice().step_minutes,
            tabs=_tabs(view),
            colours=(
                Tab(gettext("Colours by treatment"), view.with_(colour="service"), view.colour == "service"),
                Tab(gettext("Colours by therapist"), view.with_(colour="therapist"), view.colour == "therapist"),
            ),
            feed=feed_of(view, request, now=now),
        )

    @property
    def words(self) -> str:
        """What the script says, in the reader's language."""
        lost = gettext("The practice could not be reached. Look at the list before you try again.")
        insist = gettext("Do it all the same, with a reason")
        return json.dumps({"back": gettext("Move it back"), "close": gettext("Close"), "lost": lost, "insist": insist})


def _title(view: CalendarView) -> str:
    if view.days == 1:
        return moments.day_year(view.on)
    return gettext("%(first)s to %(last)s") % {
        "first": moments.short_day(view.first),
        "last": moments.short_day(view.last),
    }


def _tabs(view: CalendarView) -> tuple[tuple[str, tuple[Tab, ...]], ...]:
    """What can be switched, each with its name for who cannot see the row."""
    therapists = list(bookable_therapists())
    known = {str(one.id) for one in therapists}
    everybody = Tab(gettext("Everybody"), view.with_(therapist=EVERYBODY), view.therapist not in known)
    whose = [Tab(one.name, view.with_(therapist=str(one.id)), view.therapist == str(one.id)) for one in therapists]
    return (
        (
            gettext("How many days"),
            (
                Tab(gettext("Day"), view.with_(days=1), view.days == 1),
                Tab(gettext("Week"), view.with_(days=7), view.days == 7),
            ),
        ),
        (
            gettext("Side by side"),
            (
                Tab(gettext("Therapists"), view.with_(by="therapist"), view.by == "therapist"),
                Tab(gettext("Rooms"), view.with_(by="room"), view.by == "room"),
            ),
        ),
        (gettext("Whose"), (everybody, *whose) if len(therapists) > 1 else ()),
    )
