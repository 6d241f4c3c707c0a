"""The desk asks why a time is not offered, and gets a sentence for each therapist."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tableside.records.practice.models import Service
from tableside.records.scheduling.hours_actions import close_day, say_of_day
from tests.personas import FOUNDED, Cast, signed_in

WHY = reverse("desk:book-why")


def monday() -> date:
    today = timezone.localdate()
    return today + timedelta(days=14 - today.weekday())


def answers(cast: Cast, at: str, *, service: Service | None = None) -> dict[str, str]:
    asked = {"service": str((service or cast.swedish).id), "minutes": "60", "day": monday().isoformat(), "at": at}
    page = signed_in(cast.front_desk).get(WHY, asked)
    assert page.status_code == 200
    return {why.therapist.name: getattr(why.decision, "code", "offered") for why in page.context["answers"]}


def test_each_therapist_has_a_reason_of_their_own(linden: Cast) -> None:
    close_day(linden.ana.as_therapist, on=monday(), by=linden.owner.actor, now=FOUNDED)

    assert answers(linden, "10:00") == {"Ana Lindqvist": "outside_hours", "Ben Okafor": "offered"}
    assert answers(linden, "22:00") == {"Ana Lindqvist": "outside_hours", "Ben Okafor": "outside_hours"}
    assert answers(linden, "10:07") == {"Ana Lindqvist": "off_grid", "Ben Okafor": "off_grid"}


def test_who_does_not_give_it_or_has_no_training_for_it_is_said_so(linden: Cast) -> None:
    assert answers(linden, "10:00", service=linden.prenatal)["Ben Okafor"] == "does_not_give_it"
    Service.objects.filter(pk=linden.swedish.pk).update(training="oncology")
    assert answers(linden, "10:00") == {"Ana Lindqvist": "offered", "Ben Okafor": "not_trained"}


def test_a_closed_practice_is_named(linden: Cast) -> None:
    say_of_day(monday(), is_closed=True, name="Stocktaking", by=linden.owner.actor, now=FOUNDED)
    asked = {"service": str(linden.swedish.id), "minutes": "60", "day": monday().isoformat(), "at": "10:00"}

    page = signed_in(linden.front_desk).get(WHY, asked).content.decode()

    assert page.count("The practice is closed that day: Stocktaking.") == 2


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 200),
        ({"day": "soon", "at": "10:00"}, 422),
        ({"day": "2027-02-01"}, 422),
        ({"day": "9999-12-31", "at": "23:59"}, 422),
    ],
)
def test_a_question_that_is_not_whole_is_asked_again(linden: Cast, given: dict[str, str], status: int) -> None:
    asked = {"service": str(linden.swedish.id), "minutes": "60"} | given

    assert signed_in(linden.front_desk).get(WHY, asked).status_code == status


def test_only_who_manages_the_schedule_asks_and_only_about_a_treatment(linden: Cast) -> None:
    asked = {"service": str(linden.swedish.id), "minutes": "60"}

    assert signed_in(linden.clara).get(WHY, asked).status_code in (302, 403, 404)
    assert signed_in(linden.front_desk).get(WHY).status_code == 404
    assert signed_in(linden.front_desk).post(WHY, asked).status_code == 405
