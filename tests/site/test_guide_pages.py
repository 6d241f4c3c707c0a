"""The guide over HTTP, as anyone meets it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import escape

from tableside.knowledge.load_guide import load_guide
from tableside.knowledge.load_rulebook import load_rulebook, load_subjects
from tableside.knowledge.load_techniques import load_techniques
from tableside.records.practice.models import Practice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def practice() -> Practice:
    """Without a practice every address leads to setting one up. WhiteNoise warns without a folder of static files."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    return Practice.objects.create(
        slug="linden",
        name="Linden Massage",
        time_zone="Europe/Vienna",
        currency="EUR",
        emergency_number="112",
        created_at=datetime(2027, 1, 4, 9, tzinfo=UTC),
    )


ADDRESSES = [
    "/guide/",
    "/guide/?q=back",
    "/guide/techniques/",
    "/guide/benefits/",
    "/guide/expect/",
    "/guide/questions/",
    "/guide/myths/",
    "/guide/precautions/",
    *(f"/guide/techniques/{key}/" for key in load_techniques()),
    *(f"/guide/benefits/{slug}/" for slug in load_guide().benefits),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_anyone_can_read_every_page_of_the_guide(client: Client, address: str) -> None:
    page = client.get(address)

    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1


@pytest.mark.parametrize("address", ["/guide/techniques/karate/", "/guide/benefits/hair/"])
def test_a_page_that_does_not_exist_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES[:8])
def test_the_guide_only_answers_reading(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_a_search_shows_the_pages_that_hold_all_words(client: Client) -> None:
    found = client.get("/guide/", {"q": "WRIST splint"}).context["found"]

    assert [entry.title for entry in found] == ["Carpal tunnel"]


def test_a_search_without_a_hit_says_so(client: Client) -> None:
    assert "Nothing found" in client.get("/guide/", {"q": "xylophone"}).content.decode()


def test_a_hostile_search_is_shown_as_text(client: Client) -> None:
    page = client.get("/guide/", {"q": "<script>alert(1)</script>" + "a" * 5000})

    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_a_benefit_shows_claim_certainty_sources_and_review_date(client: Client) -> None:
    words = client.get("/guide/benefits/circulation/").content.decode()

    for expected in (
        "boosts circulation",
        "Evidence says otherwise",
        "Wiltshire",
        "doi.org/10.1249",
        "Last reviewed on",
    ):
        assert expected in words


def test_precautions_show_every_rule_with_its_meaning_and_source(client: Client) -> None:
    words = client.get("/guide/precautions/").content.decode()

    for rule in load_rulebook().rules:
        assert f'id="rule-{rule.id}"' in words
        assert escape(rule.for_client) in words
        assert escape(rule.source) in words


def test_precautions_lead_to_each_subject(client: Client) -> None:
    words = client.get("/guide/precautions/").content.decode()

    for subject in load_subjects():
        assert f'href="#{subject.id}"' in words
        assert f'<h2 id="{subject.id}">{escape(subject.title)}</h2>' in words


def test_what_a_rule_speaks_of_is_found_by_the_search(client: Client) -> None:
    found = client.get("/guide/", {"q": "dialysis"}).context["found"]

    assert [(entry.title, entry.url) for entry in found] == [("Operations and devices", "/guide/precautions/#surgery")]


def test_the_guide_leads_to_the_precautions(client: Client) -> None:
    assert 'href="/guide/precautions/"' in client.get("/guide/").content.decode()
