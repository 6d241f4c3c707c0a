"""What does not happen every day: fees are agreed on, two clients cancel late, one is given a time that is not offered,
and one books for her son."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta

from tableside.console.demo.reasons import with_reason
from tableside.console.demo.town import Town
from tableside.core.appointments.fees import FeeKind
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.roles import Role
from tableside.records.clients.queries import clients_matching
from tableside.records.practice.actions import Policies, change_policies
from tableside.records.practice.queries import current_practice
from tableside.records.scheduling.access import appointment_to_see
from tableside.records.scheduling.fees import waive_fee
from tableside.workflows.booking.book import BookingRequest, Person, book
from tableside.workflows.booking.set_aside import Insistence, warnings_at
from tableside.workflows.changing.cancel import cancel_for_client
from tableside.workflows.times.find_times import Search, free_times

_POLICY = (
    "Please cancel or move an appointment at least 24 hours before it begins. Later than that we ask for half of the "
    "price, and for all of it if you do not come and we do not hear from you."
)
_WHY_WAIVED = "Her train stood still for two hours, and she called at once."
_WHY_GIVEN = "Flies the day after and asked for it. Ines gives up her lunch break."
_NOON = 12 * 60


def have_exceptions(town: Town) -> None:
    """All within the last three weeks; of today nothing is changed."""
    put = town.agenda.put
    put(town.at(-20, 9 * 60), lambda now: _agree_on_fees(town, now))
    put(town.at(-3, 10 * 60), lambda now: _call_off_late(town, "Mia Kowalska", "teo", "sports", day=-1, now=now))
    put(town.at(-3, 11 * 60), lambda now: _call_off_late(town, "Beatriz Lima", "marta", "swedish", day=-2, now=now))
    put(town.at(-4, 20 * 60), lambda now: _book_for_her_son(town, "Ruth Amory", "Finn Amory", now))
    put(town.at(-2, _NOON), lambda now: _give_the_lunch_break(town, "Elif Demir", now))


def _agree_on_fees(town: Town, now: datetime) -> None:
    """What was booked before keeps the policy of its day."""
    practice = current_practice()
    so_far = Policies(**{field.name: getattr(practice, field.name) for field in fields(Policies)})
    agreed = replace(
        so_far,
        policy_text=_POLICY,
        late_fee_kind=FeeKind.PERCENT.value,
        late_fee_value=50,
        missed_fee_kind=FeeKind.PERCENT.value,
        missed_fee_value=100,
    )
    change_policies(agreed, by=town.practice.owner, now=now)


def _call_off_late(town: Town, name: str, therapist: str, service: str, *, day: int, now: datetime) -> None:
    """Booked on the phone, called off on the phone some hours before; for one of the two nothing is due."""
    request = _request(town, name, therapist, service, starts_at=town.at(day, _NOON))
    search = Search(town.practice.services[service], 60, request.therapist_id, client_id=request.people[0].client_id)
    starts_at = free_times(search, now=now).nearest(request.starts_at, count=1)[0]
    booked = with_reason(
        lambda insists: book(replace(request, starts_at=starts_at, insists=insists), by=town.practice.desk, now=now)
    )
    appointment = appointment_to_see(town.practice.desk, booked.appointment_ids[0])

    def call_off(now: datetime) -> None:
        cancel_for_client(appointment, by=town.practice.desk, now=now)
        if therapist == "marta":
            waive_fee(appointment, reason=_WHY_WAIVED, by=town.practice.owner, now=now)

    town.agenda.put(starts_at - timedelta(hours=3), call_off)


def _give_the_lunch_break(town: Town, name: str, now: datetime) -> None:
    request = _request(town, name, "ines", "deep_tissue", starts_at=town.at(1, 13 * 60))
    search = Search(town.practice.services["deep_tissue"], 60, request.therapist_id, ignores_notice=True)
    search = replace(search, client_id=request.people[0].client_id)
    seen = warnings_at(search, request.starts_at, by=town.practice.desk, now=now)
    book(replace(request, insists=Insistence(_WHY_GIVEN, seen)), by=town.practice.desk, now=now)


def _book_for_her_son(town: Town, mother: str, son: str, now: datetime) -> None:
    """On the page, signed in: she answers for him, and finds him on a page of his own."""
    request = _request(town, mother, "amara", "swedish", starts_at=town.at(6, 16 * 60))
    booker = request.people[0]
    client = clients_matching(mother)[0]
    by = Actor(
        user_id=client.user_id,
        practice_id=town.practice.owner.practice_id,
        role=Role.CLIENT,
        label=client.name,
        client_id=client.id,
    )
    search = Search(town.practice.services["swedish"], 60, request.therapist_id)
    starts_at = free_times(search, now=now).nearest(request.starts_at, count=1)[0]
    people = (Person(son, "", is_child=True, born_on=town.today - timedelta(days=365 * 12 + 140)),)
    book(replace(request, starts_at=starts_at, people=people, booker=booker, key=f"demo:{son}"), by=by, now=now)


def _request(town: Town, name: str, therapist: str, service: str, *, starts_at: datetime) -> BookingRequest:
    client = clients_matching(name)[0]
    people = (Person(client.name, client.email, client_id=client.id),)
    therapist_id = town.practice.therapists[therapist].therapist.id
    return BookingRequest(town.practice.services[service].id, 60, starts_at, people, f"demo:{name}", therapist_id)
