"""Sending the answers: signed, screened, kept, told; all of it or nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tableside.core.decision import Refusal
from tableside.core.screening.request import Answer
from tableside.knowledge.load_consent import load_consent
from tableside.knowledge.load_rulebook import load_questions, load_rulebook
from tableside.records.audit.models import AuditEntry
from tableside.records.clients.models import Consent
from tableside.records.intake.actions import save_draft
from tableside.records.intake.models import Clearance, Intake, Screening
from tableside.workflows.clearance.give_clearance import ProviderAnswer, give_clearance
from tableside.workflows.intake.fill_intake import answers_so_far
from tableside.workflows.intake.sign_consent import Signature
from tableside.workflows.intake.submit_intake import submit_intake
from tests.factories import BLOOD_THINNER, answered, healthy, recent_surgery, signature
from tests.personas import Cast
from tests.sessions import booked

MONDAY = datetime(2027, 1, 25, 8, 0, tzinfo=UTC)
SURGERY = recent_surgery(MONDAY.date())


def draft_of_clara(cast: Cast, **changes: str) -> Intake:
    questions = load_questions()
    answers = questions.as_json(healthy(questions, **changes))
    return save_draft(cast.clara.client, answers=answers, questions_version=questions.version, now=MONDAY)


def test_everything_still_ahead_is_screened_and_nothing_else(linden: Cast) -> None:
    booked(linden, at=MONDAY - timedelta(days=7))
    ahead = [booked(linden, at=MONDAY + timedelta(days=days)) for days in (1, 8)]
    booked(linden, at=MONDAY + timedelta(days=2), who=linden.dora)

    answered(linden.clara, now=MONDAY, **BLOOD_THINNER)

    screenings = Screening.objects.order_by("appointment__starts_at")
    assert [one.appointment_id for one in screenings] == [appointment.id for appointment in ahead]


def test_a_screening_keeps_its_answers_its_rules_and_the_version_of_the_rulebook(linden: Cast) -> None:
    booked(linden, at=MONDAY + timedelta(days=1))

    intake = answered(linden.clara, now=MONDAY, **BLOOD_THINNER)

    screening = Screening.objects.get()
    assert (screening.intake_id, screening.knowledge_version) == (intake.id, load_rulebook().version)
    assert screening.rule_ids
    assert screening.outcome == "modify"


def test_the_consent_is_signed_once_with_the_words_as_they_stood(linden: Cast) -> None:
    answered(linden.clara, now=MONDAY)
    answered(linden.clara, now=MONDAY + timedelta(days=1))

    consent = load_consent()
    assert list(Consent.objects.values_list("text_version", "text_sha256", "signed_name", "signed_at")) == [
        (consent.version, consent.digest, "Clara Novak", MONDAY)
    ]


@pytest.mark.parametrize(
    ("name", "left_out"),
    [("", None), ("   ", None), ("Clara Novak", "draping")],
)
def test_without_a_whole_signature_nothing_is_sent(linden: Cast, name: str, left_out: str | None) -> None:
    draft = draft_of_clara(linden)
    clauses = frozenset(clause.id for clause in load_consent().clauses if clause.id != left_out)

    with pytest.raises(Refusal) as raised:
        submit_intake(linden.clara.client, Signature(draft.id, True, name, clauses), by=linden.clara.actor, now=MONDAY)

    draft.refresh_from_db()
    assert (raised.value.code, draft.submitted_at) == ("consent_missing", None)
    assert (Screening.objects.count(), Consent.objects.count()) == (0, 0)


def test_without_an_answer_that_decides_about_safety_nothing_is_sent(linden: Cast) -> None:
    questions = load_questions()
    draft = save_draft(linden.clara.client, answers={}, questions_version=questions.version, now=MONDAY)

    with pytest.raises(Refusal) as raised:
        submit_intake(linden.clara.client, signature(draft, "Clara Novak"), by=linden.clara.actor, now=MONDAY)

    assert raised.value.code == "intake_unfinished"
    assert Intake.objects.exclude(submitted_at=None).count() == 0


def test_pressed_twice_the_answers_are_sent_once(linden: Cast) -> None:
    draft = draft_of_clara(linden)
    whole = signature(draft, "Clara Novak")
    submit_intake(linden.clara.client, whole, by=linden.clara.actor, now=MONDAY)

    with pytest.raises(Refusal) as raised:
        submit_intake(linden.clara.client, whole, by=linden.clara.actor, now=MONDAY)

    assert (raised.value.code, Intake.objects.count()) == ("intake_submitted", 1)


def test_other_answers_than_the_ones_that_were_on_the_page_are_not_sent(linden: Cast) -> None:
    draft_of_clara(linden)
    stale = Signature(uuid4(), True, "Clara Novak", frozenset(clause.id for clause in load_consent().clauses))

    with pytest.raises(Refusal) as raised:
        submit_intake(linden.clara.client, stale, by=linden.clara.actor, now=MONDAY)

    assert (raised.value.code, Intake.objects.exclude(submitted_at=None).count()) == ("intake_changed", 0)


def test_nothing_has_changed_sends_the_same_answers_again_as_of_today(linden: Cast) -> None:
    before = answered(linden.clara, now=MONDAY, **BLOOD_THINNER)
    later = MONDAY + timedelta(days=30)

    again = submit_intake(linden.clara.client, Signature(before.id, False), by=linden.clara.actor, now=later)

    assert again.id != before.id
    assert again.answers == before.answers | {"answered_on": later.date().isoformat()}


def test_sending_leaves_a_trail(linden: Cast) -> None:
    booked(linden, at=MONDAY + timedelta(days=1))

    answered(linden.clara, now=MONDAY, **SURGERY)

    deeds = list(AuditEntry.objects.filter(at=MONDAY).order_by("number").values_list("deed", flat=True))
    assert deeds == ["consent.signed", "intake.submitted", "screening.made", "clearance.asked"]


def test_a_clearance_is_asked_for_once_however_many_appointments_need_it(linden: Cast) -> None:
    for days in (1, 8):
        booked(linden, at=MONDAY + timedelta(days=days))

    answered(linden.clara, now=MONDAY, **SURGERY)
    answered(linden.clara, now=MONDAY + timedelta(hours=1), **SURGERY)

    assert list(Clearance.objects.values_list("status", flat=True)) == ["asked"]


def cleared(cast: Cast) -> Clearance:
    answered(cast.clara, now=MONDAY, **SURGERY)
    clearance = Clearance.objects.get()
    yes = ProviderAnswer(True, "Dr Huber", MONDAY.date(), MONDAY.date() + timedelta(days=30))
    give_clearance(clearance, yes, by=cast.ana.actor, now=MONDAY)
    return clearance


def test_a_clearance_outlives_new_answers_about_something_else(linden: Cast) -> None:
    booked(linden, at=MONDAY + timedelta(days=3))
    clearance = cleared(linden)

    bruise: dict[str, Answer] = {"skin": ("bruise",), "skin_places": ("calf.left",), "medicines": "Vitamin D"}
    answered(linden.clara, now=MONDAY + timedelta(days=1), **SURGERY, **bruise)

    clearance.refresh_from_db()
    assert clearance.status == "given"


def test_a_new_medicine_ends_a_clearance_whatever_it_was_given_for(linden: Cast) -> None:
    clearance = cleared(linden)

    answered(linden.clara, now=MONDAY + timedelta(days=1), **SURGERY, **BLOOD_THINNER)

    clearance.refresh_from_db()
    assert clearance.status == "withdrawn"


def test_a_clearance_ends_when_the_answers_it_rests_on_change(linden: Cast) -> None:
    appointment = booked(linden, at=MONDAY + timedelta(days=3))
    clearance = cleared(linden)

    other = recent_surgery(MONDAY.date() + timedelta(days=1))
    answered(linden.clara, now=MONDAY + timedelta(days=1), **other)

    clearance.refresh_from_db()
    assert clearance.status == "withdrawn"
    assert Screening.objects.filter(appointment=appointment).latest("screened_at").outcome == "needs_clearance"
    assert sorted(Clearance.objects.values_list("status", flat=True)) == ["asked", "withdrawn"]


def test_weeks_of_pregnancy_go_on_counting_in_answers_that_lie_there(linden: Cast) -> None:
    answered(linden.clara, now=MONDAY, pregnant="yes", pregnant_weeks=20)

    filling = answers_so_far(linden.clara.client.id, now=MONDAY + timedelta(weeks=4))

    assert filling.answers["pregnant_weeks"] == 24
