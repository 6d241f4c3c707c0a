"""A healthcare provider's answer: asked for by letter, written down with its scope, and screened again with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tableside.records.intake.models import Clearance
from tableside.records.intake.queries import newest_screening
from tableside.records.scheduling.models import Appointment
from tests.factories import answered, recent_surgery
from tests.personas import Cast, signed_in, today_at_linden
from tests.sessions import booked


@pytest.fixture
def waiting(linden: Cast) -> tuple[Appointment, Clearance]:
    """Clara was operated on some weeks ago and has an appointment in three days."""
    appointment = booked(linden, at=timezone.now() + timedelta(days=3))
    answered(linden.clara, now=timezone.now(), **recent_surgery(today_at_linden()))
    return appointment, Clearance.objects.get()


def yes(**changes: object) -> dict[str, object]:
    today = today_at_linden()
    return {
        "answer_given": "yes",
        "provider": "Dr Huber, surgeon, by letter",
        "given_on": today.isoformat(),
        "expires_on": (today + timedelta(days=60)).isoformat(),
        "pressure_cap": "2",
        "avoid": ["abdomen"],
        "barred": ["DT"],
    } | changes


def test_the_letter_says_what_the_provider_needs_and_nothing_else(
    linden: Cast, waiting: tuple[Appointment, Clearance]
) -> None:
    _appointment, clearance = waiting

    page = signed_in(linden.ana).get(f"/desk/intake/clearances/{clearance.id}/letter/").content.decode()

    assert "Clara Novak" in page
    assert "Swedish massage" in page
    assert linden.clara.client.email not in page
    assert linden.clara.client.phone not in page


def test_a_yes_within_limits_lets_the_session_take_place_within_them(
    linden: Cast, waiting: tuple[Appointment, Clearance]
) -> None:
    appointment, clearance = waiting

    answer = signed_in(linden.ana).post(f"/desk/intake/clearances/{clearance.id}/", yes())

    screening = newest_screening(appointment.id)
    assert screening is not None
    assert (answer.status_code, screening.outcome) in [(302, "modify"), (302, "avoid_region")]
    clearance.refresh_from_db()
    assert (clearance.status, clearance.recorded_by, clearance.scope) == (
        "given",
        "Ana Lindqvist",
        {"pressure_cap": 2, "avoid": ["abdomen"], "barred": ["DT"]},
    )


def test_a_no_keeps_the_session_closed_and_is_not_asked_again_by_itself(
    linden: Cast, waiting: tuple[Appointment, Clearance]
) -> None:
    appointment, clearance = waiting
    browser = signed_in(linden.ana)

    browser.post(f"/desk/intake/clearances/{clearance.id}/", yes(answer_given="no"))

    screening = newest_screening(appointment.id)
    assert screening is not None
    assert screening.outcome == "needs_clearance"
    assert [(one.status, one.scope) for one in Clearance.objects.all()] == [
        ("refused", {"pressure_cap": None, "avoid": [], "barred": []})
    ]
    assert "Ask again" in browser.get(f"/desk/intake/{appointment.id}/").content.decode()


def test_asking_again_opens_the_question_once_more(linden: Cast, waiting: tuple[Appointment, Clearance]) -> None:
    _appointment, clearance = waiting
    browser = signed_in(linden.ana)
    browser.post(f"/desk/intake/clearances/{clearance.id}/", yes(answer_given="no"))

    browser.post(f"/desk/intake/clearances/{clearance.id}/again/")

    assert sorted(Clearance.objects.values_list("status", flat=True)) == ["asked", "refused"]


def test_an_answer_is_written_down_once(linden: Cast, waiting: tuple[Appointment, Clearance]) -> None:
    _appointment, clearance = waiting
    browser = signed_in(linden.ana)
    browser.post(f"/desk/intake/clearances/{clearance.id}/", yes())

    answer = browser.post(f"/desk/intake/clearances/{clearance.id}/", yes(pressure_cap="5"))

    assert answer.status_code == 422
    assert "has been answered already" in answer.content.decode()
    clearance.refresh_from_db()
    assert clearance.scope["pressure_cap"] == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"expires_on": ""}, "Say until when it holds."),
        ({"expires_on": date(2100, 1, 1).isoformat()}, "at the latest"),
        ({"expires_on": date(2020, 1, 1).isoformat()}, "at least on the day"),
        ({"given_on": date(2100, 1, 1).isoformat()}, "a day to come"),
        ({"provider": ""}, "This field is required."),
        ({"avoid": ["the moon"]}, "Select a valid choice"),
        ({"pressure_cap": "9"}, "Select a valid choice"),
        ({"barred": ["XX"]}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_writes_nothing(
    linden: Cast, waiting: tuple[Appointment, Clearance], changes: dict[str, object], words: str
) -> None:
    _appointment, clearance = waiting

    answer = signed_in(linden.ana).post(f"/desk/intake/clearances/{clearance.id}/", yes(**changes))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Clearance.objects.get().status == "asked"


@pytest.mark.parametrize("step", ["", "letter/"])
def test_only_those_who_review_clearances_open_them(
    linden: Cast, waiting: tuple[Appointment, Clearance], step: str
) -> None:
    _appointment, clearance = waiting
    place = f"/desk/intake/clearances/{clearance.id}/{step}"

    seen = {
        who: signed_in(getattr(linden, who)).get(place).status_code for who in ("ana", "owner", "front_desk", "clara")
    }

    assert seen == {"ana": 200, "owner": 200, "front_desk": 403, "clara": 403}
    assert signed_in(linden.other_therapist).get(place).status_code == 404
    assert Browser().get(place).status_code == 302
    assert signed_in(linden.ana).delete(place).status_code == 405


def test_another_practice_can_answer_nothing_here(linden: Cast, waiting: tuple[Appointment, Clearance]) -> None:
    _appointment, clearance = waiting
    browser = signed_in(linden.other_therapist)

    assert browser.post(f"/desk/intake/clearances/{clearance.id}/", yes()).status_code == 404
    assert browser.post(f"/desk/intake/clearances/{clearance.id}/again/").status_code == 404
    assert Clearance.objects.get().status == "asked"


def test_what_waits_for_a_doctor_while_the_rest_is_treated_can_be_asked_from_the_findings(
    linden: Cast,
) -> None:
    answered(linden.clara, now=timezone.now(), bones=("dislocation",), flare_places=("shoulder.left",))
    browser, findings = signed_in(linden.ana), f"/desk/intake/clients/{linden.clara.client.id}/"
    ask = f"{findings}ask/dislocation/"
    assert ask in browser.get(findings).content.decode()

    answer = browser.post(ask)

    clearance = Clearance.objects.get()
    assert (clearance.rule_id, answer.headers["Location"]) == (
        "dislocation",
        f"/desk/intake/clearances/{clearance.id}/",
    )
    assert ask not in browser.get(findings).content.decode()
    assert browser.post(f"{findings}ask/hernia/").headers["Location"] == findings
