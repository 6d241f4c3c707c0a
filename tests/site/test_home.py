"""The public home, as anyone meets it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tableside.records.audit.models import AuditEntry
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.people_actions import NewTherapist, add_therapist
from tableside.records.scheduling.hours_actions import set_hours
from tests.personas import FOUNDED, Cast, signed_in

pytestmark = pytest.mark.django_db


def test_the_home_shows_who_treats_what_it_costs_where_it_is_and_how_sure_anyone_can_be(
    client: Browser, cast: Cast
) -> None:
    words = client.get("/").content.decode()

    for expected in (
        'href="/book/"',
        "Ana Lindqvist",
        "Ben Okafor",
        "Next free for Swedish massage, 60 minutes",
        "€135.00",
        "Linden Street 4",
        "+43 1 234567",
        "Moderate certainty",
        "Evidence says otherwise",
        'href="/guide/benefits/circulation/"',
    ):
        assert expected in words
    assert words.count("<h1") == 1
    assert "Otto Miller" not in words


def test_every_free_time_is_one_press_from_booked(client: Browser, cast: Cast) -> None:
    time = client.get("/").context["page"].therapists[0].times[0]

    page = client.get(time.url)

    assert page.status_code == 200
    assert "Ana Lindqvist" in page.content.decode()
    assert "Book this appointment" in page.content.decode()


def test_the_home_of_another_practice_shows_its_own(client: Browser, cast: Cast, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["mill.example"]  # type: ignore[attr-defined]

    words = client.get("/", headers={"host": "mill.example"}).content.decode()

    assert "Mill Lane Massage" in words
    assert "Ana Lindqvist" not in words


@pytest.mark.parametrize("who", ["owner", "front_desk", "clara"])
def test_those_who_are_signed_in_may_look_too(cast: Cast, who: str) -> None:
    assert signed_in(getattr(cast, who)).get("/").status_code == 200


def test_a_practice_with_nobody_to_book_still_has_a_home(client: Browser, cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        for persona in (cast.ana, cast.ben):
            persona.as_therapist.is_bookable = False
            persona.as_therapist.save()

    assert client.get("/").status_code == 200


@pytest.mark.parametrize("address", ["/", "/therapists/"])
def test_reading_takes_the_same_queries_for_two_therapists_and_for_four_and_writes_nothing(
    client: Browser, cast: Cast, address: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    client.get(address)
    with_two, entries = queries(), AuditEntry.everywhere.count()
    with practice_scope(cast.practice.id):
        for name in ("Cleo Adler", "Dina Roth"):
            new = NewTherapist(name=name, services=(cast.swedish,))
            therapist = add_therapist(new, membership=None, by=cast.owner.actor, now=FOUNDED)
            set_hours(therapist, location=cast.location, hours=[(0, 540, 1020)], by=cast.owner.actor, now=FOUNDED)
    added = AuditEntry.everywhere.count() - entries

    assert queries() == with_two
    assert AuditEntry.everywhere.count() == entries + added


def test_the_home_only_answers_reading(client: Browser, cast: Cast) -> None:
    assert client.post("/").status_code == 405
