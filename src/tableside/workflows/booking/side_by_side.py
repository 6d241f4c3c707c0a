"""Two people who are treated side by side: what is about both of them, and who may say so. Their records stay apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext

from tableside.core.appointments.status import Status
from tableside.core.availability.choice import Choice
from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.scheduling.models import Appointment, FormerState
from tableside.records.scheduling.queries import beside, former_state

_STANDS = (Status.REQUESTED, Status.BOOKED, Status.ARRIVED)


def both_of(appointment: Appointment) -> tuple[Appointment, ...]:
    """It first, and the one beside it while that still stands; alone for anybody who comes alone."""
    if appointment.service.therapists_needed == 1:
        return (appointment,)
    others = beside(appointment).filter(status__in=_STANDS, service__therapists_needed__gt=1)
    return (appointment, *others.filter(starts_at=appointment.starts_at))


def other_of(appointment: Appointment) -> Appointment | None:
    return next(iter(both_of(appointment)[1:]), None)


def other_with_the_same(appointment: Appointment) -> Appointment | None:
    other = other_of(appointment)
    return other if other and get_the_same([appointment, other]) else None


def get_the_same(both: Sequence[Appointment]) -> bool:
    """Whether it is one treatment for both, in whatever length each has it."""
    return len({one.service_id for one in both}) == 1


def speaks_for_both(appointment: Appointment, by: Actor) -> bool:
    """Staff, and whoever booked for both; the other one only cancels what is their own."""
    return by.is_staff or (by.client_id is not None and by.client_id == appointment.booking.client_id)


def insist_they_speak_for_both(both: Sequence[Appointment], by: Actor) -> None:
    if len(both) > 1 and not speaks_for_both(both[0], by):
        words = gettext("Whoever booked for both of you can change it for both, or the practice. Please ask them.")
        raise Refusal("booked_for_both", words)


def with_their_own(choice: Choice, both: Sequence[Appointment]) -> Choice:
    """Where the same two therapists take them, each keeps the one that they had."""
    had = tuple(one.therapist_id for one in both)
    return replace(choice, therapists=had) if set(choice.therapists) == set(had) else choice


def changed_with(appointment: Appointment, former: FormerState) -> list[tuple[Appointment, FormerState]]:
    """The one beside it with what that was, where the same deed changed both."""
    if appointment.service.therapists_needed == 1:
        return []
    states = [(one, former_state(one)) for one in beside(appointment)]
    return [(one, state) for one, state in states if state and state.changed_at == former.changed_at]
