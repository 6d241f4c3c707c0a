"""Whoever was offered a time takes it, or lets it pass."""

from __future__ import annotations

from datetime import datetime

from tableside.core.appointments.policy import is_late, may_cancel
from tableside.core.appointments.status import Status
from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.records.foundation.locks import lock
from tableside.records.foundation.transactions import in_transaction
from tableside.records.outbox.actions import withdraw
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.answers import wait_for_keys
from tableside.records.scheduling.models import Appointment, WaitlistEntry, WaitlistOffer
from tableside.records.scheduling.placing import wait_to_change_several
from tableside.records.scheduling.queries import upcoming_appointments
from tableside.records.scheduling.waitlist_actions import end_entry, end_offer, wait_for_the_line
from tableside.workflows.booking.agreed_policy import agreed_by_appointment
from tableside.workflows.booking.book import Booked, BookingRequest, Person, book_within
from tableside.workflows.changing.cancel import cancel_within
from tableside.workflows.times.day_limits import turns_on


def accept(offer: WaitlistOffer, *, release: Appointment | None = None, by: Actor, now: datetime) -> Booked:
    """Book the time that is held for them; ``release`` is a later appointment that they give back for it. All of it or
    nothing. Raises ``Refusal``: the offer is over, or what the booking refuses."""
    return in_transaction(lambda: _accept(offer, release=release, by=by, now=now))


def _accept(offer: WaitlistOffer, *, release: Appointment | None, by: Actor, now: datetime) -> Booked:
    wait_for_the_line()
    _insist_on_time(offer, now=now)
    entry, request = offer.entry, _request(offer)
    wait_for_keys(request.key)  # this and what follows before the log is written, which then waits for nobody
    turns = turns_on(offer.starts_at, current_practice())
    wait_to_change_several([release] if release else [], also=[entry.client_id, *turns])
    lock([f"intake:{entry.client_id}"])
    end_offer(offer, state=WaitlistOffer.State.ACCEPTED, by=by, now=now)
    if release is not None:
        if release not in later_appointments(offer, now=now):
            raise Refusal("cannot_release", "That appointment cannot be given back any more. Choose again, please.")
        cancel_within(release, by=by, now=now)
    booked = book_within(request, by=by, now=now, held_by=offer.held_by)
    end_entry(entry, ended=WaitlistEntry.Ended.BOOKED, by=by, now=now)
    withdraw(subject_id=entry.id, kinds=("waitlist", "waitlist_offer"), now=now)
    return booked


def _request(offer: WaitlistOffer) -> BookingRequest:
    entry, client = offer.entry, offer.entry.client
    return BookingRequest(
        service_id=entry.service_id,
        minutes=entry.minutes,
        starts_at=offer.starts_at,
        people=(Person(client.name, client.email, client.phone, client_id=client.id),),
        key=f"offer:{offer.id}",
        therapist_id=offer.therapist_id,
        location_id=entry.location_id,
        is_offered=True,
    )


def decline(offer: WaitlistOffer, *, by: Actor, now: datetime) -> None:
    """The time goes to the next who waits, within a minute; until then it stays held."""

    def end() -> None:
        wait_for_the_line()
        end_offer(offer, state=WaitlistOffer.State.DECLINED, by=by, now=now)

    in_transaction(end)


def later_appointments(offer: WaitlistOffer, *, now: datetime) -> list[Appointment]:
    """Appointments for the same service after the offered time, of those that cost nothing to cancel."""
    upcoming = list(upcoming_appointments(offer.entry.client_id, now=now))
    holds = agreed_by_appointment(upcoming)
    return [
        appointment
        for appointment in upcoming
        if appointment.service_id == offer.entry.service_id
        and appointment.starts_at > offer.starts_at
        and may_cancel(
            appointment.starts_at,
            status=Status(appointment.status),
            now=now,
            policy=holds[appointment.id].policy,
            booked_at=appointment.created_at,
            by_staff=False,
        )
        and not is_late(
            appointment.starts_at, now=now, policy=holds[appointment.id].policy, booked_at=appointment.created_at
        )
    ]


def _insist_on_time(offer: WaitlistOffer, *, now: datetime) -> None:
    if offer.state == WaitlistOffer.State.OPEN and offer.expires_at <= now:
        raise Refusal(
            "offer_over", "This offer has ended, and the time goes to the next person. You are still on the waitlist."
        )
