"""Every constraint of every table of ours, broken on purpose: the database itself has to say no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F

from tableside.records.accounts.models import User
from tableside.records.audit.models import AuditEntry
from tableside.records.calendars.models import CalendarFeed, OtherCalendar
from tableside.records.charting.models import (
    AgreedArea,
    BodyMark,
    Incident,
    PressureFeedback,
    RegionWork,
    Session,
    SessionNote,
)
from tableside.records.clients.models import Client, Consent
from tableside.records.intake.models import (
    Clearance,
    HouseRulesVersion,
    Intake,
    KnowledgeVersion,
    Screening,
    SecondOpinion,
)
from tableside.records.outbox.models import Message
from tableside.records.outcomes.models import Measurement
from tableside.records.plans.models import Goal, TreatmentPlan
from tableside.records.practice import models as practice
from tableside.records.scheduling import models as scheduling
from tests.personas import Cast

NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
_Row = TypeVar("_Row", bound=models.Model)


def booking(cast: Cast, reference: str = "ABCDEFGH") -> scheduling.Booking:
    return scheduling.Booking.objects.create(
        reference=reference, client=cast.clara.client, policy_version=1, created_at=NOW
    )


def appointment(cast: Cast, **changes: Any) -> scheduling.Appointment:  # Any: values of several columns
    columns: dict[str, Any] = {
        "booking": scheduling.Booking.objects.first() or booking(cast),
        "client": cast.clara.client,
        "therapist": cast.ana.as_therapist,
        "service": cast.swedish,
        "location": cast.location,
        "starts_at": NOW,
        "ends_at": NOW + HOUR,
        "price_minor": 8000,
        "currency": "EUR",
        "created_at": NOW,
    }
    return scheduling.Appointment.objects.create(**columns | changes)


def consent(cast: Cast, *, guardian_relation: str = "") -> Consent:
    return Consent.objects.create(
        client=cast.clara.client,
        text_version="1",
        text_sha256="0" * 64,
        signed_name="Clara",
        signed_at=NOW,
        guardian_relation=guardian_relation,
    )


def add_on(cast: Cast, *, minutes: int = 15) -> practice.AddOn:
    return practice.AddOn.objects.create(service=cast.swedish, name="Hot stones", minutes=minutes, price_minor=2000)


def reservation(cast: Cast, start: int, end: int, **changes: Any) -> scheduling.Reservation:
    resource, _ = scheduling.Resource.objects.get_or_create(therapist=cast.ana.as_therapist)
    columns: dict[str, Any] = {"resource": resource, "start_minute": start, "end_minute": end, "why": "break"}
    return scheduling.Reservation.objects.create(**columns | changes)


def set_aside(cast: Cast, **changes: Any) -> scheduling.RulesSetAside:
    columns: dict[str, Any] = {"appointment": appointment(cast), "therapist": cast.ana.as_therapist, "warnings": []}
    columns |= {"starts_at": NOW, "ends_at": NOW + HOUR, "reason": "So.", "said_by": "Finn", "said_at": NOW}
    return scheduling.RulesSetAside.objects.create(**columns | changes)


def house_rules(*, reason: str = "So it is here.") -> HouseRulesVersion:
    return HouseRulesVersion.objects.create(
        number=1, rules={}, changed="heart", reason=reason, saved_by="Ana Lindqvist", saved_at=NOW
    )


def knowledge() -> KnowledgeVersion:
    return KnowledgeVersion.objects.create(version="1", files={"a": "b"}, kept_at=NOW)


def travel(cast: Cast, *, minutes: int = 20) -> practice.TravelTime:
    ends = sorted((cast.location, practice.Location.objects.create(name="Mill")), key=lambda place: place.id)
    return practice.TravelTime.objects.create(one=ends[0], other=ends[1], minutes=minutes)


def session(cast: Cast) -> Session:
    return Session.objects.create(appointment=appointment(cast), started_at=NOW)


def intake(cast: Cast) -> Intake:
    return Intake.objects.create(
        client=cast.clara.client, answers={}, questions_version="1", started_at=NOW, saved_at=NOW
    )


def plan(cast: Cast, **changes: Any) -> TreatmentPlan:
    columns: dict[str, Any] = {
        "client": cast.clara.client,
        "therapist": cast.ana.as_therapist,
        "service": cast.swedish,
        "minutes": 60,
        "sessions": 6,
        "gap_days": 14,
        "created_at": NOW,
    }
    return TreatmentPlan.objects.create(**columns | changes)


def audit_entry(cast: Cast) -> AuditEntry:
    last = AuditEntry.objects.order_by("-number").first()
    assert last is not None
    return last


def twice(row: _Row, **changes: Any) -> None:
    """The same row once more, under a key of its own."""
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    type(row)._base_manager.create(**fields | changes)


def first(model: type[_Row]) -> _Row:
    row = model._base_manager.first()
    assert row is not None
    return row


def waits(cast: Cast) -> scheduling.WaitlistEntry:
    return scheduling.WaitlistEntry.objects.create(
        client=cast.clara.client, service=cast.swedish, minutes=60, created_at=NOW, changed_at=NOW
    )


def waitlist_offer(cast: Cast, **changes: Any) -> scheduling.WaitlistOffer:
    columns: dict[str, Any] = {
        "entry": scheduling.WaitlistEntry.objects.first() or waits(cast),
        "therapist": cast.ana.as_therapist,
        "starts_at": NOW,
        "ends_at": NOW + HOUR,
        "why": "Has waited longest of all.",
        "held_by": "nobody",
        "offered_at": NOW,
        "expires_at": NOW + HOUR,
    }
    return scheduling.WaitlistOffer.objects.create(**columns | changes)


def fee(cast: Cast, **changes: Any) -> scheduling.AppointmentFee:
    columns: dict[str, Any] = {"reason": "missed", "amount_minor": 4000, "currency": "EUR", "noted_at": NOW}
    return scheduling.AppointmentFee.objects.create(appointment=appointment(cast), **columns | changes)


BREAKERS: dict[str, Callable[[Cast], object]] = {
    "user_email_once": lambda cast: User.objects.create(email="Clara@Clients.example", name="Another"),
    "audit_number_once": lambda cast: twice(audit_entry(cast)),
    "appointment_cancelled_late_by_client": lambda cast: appointment(
        cast, status="cancelled", cancelled_at=NOW, cancelled_by="practice", cancelled_late=True
    ),
    "appointment_fee_is_one": lambda cast: fee(cast, amount_minor=0),
    "appointment_fee_waived_by": lambda cast: fee(cast, waived="staff"),
    "policy_version_once": lambda cast: twice(first(practice.PolicyVersion)),
    "policy_version_fees_fit": lambda cast: twice(first(practice.PolicyVersion), number=2, late_fee_kind="percent"),
    "policy_version_append_only": lambda cast: practice.PolicyVersion.objects.update(text="Come when you like."),
    "practice_fees_fit": lambda cast: practice.Practice.objects.update(missed_fee_kind="percent", missed_fee_value=101),
    "audit_append_only": lambda cast: AuditEntry.objects.update(deed="nothing"),
    "message_once": lambda cast: [message("a letter"), message("a letter")],
    "practice_host_once": lambda cast: [
        practice.Practice.objects.filter(pk=key).update(host="linden.example")
        for key in (cast.practice.pk, cast.other_practice.pk)
    ],
    "practice_step_in_range": lambda cast: practice.Practice.objects.update(step_minutes=4),
    "practice_answers_in_an_hour": lambda cast: practice.Practice.objects.update(answer_minutes=59),
    "practice_answers_hold_a_day": lambda cast: practice.Practice.objects.update(answers_valid_days=0),
    "practice_quiet_in_a_day": lambda cast: practice.Practice.objects.update(quiet_from_minute=1440),
    "membership_once": lambda cast: practice.Membership.objects.create(user=cast.ana.user, role="front_desk"),
    "location_name_once": lambda cast: practice.Location.objects.create(name="Linden Street"),
    "room_name_once": lambda cast: twice(first(practice.Room)),
    "table_name_once": lambda cast: twice(first(practice.MassageTable)),
    "travel_time_once": lambda cast: twice(travel(cast)),
    "travel_time_one_way": lambda cast: travel(cast, minutes=0),
    "wording_number_once": lambda cast: twice(
        practice.MessageWording.objects.create(kind="moved", language="en-gb", number=1, saved_at=NOW)
    ),
    "equipment_kind_once": lambda cast: twice(practice.EquipmentKind.objects.create(name="Stone heater")),
    "service_slug_once": lambda cast: twice(cast.swedish),
    "service_one_or_two_therapists": lambda cast: practice.Service.objects.update(therapists_needed=3),
    "service_length_once": lambda cast: practice.ServiceLength.objects.create(
        service=cast.swedish, minutes=60, price_minor=1
    ),
    "service_length_in_range": lambda cast: practice.ServiceLength.objects.create(
        service=cast.swedish, minutes=481, price_minor=1
    ),
    "add_on_once": lambda cast: twice(add_on(cast)),
    "add_on_in_range": lambda cast: add_on(cast, minutes=241),
    "agreed_add_on_once": lambda cast: twice(
        scheduling.AgreedAddOn.objects.create(
            appointment=appointment(cast), add_on=add_on(cast), name="Hot stones", minutes=15, price_minor=1
        )
    ),
    "therapist_slug_once": lambda cast: twice(cast.ana.as_therapist, membership_id=None),
    "licence_check_is_whole": lambda cast: practice.Licence.objects.update(checked_on=date(2027, 1, 4)),
    "training_once": lambda cast: twice(first(practice.Training)),
    "client_user_once": lambda cast: Client.objects.create(name="Clara again", user=cast.clara.user, created_at=NOW),
    "client_guardian_is_another": lambda cast: Client.objects.filter(pk=cast.clara.client.pk).update(guardian=F("id")),
    "consent_once_a_text": lambda cast: [consent(cast) for _ in range(2)],
    "consent_once_a_text_for_a_child": lambda cast: [
        consent(cast, guardian_relation=one) for one in ("mother", "father")
    ],
    "consent_append_only": lambda cast: [consent(cast), Consent.objects.update(signed_name="Nobody")],
    "calendar_feed_of_one_person": lambda cast: CalendarFeed.objects.create(token_sha256="0" * 64, created_at=NOW),
    "other_calendar_fails_whole": lambda cast: OtherCalendar.objects.create(
        therapist=cast.ana.as_therapist,
        address="https://calendar.example/",
        busy_changed_at=NOW,
        next_read_at=NOW,
        created_at=NOW,
        failures=1,
    ),
    "resource_is_one_thing": lambda cast: scheduling.Resource.objects.create(
        therapist=cast.ana.as_therapist, client=cast.clara.client
    ),
    "working_hours_in_a_day": lambda cast: scheduling.WorkingHours.objects.update(end_minute=1441),
    "working_hours_from_until": lambda cast: scheduling.WorkingHours.objects.update(
        valid_from=date(2027, 2, 2), valid_until=date(2027, 2, 1)
    ),
    "closed_day_once": lambda cast: twice(scheduling.ClosedDay.objects.create(on=date(2027, 2, 1))),
    "hours_exception_is_whole": lambda cast: scheduling.HoursException.objects.create(
        therapist=cast.ana.as_therapist, on=date(2027, 2, 1), start_minute=600, end_minute=660
    ),
    "booking_reference_once": lambda cast: [booking(cast), booking(cast)],
    "rules_set_aside_takes_time": lambda cast: set_aside(cast, ends_at=NOW),
    "appointment_request_has_end": lambda cast: appointment(cast, status="requested"),
    "appointment_takes_time": lambda cast: appointment(cast, ends_at=NOW),
    "appointment_cancelled_has_time": lambda cast: appointment(cast, status="cancelled"),
    "reservation_takes_time": lambda cast: reservation(cast, 600, 600),
    "waitlist_entry_once": lambda cast: [waits(cast), waits(cast)],
    "waitlist_entry_ended_has_time": lambda cast: scheduling.WaitlistEntry.objects.filter(pk=waits(cast).pk).update(
        ended="left"
    ),
    "waitlist_window_in_a_day": lambda cast: scheduling.WaitlistWindow.objects.create(
        entry=waits(cast), start_minute=600, end_minute=600
    ),
    "waitlist_offer_one_open": lambda cast: [waitlist_offer(cast), waitlist_offer(cast)],
    "waitlist_offer_takes_time": lambda cast: waitlist_offer(cast, ends_at=NOW),
    "waitlist_offer_ended_has_time": lambda cast: waitlist_offer(cast, state="expired"),
    "reservation_hold_ends": lambda cast: reservation(cast, 600, 660, why="hold"),
    "reservation_for_an_appointment": lambda cast: reservation(cast, 600, 660, why="appointment"),
    "reservation_cut_is_shorter": lambda cast: reservation(cast, 600, 660, uncut_end_minute=659),
    "reservation_no_overlap": lambda cast: [reservation(cast, 600, 660), reservation(cast, 659, 720)],
    "kept_answer_once": lambda cast: [
        scheduling.KeptAnswer.objects.create(key="once", body_sha256="0" * 64, answer={}, created_at=NOW)
        for _ in range(2)
    ],
    "intake_one_draft_a_client": lambda cast: [intake(cast), intake(cast)],
    "screening_review_is_whole": lambda cast: Screening.objects.create(
        intake=intake(cast),
        client=cast.clara.client,
        outcome="proceed",
        result={},
        knowledge_version="1",
        rule_ids=[],
        screened_at=NOW,
        reviewed_by="Ana Lindqvist",
    ),
    "second_opinion_by_another": lambda cast: opinion(
        cast, status="agreed", answered_by=cast.ana.user, answered_at=NOW
    ),
    "second_opinion_answer_is_whole": lambda cast: opinion(cast, status="agreed"),
    "second_opinion_used_was_agreed": lambda cast: opinion(cast, used_at=NOW),
    "second_opinion_one_open": lambda cast: twice(opinion(cast)),
    "house_rules_number_once": lambda cast: [house_rules(), house_rules()],
    "house_rules_have_a_reason": lambda cast: house_rules(reason=""),
    "knowledge_version_once": lambda cast: [knowledge(), knowledge()],
    "knowledge_version_append_only": lambda cast: [knowledge(), KnowledgeVersion.objects.update(files={})],
    "clearance_given_has_dates": lambda cast: Clearance.objects.create(
        client=cast.clara.client, rule_id="heart", status="given", scope={}, asked_at=NOW
    ),
    "work_pressure_walton": lambda cast: RegionWork.objects.create(
        session=session(cast), place="neck", technique="swedish", minutes=10, pressure=6
    ),
    "work_minutes_in_range": lambda cast: RegionWork.objects.create(
        session=session(cast), place="neck", technique="swedish", minutes=0, pressure=3
    ),
    "feedback_discomfort_0_10": lambda cast: PressureFeedback.objects.create(
        session=session(cast), said="good", discomfort=11, at=NOW
    ),
    "area_agreed_once_at_a_time": lambda cast: twice(
        AgreedArea.objects.create(session=session(cast), region="jaw", agreed_at=NOW, noted_by="Ana")
    ),
    "area_withdrawn_after_agreed": lambda cast: AgreedArea.objects.create(
        session=session(cast), region="jaw", agreed_at=NOW, noted_by="Ana", withdrawn_at=NOW - HOUR
    ),
    "incident_called_after_noticed": lambda cast: Incident.objects.create(
        appointment=appointment(cast), sign="faint", noticed_at=NOW, noted_by="Ana", called_at=NOW - HOUR
    ),
    "incident_account_is_signed": lambda cast: Incident.objects.create(
        appointment=appointment(cast), sign="faint", noticed_at=NOW, noted_by="Ana", described_at=NOW
    ),
    "session_ends_after_start": lambda cast: Session.objects.create(
        appointment=appointment(cast), started_at=NOW, ended_at=NOW - HOUR
    ),
    "mark_score_0_10": lambda cast: BodyMark.objects.create(session=session(cast), place="neck", kind="pain", score=11),
    "mark_once_a_place_and_kind": lambda cast: twice(
        BodyMark.objects.create(session=session(cast), place="neck", kind="pain", score=5)
    ),
    "note_signature_is_whole": lambda cast: SessionNote.objects.create(
        session=session(cast), saved_at=NOW, signed_at=NOW
    ),
    "measurement_once_a_moment": lambda cast: twice(
        Measurement.objects.create(
            client=cast.clara.client,
            appointment=appointment(cast),
            instrument="nrs_pain",
            moment="before",
            score=5,
            taken_at=NOW,
            entered_by="client",
        )
    ),
    "plan_in_range": lambda cast: plan(cast, gap_days=0),
    "plan_one_open_a_client": lambda cast: [plan(cast), plan(cast)],
    "goal_once_an_instrument": lambda cast: twice(
        Goal.objects.create(plan=plan(cast), instrument="nrs_pain", baseline=7, target=4)
    ),
}


def opinion(cast: Cast, **changes: Any) -> SecondOpinion:  # Any: values of several columns
    answers, about = intake(cast), appointment(cast)
    screening = Screening.objects.create(
        intake=answers,
        client=cast.clara.client,
        appointment=about,
        outcome="do_not_treat",
        result={},
        knowledge_version="1",
        rule_ids=[],
        screened_at=NOW,
    )
    columns = {"matter": {}, "reason": "No fever any more.", "asked_by": cast.ana.user, "asked_at": NOW}
    return SecondOpinion.objects.create(
        appointment=about, client=cast.clara.client, screening=screening, **columns | changes
    )


def message(key: str) -> Message:
    return Message.objects.create(
        key=key, kind="test", address="clara@clients.example", content={}, due_at=NOW, created_at=NOW
    )


def declared() -> dict[str, models.BaseConstraint]:
    ours = (model for model in apps.get_models() if model.__module__.startswith("tableside."))
    return {constraint.name: constraint for model in ours for constraint in model._meta.constraints}


def test_each_constraint_has_somebody_here_who_breaks_it() -> None:
    assert sorted(BREAKERS) == sorted(declared())


@pytest.mark.parametrize("name", sorted(BREAKERS))
def test_the_database_refuses_what_the_constraint_forbids(linden: Cast, name: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREAKERS[name](linden)

    by_columns = connection.vendor == "sqlite" and isinstance(declared()[name], models.UniqueConstraint)
    assert ("UNIQUE constraint failed" if by_columns else name) in str(refusal.value)


def test_a_reservation_may_begin_in_the_minute_in_which_another_ends(linden: Cast) -> None:
    for start, end in ((600, 660), (540, 600), (660, 661)):
        reservation(linden, start, end)

    assert scheduling.Reservation.objects.count() == 3


@pytest.mark.parametrize(
    ("start", "end"),
    [(600, 660), (599, 601), (659, 661), (610, 620), (540, 720)],
    ids=["the same", "over the start", "over the end", "inside", "all around"],
)
def test_a_reservation_cannot_be_moved_onto_another(linden: Cast, start: int, end: int) -> None:
    reservation(linden, 600, 660)
    other = reservation(linden, 1000, 1060)

    with pytest.raises(IntegrityError), transaction.atomic():
        scheduling.Reservation.objects.filter(pk=other.pk).update(start_minute=start, end_minute=end)

    other.refresh_from_db()
    assert (other.start_minute, other.end_minute) == (1000, 1060)


def test_a_reservation_cannot_be_given_to_whom_is_taken(linden: Cast) -> None:
    reservation(linden, 600, 660)
    ben = scheduling.Resource.objects.create(therapist=linden.ben.as_therapist)
    other = reservation(linden, 630, 690, resource=ben)

    with pytest.raises(IntegrityError), transaction.atomic():
        scheduling.Reservation.objects.filter(pk=other.pk).update(
            resource=scheduling.Resource.objects.get(therapist=linden.ana.as_therapist)
        )


def test_a_reservation_may_grow_and_shrink_over_its_own_time(linden: Cast) -> None:
    mine = reservation(linden, 600, 660)

    scheduling.Reservation.objects.filter(pk=mine.pk).update(start_minute=610, end_minute=700)

    mine.refresh_from_db()
    assert (mine.start_minute, mine.end_minute) == (610, 700)


def test_an_audit_row_cannot_be_deleted(linden: Cast) -> None:
    before = AuditEntry.objects.count()

    with pytest.raises(IntegrityError, match="audit_append_only"), transaction.atomic():
        AuditEntry.objects.filter(number=1).delete()

    assert (before > 0, AuditEntry.objects.count()) == (True, before)
