"""What the page of one appointment shows, and which deeds it offers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from tableside.core.appointments.add_ons import price_with, time_with
from tableside.core.billing.money import Money
from tableside.core.permissions.permission import Permission
from tableside.desk.appointment.broken import broken_facts
from tableside.desk.appointment.cues import Cue, Cues
from tableside.desk.appointment.deeds import Deeds
from tableside.desk.appointment.forms import ChosenTime
from tableside.desk.appointment.insist import rules_in_words
from tableside.desk.appointment.log import Logged, log_of
from tableside.desk.appointment.marked import marked_offer, marks_in_words
from tableside.records.audit.queries import who_did
from tableside.records.practice.models import MassageTable, Therapist
from tableside.records.practice.queries import bookable_therapists, current_practice, facts_of, lengths_of, locations
from tableside.records.scheduling.fees import fee_of
from tableside.records.scheduling.models import Appointment, AppointmentFee
from tableside.records.scheduling.queries import beside, tables_of
from tableside.records.scheduling.set_aside import set_aside_of
from tableside.ui import moments
from tableside.ui.add_ons import add_on_facts
from tableside.ui.navigation import address_of
from tableside.ui.parts import Fact, Offer, Tab
from tableside.ui.policy_words import owed_facts, policy_words
from tableside.ui.requests import ActorRequest
from tableside.ui.time_choice import TimeChoice, time_choice
from tableside.workflows.booking.agreed_policy import Agreed, agreed
from tableside.workflows.booking.booking_gate import move_not_before
from tableside.workflows.booking.side_by_side import both_of
from tableside.workflows.changing.reschedule import times_to_move
from tableside.workflows.changing.undo_change import undo_until
from tableside.workflows.letters.reader import reader_of
from tableside.workflows.messages.tell_client import number_for_texts
from tableside.workflows.times.choose_length import agreed_add_ons, minutes_alone
from tableside.workflows.times.find_times import FreeTimes


@dataclass(frozen=True)
class AppointmentPage:
    appointment: Appointment
    facts: tuple[Fact, ...]
    badges: tuple[Cue, ...]
    finding_url: str
    series_url: str
    deeds: Deeds
    log: tuple[Logged, ...]
    undo_until: str
    fee_is_due: bool
    agreed: Agreed
    agreed_sentences: tuple[str, ...]

    @classmethod
    def of(cls, appointment: Appointment, request: ActorRequest, *, now: datetime) -> AppointmentPage:
        on = appointment.starts_at.astimezone(request.practice.zone).date()
        found = Cues.of([appointment], request, on=on, now=now)
        manages = request.actor.may(Permission.MANAGE_SCHEDULE)
        holds, fee = agreed(appointment), fee_of(appointment)
        until = undo_until(appointment, by=request.actor, now=now) if manages else None
        return cls(
            appointment=appointment,
            facts=(
                *_facts(appointment, request),
                *owed_facts(fee, agreed=holds.policy),
                *_waiver_facts(fee),
                *broken_facts(appointment.client_id, now=now),
            ),
            badges=found.badges(appointment),
            finding_url=address_of("desk:finding", appointment.id) if request.actor.may(Permission.READ_HEALTH) else "",
            series_url=address_of("desk:appointment-series", appointment.id) if appointment.series_id else "",
            deeds=Deeds.of(appointment, request, found=found, now=now),
            log=log_of(appointment, request),
            undo_until=moments.clock(until, request.practice.zone) if until else "",
            fee_is_due=manages and fee is not None and not fee.waived,
            agreed=holds,
            agreed_sentences=policy_words(holds.policy, currency=appointment.currency),
        )


def _waiver_facts(fee: AppointmentFee | None) -> tuple[Fact, ...]:
    if fee is None or not fee.waived:
        return ()
    if fee.waived == "first":
        return (Fact(gettext("Waived"), gettext("It is the first time.")),)
    return (Fact(gettext("Waived by %(name)s") % {"name": fee.waived_by}, fee.waived_reason),)


def place_words(appointment: Appointment) -> str:
    """``Garden room, table 2``: the room, and its massage table where that says more."""
    return table_words(appointment.table) if appointment.table else ""


def table_words(table: MassageTable) -> str:
    return table.name if table.name.startswith(table.room.name) else f"{table.room.name}, {table.name}"


def safe_next(request: HttpRequest, *, default: str) -> str:
    """Where a form wants to go back to: a page of the desk, or the default."""
    wished = request.POST.get("next", "")
    return wished if wished.startswith(reverse("desk:day")) else default


@dataclass(frozen=True)
class MovePage:
    """``therapist`` is None for whoever is free, ``table`` for its own room or another where that is taken. ``wished``
    is a free time that the address names, to be confirmed."""

    therapist: Therapist | None
    table: UUID | None
    tabs: tuple[Tab, ...]
    rooms: tuple[Tab, ...]
    choice: TimeChoice
    wished: Offer | None
    marks: str

    @classmethod
    def of(cls, appointment: Appointment, request: ActorRequest, *, chosen: ChosenTime, now: datetime) -> MovePage:
        able = list(bookable_therapists(appointment.service_id))
        therapist = chosen_therapist(request, able, default=appointment.therapist_id)
        who, table = therapist.id if therapist else None, read_key(request.GET.get("table", ""))
        times = times_to_move(appointment, therapist_id=who, table_id=table, by=request.actor, now=now)
        address = partial(move_address, appointment.id, therapist=str(who or "any"), table=table)
        zone = request.practice.zone
        offer = marked_offer(times, zone=zone)
        choice = time_choice(
            times,
            wished=chosen.on or appointment.starts_at.astimezone(zone).date(),
            address=lambda day: address(on=day),
            zone=zone,
            offer=offer,
            not_before=move_not_before(both_of(appointment), today=now.astimezone(zone).date()),
        )
        return cls(
            therapist=therapist,
            table=table,
            tabs=_therapist_tabs(appointment, able, therapist, table),
            rooms=_room_tabs(appointment, times, table, partial(address, on=chosen.on)),
            choice=choice,
            wished=offer(chosen.start) if chosen.start and times.includes(chosen.start) else None,
            marks=marks_in_words(choice, notice_minutes=current_practice().notice_minutes),
        )


@dataclass(frozen=True)
class Length:
    minutes: int
    words: str
    price: str
    is_current: bool


@dataclass(frozen=True)
class LengthPage:
    lengths: tuple[Length, ...]

    @classmethod
    def of(cls, appointment: Appointment) -> LengthPage:
        add_ons = agreed_add_ons(appointment)
        now, currency = minutes_alone(appointment, add_ons), appointment.currency
        offered = lengths_of(appointment.service_id)
        return cls(
            tuple(
                Length(
                    each.minutes,
                    moments.minutes(time_with(each.minutes, add_ons)),
                    moments.price(price_with(Money(each.price_minor, currency), add_ons).minor, currency),
                    each.minutes == now,
                )
                for each in offered
            )
        )


def told_words(appointment: Appointment, *, tells: bool = True) -> str:
    """Whether the client hears of a change by itself."""
    if not tells:
        return gettext("No mail tells them.")
    delay = moments.minutes(current_practice().undo_minutes)
    if reader_of(appointment).email:
        return gettext("A mail tells them in %(delay)s.") % {"delay": delay}
    if number_for_texts(appointment.client, practice=facts_of(current_practice())):
        return gettext("A text tells them in %(delay)s, or in the morning.") % {"delay": delay}
    return gettext("They have no mail address: please tell them.")


def chosen_therapist(request: HttpRequest, able: Sequence[Therapist], *, default: UUID | None) -> Therapist | None:
    """The therapist named in the address, "any" being None; one who cannot do it counts as not named."""
    wished = request.GET.get("therapist", "")
    by_id = {str(therapist.id): therapist for therapist in able}
    return None if wished == "any" else by_id.get(wished) or by_id.get(str(default))


def _therapist_tabs(
    appointment: Appointment, able: Sequence[Therapist], chosen: Therapist | None, table: UUID | None
) -> tuple[Tab, ...]:
    address = partial(move_address, appointment.id, table=table)
    anyone = Tab(gettext("Anyone"), address(therapist="any"), chosen is None)
    return (*(Tab(one.name, address(therapist=str(one.id)), one == chosen) for one in able), anyone)


def _room_tabs(
    appointment: Appointment, times: FreeTimes, chosen: UUID | None, address: Callable[..., str]
) -> tuple[Tab, ...]:
    """The massage tables that would do, where there is a choice of them."""
    wish = times.question.wish
    able = [one for one in tables_of(sorted(times.places)) if wish.table_features <= set(one.features)]
    if not wish.needs_table or len(able) < 2:
        return ()
    names = {place.id: place.name for place in locations()} if len({one.room.location_id for one in able}) > 1 else {}
    usual = Tab(gettext("As now, where free"), address(table=None), chosen is None)
    return usual, *(
        Tab(
            ": ".join(filter(None, [names.get(one.room.location_id), table_words(one)])),
            address(table=one.id),
            one.id == chosen,
        )
        for one in sorted(able, key=lambda one: (names.get(one.room.location_id, ""), table_words(one)))
    )


def read_key(text: str) -> UUID | None:
    """Anything unreadable counts as not chosen."""
    with suppress(ValueError):
        return UUID(text)
    return None


def move_address(
    appointment_id: UUID,
    *,
    therapist: str,
    table: UUID | None = None,
    on: date | None = None,
    start: datetime | None = None,
) -> str:
    """Where it is moved; with a ``start``, where that time is confirmed. ``therapist`` is a key, or "any"."""
    chosen = {"therapist": therapist} | ({"on": on.isoformat()} if on else {})
    chosen |= {"table": str(table)} if table else {}
    chosen |= {"start": start.isoformat()} if start else {}
    return f"{reverse('desk:appointment-move', args=[appointment_id])}?{urlencode(chosen)}"


def _to_answer(appointment: Appointment, zone: ZoneInfo) -> list[Fact]:
    if appointment.status != Appointment.Status.REQUESTED or appointment.answer_by is None:
        return []
    return [Fact(gettext("Answer by"), moments.full(appointment.answer_by, zone))]


def _outside_the_rules(appointment: Appointment) -> list[Fact]:
    kept = set_aside_of(appointment)
    if kept is None:
        return []
    told = {"rules": rules_in_words(kept), "reason": kept.reason, "who": kept.said_by}
    words = gettext("%(rules)s. Reason: %(reason)s (%(who)s)") % told
    return [Fact(gettext("Outside the rules"), words)]


def _facts(appointment: Appointment, request: ActorRequest) -> tuple[Fact, ...]:
    zone = request.practice.zone
    where = ", ".join(filter(None, [appointment.location.name, place_words(appointment)]))
    deed = "appointment.requested" if appointment.answer_by else "appointment.booked"
    by = who_did(deed, subject_id=appointment.id, client_id=appointment.client_id)
    booked = moments.full(appointment.created_at, zone)
    facts = [
        Fact(gettext("When"), moments.full(appointment.starts_at, zone, appointment.ends_at)),
        Fact(gettext("Client"), appointment.client.name, address_of("desk:client", appointment.client_id)),
        Fact(gettext("Treatment"), appointment.service.name),
        *add_on_facts(agreed_add_ons(appointment)),
        Fact(gettext("Therapist"), appointment.therapist.name),
        Fact(gettext("Where"), where),
        Fact(gettext("Price"), moments.price(appointment.price_minor, appointment.currency)),
        Fact(gettext("Reference"), appointment.booking.reference),
        Fact(gettext("Booked"), gettext("%(when)s, by %(who)s") % {"when": booked, "who": by} if by else booked),
        *_outside_the_rules(appointment),
        *_to_answer(appointment, zone),
    ]
    together = [
        Fact(gettext("Together with"), other.client.name, reverse("desk:appointment", args=[other.id]))
        for other in beside(appointment)
    ]
    booker = appointment.booking.client
    if not together and booker.id != appointment.client_id:
        together.append(Fact(gettext("Booked for them by"), booker.name, address_of("desk:client", booker.id)))
    return (*facts[:2], *together, *facts[2:])
