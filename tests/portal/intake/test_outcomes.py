"""What a client's answers come to, from the first page to what may be booked and given."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tableside.core.decision import Allowed, Refused
from tableside.core.screening.request import Answer
from tableside.records.intake.models import Clearance, Screening
from tableside.records.outbox.models import Message
from tableside.records.scheduling.models import Appointment
from tableside.workflows.session.session_gate import limits_of, may_start
from tests.conditions_named import unreported
from tests.factories import BLOOD_THINNER, CLOT_SIGNS, FEVER, recent_injury, recent_surgery
from tests.intakes import send
from tests.personas import Cast, signed_in
from tests.sessions import booked


@pytest.fixture
def appointment(linden: Cast) -> Appointment:
    """Swedish massage with Ana in three days."""
    return booked(linden, at=timezone.now() + timedelta(days=3))


def sent(cast: Cast, answers: dict[str, Answer]) -> str:
    """The page with what they mean, which names no illness that was not reported."""
    page = send(signed_in(cast.clara), "/my/intake/", answers)
    assert unreported(re.sub(r"<[^>]*>", " ", page), answers) == []
    return page


def at_home(cast: Cast) -> str:
    return signed_in(cast.clara).get("/my/").content.decode()


def outcome_of(appointment: Appointment) -> str:
    return Screening.objects.filter(appointment=appointment).latest("screened_at").outcome


def test_a_healthy_client_is_treated_as_booked(linden: Cast, appointment: Appointment) -> None:
    page = sent(linden, {})

    assert "Nothing stands in the way" in page
    assert (outcome_of(appointment), may_start(appointment, timezone.now())) == ("proceed", Allowed())


def test_a_blood_thinner_caps_the_pressure_and_bars_deep_work(linden: Cast, appointment: Appointment) -> None:
    page = sent(linden, BLOOD_THINNER)

    limits = limits_of(appointment)
    assert "Your therapist will adapt the treatment" in page
    assert (outcome_of(appointment), may_start(appointment, timezone.now())) == ("modify", Allowed())
    assert limits.pressure_cap <= 3
    assert "DT" in limits.barred


def test_a_recent_injury_is_left_out(linden: Cast, appointment: Appointment) -> None:
    page = sent(linden, recent_injury(timezone.localdate(timezone=ZoneInfo(linden.practice.time_zone))))

    assert "Some areas will be left out" in page
    assert (outcome_of(appointment), may_start(appointment, timezone.now())) == ("avoid_region", Allowed())
    assert "calf.left" in limits_of(appointment).avoid
    assert "<p>Left calf</p>" in page
    assert "What your answers mean" not in at_home(linden)


def test_recent_surgery_waits_for_the_provider_and_then_goes_on_within_limits(
    linden: Cast, appointment: Appointment
) -> None:
    page = sent(linden, recent_surgery(timezone.localdate()))
    assert "One question has to be answered first" in page
    refused = may_start(appointment, timezone.now())
    assert isinstance(refused, Refused)
    assert (outcome_of(appointment), refused.code) == ("needs_clearance", "needs_clearance")

    today = timezone.localdate()
    signed_in(linden.ana).post(
        f"/desk/intake/clearances/{Clearance.objects.get().id}/",
        {
            "answer_given": "yes",
            "provider": "Dr Huber",
            "given_on": today.isoformat(),
            "expires_on": (today + timedelta(days=30)).isoformat(),
            "pressure_cap": "2",
        },
    )

    limits = limits_of(appointment)
    assert outcome_of(appointment) in ("modify", "avoid_region")  # the scar itself stays out of it
    assert may_start(appointment, timezone.now()) == Allowed()
    assert limits.pressure_cap == 2
    assert "abdomen" in limits.avoid
    (ends,) = Message.objects.filter(address=linden.clara.client.email, kind="clearance_ends")
    assert unreported(f"{ends.content['subject']} {ends.content['text']}", {}) == []  # others read mail too


def test_not_being_sure_of_something_critical_is_taken_up_before_the_session(
    linden: Cast, appointment: Appointment
) -> None:
    page = sent(linden, {"blood_thinner": "unsure"})

    assert outcome_of(appointment) == "needs_clearance"
    assert "You were not sure: “Blood thinner, or medicine" in page
    assert "You can have the treatment as booked" not in page


def test_a_fever_closes_the_session_and_says_what_to_do(linden: Cast, appointment: Appointment) -> None:
    page = sent(linden, FEVER)

    refused = may_start(appointment, timezone.now())
    assert isinstance(refused, Refused)
    assert (outcome_of(appointment), refused.code) == ("do_not_treat", "do_not_treat")
    assert "Please do not come for massage" in page
    assert "Move or cancel the appointment" in page
    assert 'href="tel:+431234567"' in page
    assert "Please do not come for massage as things are." in at_home(linden)


def test_signs_of_a_clot_say_what_to_do_first_and_offer_nothing_else(linden: Cast, appointment: Appointment) -> None:
    page = sent(linden, CLOT_SIGNS)

    refused = may_start(appointment, timezone.now())
    assert isinstance(refused, Refused)
    assert (outcome_of(appointment), refused.code) == ("refer_urgent", "refer_urgent")
    assert "Please get this looked at now" in page
    assert 'href="tel:112"' in page
    assert 'href="/book/"' not in page
    assert "Move or cancel" not in page
    assert '<a class="link-arrow" href="/my/intake/">' in page  # whoever pressed something wrong
    assert re.search('Please get this looked at now</p><p><a href="/my/intake/result/">', at_home(linden))


def test_the_practice_hears_of_it_at_once_and_the_subject_says_nothing(linden: Cast, appointment: Appointment) -> None:
    sent(linden, CLOT_SIGNS)

    (letter,) = Message.objects.filter(kind="attention")
    assert (letter.address, letter.content["subject"]) == ("hello@linden.example", "Please look at this now")
    assert f"/desk/intake/{appointment.id}/" in letter.content["text"]
    for word in ("clot", "leg", "swell", "pain", "health", "urgent"):
        assert word not in (letter.content["subject"] + letter.content["text"]).lower()


@pytest.mark.parametrize("answers", [{}, BLOOD_THINNER, FEVER])
def test_nobody_is_called_at_once_for_less(linden: Cast, appointment: Appointment, answers: dict[str, Answer]) -> None:
    sent(linden, answers)

    assert Message.objects.filter(kind="attention").count() == 0


def test_without_an_appointment_the_answers_still_get_an_answer(linden: Cast) -> None:
    page = sent(linden, BLOOD_THINNER)

    assert "Your therapist will adapt the treatment" in page
    assert [one.appointment_id for one in Screening.objects.all()] == [None]


def test_who_has_only_asked_for_a_time_is_told_what_the_answers_mean_too(
    linden: Cast, appointment: Appointment
) -> None:
    until = timezone.now() + timedelta(days=1)
    Appointment.objects.filter(pk=appointment.pk).update(status=Appointment.Status.REQUESTED, answer_by=until)

    page = sent(linden, CLOT_SIGNS)

    assert "Please get this looked at now" in page
