"""The date of birth is asked once, with the health questions, and says who is under 18 on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tableside.core.screening.birth import BORN_ON
from tableside.knowledge.load_rulebook import load_questions
from tableside.records.clients.models import Client
from tableside.records.intake.models import Screening
from tableside.records.scheduling.models import Appointment
from tests.intakes import send
from tests.personas import Cast, signed_in
from tests.sessions import booked

MIND = next(number for number, group in enumerate(load_questions().groups, 1) if group.id == "mind")
PAGE = f"/my/intake/{MIND}/"


@pytest.fixture
def clara(linden: Cast) -> Browser:
    Client.objects.filter(pk=linden.clara.client.id).update(born_on=None)
    linden.clara.client.refresh_from_db()
    return signed_in(linden.clara)


def born_on(cast: Cast) -> date | None:
    return Client.objects.get(pk=cast.clara.client.id).born_on


def test_it_is_asked_where_nobody_knows_it_and_then_no_more(linden: Cast, clara: Browser) -> None:
    before = clara.get(PAGE).content.decode()
    send(clara, "/my/intake/")
    after = clara.get(PAGE).content.decode()

    assert (BORN_ON.text in before, BORN_ON.text in after) == (True, False)
    assert "Are you under 18?" not in before + after
    assert born_on(linden) == date(1988, 5, 4)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "Please answer this one."),
        ("soon", "Give the date as year, month and day"),
        ("2200-01-01", "nobody who comes was born then"),
        ("0001-01-01", "nobody who comes was born then"),
    ],
)
def test_a_date_that_cannot_be_is_asked_again(linden: Cast, clara: Browser, given: str, sentence: str) -> None:
    answer = clara.post(PAGE, {"mind": ["none"], "born_on": given, "shown": ["mind", "born_on"], "go": "next"})

    assert (answer.status_code, born_on(linden)) == (422, None)
    assert sentence in answer.content.decode()


def test_whoever_is_under_18_is_asked_for_a_guardian_at_once(linden: Cast, clara: Browser) -> None:
    child = (timezone.localdate() - timedelta(days=12 * 365)).isoformat()

    answer = clara.post(PAGE, {"mind": ["none"], "born_on": child, "shown": ["mind", "born_on"], "go": "next"})

    assert "Does a parent or guardian agree" in answer.content.decode()


def test_the_age_on_the_day_of_the_visit_decides(linden: Cast) -> None:
    today = timezone.localdate()
    turns_18 = today + timedelta(days=10)
    client = linden.clara.client
    Client.objects.filter(pk=client.id).update(born_on=turns_18.replace(year=turns_18.year - 18))
    before, after = (booked(linden, at=timezone.now() + timedelta(days=days)) for days in (5, 15))

    send(signed_in(linden.clara), "/my/intake/", {"under_18": "yes", "guardian": "yes"})

    def rules(appointment: Appointment) -> list[str]:
        return list(Screening.objects.get(appointment=appointment).rule_ids)

    assert (rules(before), rules(after)) == (["under_18"], [])
