"""Which deeds an appointment offers now, each with its words and its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from tableside.core.appointments.policy import may_check_in, may_miss
from tableside.core.permissions.permission import Permission
from tableside.desk.appointment.cues import Cues
from tableside.records.scheduling.models import Appointment
from tableside.ui.navigation import address_of_row
from tableside.ui.requests import ActorRequest


@dataclass(frozen=True)
class Deed:
    """A button. One that changes something is a form; a link only leads to where it is done."""

    words: str
    url: str
    look: str
    icon: str = ""
    is_link: bool = False


@dataclass(frozen=True)
class Deeds:
    """What can be done with an appointment now. At most one of them is the obvious next thing: ``next``."""

    can_undo: bool
    can_change: bool
    can_answer: bool
    next: str
    offered: tuple[Deed, ...]

    @classmethod
    def of(cls, appointment: Appointment, request: ActorRequest, *, found: Cues, now: datetime) -> Deeds:
        manages = request.actor.may(Permission.MANAGE_SCHEDULE)
        status = appointment.status
        is_booked = manages and status == Appointment.Status.BOOKED
        comes = is_booked or (manages and status == Appointment.Status.NO_SHOW)
        can_check_in = comes and bool(may_check_in(appointment.starts_at, now=now, zone=request.practice.zone))
        can_miss = is_booked and bool(may_miss(appointment.starts_at, now=now))
        writes = request.actor.may(Permission.WRITE_NOTES)
        has_session = status in (Appointment.Status.ARRIVED, Appointment.Status.COMPLETED)
        can_undo = manages and status in (Appointment.Status.ARRIVED, Appointment.Status.NO_SHOW)
        can_undo = can_undo and appointment.id not in found.started
        next_one = _next(appointment, found, can_check_in=can_check_in, writes=writes)
        asked = {"undo": can_undo, "miss": can_miss, "check_in": can_check_in, "session": writes and has_session}
        can_answer = manages and status == Appointment.Status.REQUESTED
        asked |= {"answer": can_answer}
        offered = tuple(_offered({name for name, may in asked.items() if may}, appointment, next_one))
        return cls(can_undo=can_undo, can_change=is_booked, can_answer=can_answer, next=next_one, offered=offered)


def _offered(names: set[str], appointment: Appointment, next_one: str) -> Iterator[Deed]:
    key = appointment.id
    if "answer" in names:
        yield Deed(gettext("Accept"), address_of_row("desk:request-accept", key), "primary", "check")
        yield Deed(gettext("Decline"), address_of_row("desk:request-decline", key), "quiet", is_link=True)
    if "undo" in names:
        yield Deed(gettext("Undo"), address_of_row("desk:appointment-undo", key), "quiet", "undo")
    if "miss" in names:
        yield Deed(gettext("Did not come"), address_of_row("desk:appointment-no-show", key), "quiet")
    if "check_in" in names:
        is_next = next_one == "check_in"
        words, look = (gettext("Check in"), "primary") if is_next else (gettext("Came after all"), "secondary")
        yield Deed(words, address_of_row("desk:appointment-arrival", key), look, "check")
    session_url = address_of_row("desk:session", key) if "session" in names else ""
    if session_url:
        words, icon = _session_words(next_one)
        yield Deed(words, session_url, "primary" if next_one else "quiet", icon, is_link=True)


def _session_words(next_one: str) -> tuple[str, str]:
    if next_one == "start":
        return gettext("Start session"), "hand"
    if next_one == "session":
        return gettext("Go on with the session"), "hand"
    return (gettext("Finish the note") if next_one == "note" else gettext("Session")), "note"


def _next(appointment: Appointment, found: Cues, *, can_check_in: bool, writes: bool) -> str:
    if appointment.status == Appointment.Status.BOOKED and can_check_in:
        return "check_in"
    if appointment.status == Appointment.Status.ARRIVED and writes:
        return "session" if appointment.id in found.started else "start"
    return "note" if appointment.id in found.notes_due else ""
