"""Health answers too old for a visit: the client is asked, the practice sees it, the session waits for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tableside.core.decision import Allowed, Refused
from tableside.records.intake.models import Intake
from tableside.records.outbox.models import Message
from tableside.records.practice.models import Practice
from tableside.records.practice.queries import current_practice, facts_of
from tableside.records.scheduling.models import Appointment
from tableside.workflows.messages.remind import plan_reminders
from tableside.workflows.session.session_gate import may_start
from tests.factories import answered
from tests.intakes import send, signed_page
from tests.personas import Cast, signed_in
from tests.sessions import booked

A_LONG_TIME = timedelta(days=366)


@pytest.fixture
def appointment(linden: Cast) -> Appointment:
    """In five days, by which Clara's answers are older than a year."""
    answered(linden.clara, now=timezone.now() - A_LONG_TIME)
    appointment = booked(linden, at=timezone.now() + timedelta(days=5))
    plan_reminders(appointment, practice=facts_of(current_practice()), now=timezone.now())
    return appointment


def reminder() -> str:
    waiting = Message.objects.get(kind="reminder_first", withdrawn_at=None, done_at=None)
    return str(waiting.content["text"])


def test_the_client_is_asked_and_the_practice_sees_it_until_they_are_sent_again(
    linden: Cast, appointment: Appointment
) -> None:
    therapist, clara = signed_in(linden.ana), signed_in(linden.clara)

    def seen() -> tuple[object, ...]:
        decision = may_start(appointment, timezone.now())
        return (
            decision.code if isinstance(decision, Refused) else decision,
            "Clara Novak" in therapist.get("/desk/intake/?tab=old").content.decode(),
            "look through your answers again" in reminder(),
            "please look through them again" in clara.get("/my/").content.decode(),
            "Nothing has changed" in clara.get("/my/intake/").content.decode(),
        )

    before = seen()
    send(clara, "/my/intake/")

    assert before == ("answers_too_old", True, True, True, False)
    assert seen() == (Allowed(), False, False, False, True)


def test_old_answers_are_not_sent_again_without_a_look_at_them(linden: Cast, appointment: Appointment) -> None:
    clara = signed_in(linden.clara)

    answer = clara.post("/my/intake/sign/", signed_page(clara, "/my/intake/"))

    assert (answer.status_code, Intake.objects.count()) == (422, 1)
    assert "Please look through your answers first" in answer.content.decode()


def test_the_front_desk_reads_that_they_are_too_old(linden: Cast, appointment: Appointment) -> None:
    page = signed_in(linden.front_desk).get(f"/desk/appointments/{appointment.id}/").content.decode()

    assert ("Health answers too old" in page, "Health questions missing" in page) == (True, False)


@pytest.mark.parametrize(("days", "may"), [(None, True), (400, True), (30, False)])
def test_the_practice_says_how_long_they_hold(
    linden: Cast, appointment: Appointment, days: int | None, may: bool
) -> None:
    Practice.objects.filter(pk=linden.practice.pk).update(answers_valid_days=days)

    assert (may_start(appointment, timezone.now()) == Allowed()) is may
