"""The therapists and each one's page."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client as Browser

from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.models import Licence, Training
from tests.personas import Cast

pytestmark = pytest.mark.django_db
ANA = "/therapists/ana-lindqvist/"


@pytest.fixture
def papers(cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        Licence.objects.filter(therapist=cast.ana.as_therapist).update(
            expires_on=date(2031, 5, 3),
            register="Vienna register",
            checked_on=date(2027, 1, 4),
            checked_by="Olga Brandt",
        )
        Training.objects.filter(therapist=cast.ana.as_therapist, module="prenatal").update(
            issuer="Vienna School", completed_on=date(2019, 6, 1)
        )


def test_the_list_shows_everybody_who_takes_bookings(client: Browser, cast: Cast) -> None:
    cards = client.get("/therapists/").context["cards"]

    assert [(card.therapist.name, card.url) for card in cards] == [
        ("Ana Lindqvist", ANA),
        ("Ben Okafor", "/therapists/ben-okafor/"),
    ]


@pytest.mark.usefixtures("papers")
def test_a_profile_shows_the_licence_and_who_checked_it_when(client: Browser) -> None:
    (licence,) = client.get(ANA).context["profile"].licences

    assert (licence.title, licence.has_run_out) == ("Massage therapist", False)
    assert [(fact.term, fact.text) for fact in licence.facts] == [
        ("Number", "AT-1020"),
        ("Given in", "Austria"),
        ("Valid until", "Saturday 3 May 2031"),
        ("Checked", "Against the Vienna register on Monday 4 January 2027 by Olga Brandt"),
    ]


def test_a_licence_nobody_looked_up_says_so(client: Browser, cast: Cast) -> None:
    assert "Not yet checked by the practice against a register." in client.get(ANA).content.decode()


def test_a_licence_that_has_run_out_says_so_and_offers_no_time(client: Browser, cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        Licence.objects.filter(therapist=cast.ana.as_therapist).update(expires_on=date(2020, 1, 1))

    page = client.get(ANA)

    assert "Ran out on" in page.content.decode()
    assert page.context["profile"].card.times == ()


@pytest.mark.usefixtures("papers")
def test_behind_each_specialism_stand_its_courses(client: Browser) -> None:
    specialisms = client.get(ANA).context["profile"].specialisms

    assert [(each.name, each.courses) for each in specialisms] == [
        ("Massage for people with cancer", ("Oncology massage, 40 hours",)),
        ("Prenatal massage", ("Prenatal massage, 40 hours, Vienna School, 2019",)),
    ]


def test_prices_and_free_times_lead_into_booking_with_this_therapist(client: Browser, cast: Cast) -> None:
    profile = client.get(ANA).context["profile"]
    prenatal = next(shown for shown in profile.services if shown.service.name == "Prenatal massage")

    assert [(price.minutes, price.price) for price in prenatal.prices] == [
        ("60 minutes", "€85.00"),
        ("75 minutes", "€106.25"),
        ("90 minutes", "€127.50"),
    ]
    for url in (prenatal.prices[0].url, profile.card.times[0].url):
        page = client.get(url)
        assert page.status_code == 200
        assert "Ana Lindqvist" in page.content.decode()


@pytest.mark.parametrize("address", ["/therapists/nobody/", "/therapists/otto-miller/"])
def test_whoever_is_not_here_is_not_found(client: Browser, cast: Cast, address: str) -> None:
    assert client.get(address).status_code == 404


def test_whoever_takes_no_bookings_has_no_page(client: Browser, cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        cast.ben.as_therapist.is_bookable = False
        cast.ben.as_therapist.save()

    assert client.get("/therapists/ben-okafor/").status_code == 404


@pytest.mark.parametrize("address", ["/therapists/", ANA])
def test_the_pages_only_answer_reading(client: Browser, cast: Cast, address: str) -> None:
    assert client.post(address).status_code == 405
