"""A healthcare provider answers by the link in the letter, without an account; a therapist decides if it counts."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from django.utils import timezone

from tableside.portal.links import MISSES
from tableside.records.audit.models import AuditEntry
from tableside.records.clients.actions import change_client
from tableside.records.clients.models import Link
from tableside.records.foundation.scope import practice_scope
from tableside.records.intake.models import Clearance, ProviderReply
from tableside.records.intake.queries import newest_screening
from tableside.records.scheduling.models import Appointment
from tableside.workflows.clearance.ask_provider import make_provider_link
from tests.at_once import TWENTY, Server
from tests.factories import answered, recent_surgery
from tests.personas import Cast, make_cast, signed_in
from tests.sessions import booked


@pytest.fixture
def waiting(linden: Cast) -> Appointment:
    """Clara was operated on some weeks ago and has an appointment in three days."""
    appointment = booked(linden, at=timezone.now() + timedelta(days=3))
    answered(linden.clara, now=timezone.now(), **recent_surgery(timezone.localdate()))
    return appointment


@pytest.fixture
def place(linden: Cast, waiting: Appointment) -> str:
    """Where the provider's link leads."""
    token = make_provider_link(Clearance.objects.get(), by=linden.ana.actor, now=timezone.now())
    return f"/clearance/{token}/"


def limits(**changes: object) -> dict[str, object]:
    return {
        "answer_given": "limits",
        "pressure_cap": "2",
        "reach": "avoid",
        "places": ["abdomen"],
        "barred": ["DT"],
        "expires_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "note": "Lying on the side, please.",
        "name": "Dr Eva Huber",
        "profession": "surgeon",
    } | changes


def test_the_page_says_what_the_provider_needs_and_nothing_else(linden: Cast, place: str) -> None:
    answer = Browser().get(place)

    page = answer.content.decode()
    for words in ("Linden Massage", "Clara Novak", "Swedish massage", "The whole body", "60 minutes", "up to level"):
        assert words in page, words
    clara = linden.clara.client
    operated = timezone.localdate() - timedelta(weeks=2)
    for words in (clara.email, clara.phone or "+43", operated.isoformat(), "heals well"):
        assert words not in page.replace(linden.practice.phone, ""), words
    assert "no-store" in answer["Cache-Control"]


def test_opening_it_changes_nothing_and_is_written_down_once_a_day(linden: Cast, place: str) -> None:
    for _time in range(3):
        assert Browser().get(place).status_code == 200
    assert Browser().head(place).status_code == 200

    assert Link.objects.get(purpose="clearance").spent_at is None
    assert AuditEntry.objects.filter(deed="clearance.opened_by_link").count() == 1


def test_an_answer_waits_for_a_therapist_and_counts_once_it_is_accepted(
    linden: Cast, waiting: Appointment, place: str
) -> None:
    clearance = Clearance.objects.get()

    sent = Browser().post(place, limits())

    assert (sent.status_code, sent["Location"]) == (302, place)
    screening = newest_screening(waiting.id)
    clearance.refresh_from_db()
    assert screening is not None
    assert (screening.outcome, clearance.status) == ("needs_clearance", "asked")
    therapist = signed_in(linden.ana)
    queue = therapist.get("/desk/intake/").content.decode()
    assert "A healthcare provider answered" in queue
    assert "Clara Novak" not in therapist.get("/desk/intake/?tab=waiting").content.decode()
    page = therapist.get(f"/desk/intake/clearances/{clearance.id}/")
    assert "Dr Eva Huber, surgeon" in page.content.decode()

    form = page.context["form"]
    accepted = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    accepted["given_on"] = accepted["given_on"].isoformat()
    accepted["expires_on"] = accepted["expires_on"].isoformat()
    assert therapist.post(f"/desk/intake/clearances/{clearance.id}/", accepted).status_code == 302

    clearance.refresh_from_db()
    assert (clearance.status, clearance.recorded_by, clearance.provider, clearance.scope, clearance.note) == (
        "given",
        "Ana Lindqvist",
        "Dr Eva Huber, surgeon, by the link",
        {"pressure_cap": 2, "avoid": ["abdomen"], "barred": ["DT"]},
        "Lying on the side, please.",
    )
    screening = newest_screening(waiting.id)
    assert screening is not None
    assert screening.outcome in ("modify", "avoid_region")
    deeds = AuditEntry.objects.filter(deed__startswith="clearance.").order_by("pk").values_list("deed", "actor_label")
    assert [deed for deed in deeds if deed[0] in ("clearance.link_made", "clearance.replied", "clearance.given")] == [
        ("clearance.link_made", "Ana Lindqvist"),
        ("clearance.replied", "healthcare provider (by link)"),
        ("clearance.given", "Ana Lindqvist"),
    ]


def test_a_link_works_once_and_then_shows_nothing_of_the_client(linden: Cast, place: str) -> None:
    second = make_provider_link(Clearance.objects.get(), by=linden.ana.actor, now=timezone.now())
    Browser().post(place, limits())

    again = Browser().post(place, limits(pressure_cap="5"))
    other = Browser().get(f"/clearance/{second}/")

    for answer in (again, other, Browser().get(place)):
        assert answer.status_code == 200
        assert "Thank you" in answer.content.decode()
        assert 'href="tel:+431234567"' in answer.content.decode()  # to correct it
        assert "Clara" not in answer.content.decode()
    assert [reply.content["scope"]["pressure_cap"] for reply in ProviderReply.objects.all()] == [2]


def test_only_the_marked_areas_means_that_all_others_are_left_out(linden: Cast, place: str) -> None:
    Browser().post(place, limits(reach="only", places=["posterior_neck", "shoulder.left"], barred=[]))

    avoid = ProviderReply.objects.get().content["scope"]["avoid"]
    assert "posterior_neck" not in avoid
    assert "shoulder.left" not in avoid
    assert {"shoulder.right", "abdomen", "knee.left"} <= set(avoid)


def test_limits_count_with_either_yes_and_not_with_a_no(linden: Cast, place: str) -> None:
    Browser().post(place, limits(answer_given="no", expires_on=""))

    assert ProviderReply.objects.get().content == {
        "is_yes": False,
        "provider": "Dr Eva Huber, surgeon",
        "expires_on": None,
        "scope": {"pressure_cap": None, "avoid": [], "barred": []},
        "note": "Lying on the side, please.",
    }
    form = signed_in(linden.ana).get(f"/desk/intake/clearances/{Clearance.objects.get().id}/").context["form"]
    assert form["answer_given"].value() == "no"


def test_a_yes_keeps_the_limits_that_were_marked_where_nothing_hides_them(linden: Cast, place: str) -> None:
    Browser().post(place, limits(answer_given="yes"))

    assert ProviderReply.objects.get().content["scope"] == {"pressure_cap": 2, "avoid": ["abdomen"], "barred": ["DT"]}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"answer_given": ""}, "Please choose one of the three."),
        ({"name": ""}, "Please type your name."),
        ({"profession": ""}, "Please say what you are"),
        ({"expires_on": ""}, "Say until when it holds."),
        ({"expires_on": "2100-01-01"}, "at the latest"),
        ({"expires_on": "2020-01-01"}, "at least until today"),
        ({"reach": "only", "places": []}, "Mark the areas that may be treated."),
        ({"places": ["the moon"]}, "Select a valid choice"),
        ({"pressure_cap": "9"}, "Select a valid choice"),
        ({"barred": ["XX"]}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_the_link_still_stands(
    linden: Cast, place: str, changes: dict[str, object], words: str
) -> None:
    answer = Browser().post(place, limits(**changes))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Lying on the side, please." in answer.content.decode()
    assert ProviderReply.objects.count() == 0
    assert Browser().post(place, limits()).status_code == 302


def test_a_question_that_the_answers_no_longer_give_takes_no_answer(linden: Cast, place: str) -> None:
    answered(linden.clara, now=timezone.now())

    for answer in (Browser().get(place), Browser().post(place, limits())):
        assert "does not need an answer" in answer.content.decode()
        assert "Clara" not in answer.content.decode()
    assert ProviderReply.objects.count() == 0


def test_what_a_therapist_wrote_down_meanwhile_ends_the_link(linden: Cast, place: str) -> None:
    clearance = Clearance.objects.get()
    today = timezone.localdate().isoformat()
    no = {"answer_given": "no", "provider": "Dr Huber, by phone", "given_on": today}
    assert signed_in(linden.ana).post(f"/desk/intake/clearances/{clearance.id}/", no).status_code == 302

    assert "Thank you" in Browser().post(place, limits()).content.decode()
    assert ProviderReply.objects.count() == 0


def test_a_link_that_has_expired_or_never_was_opens_nothing(linden: Cast, place: str) -> None:
    Link.objects.filter(purpose="clearance").update(expires_at=timezone.now() - timedelta(minutes=1))

    assert Browser().get(place).status_code == 404
    assert Browser().post(place, limits()).status_code == 404
    assert Browser().delete(place).status_code == 405


def test_links_for_other_purposes_open_no_question(linden: Cast, place: str) -> None:
    token = place.split("/")[2]

    for purpose in ("appointment", "intake", "claim", "messages"):
        assert Browser().get(f"/{purpose}/{token}/").status_code == 404, purpose


def test_whoever_tries_many_is_asked_to_wait(linden: Cast) -> None:
    cache.clear()

    answers = [Browser().get(f"/clearance/{number}/").status_code for number in range(MISSES + 1)]

    assert (answers[0], answers[-1]) == (404, 429)


def test_a_new_mail_address_of_the_client_leaves_the_providers_link_alone(linden: Cast, place: str) -> None:
    clara = linden.clara.client
    change_client(
        clara,
        name=clara.name,
        email="new@clara.example",
        phone="",
        born_on=None,
        by=linden.ana.actor,
        now=timezone.now(),
    )

    assert Browser().get(place).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_twenty_answers_at_once_one_is_taken(live_server: Any) -> None:
    cast, now, server = make_cast(), timezone.now(), Server(live_server.url)
    with practice_scope(cast.practice.id):
        booked(cast, at=now + timedelta(days=3))
        answered(cast.clara, now=now, **recent_surgery(timezone.localdate()))
        token = make_provider_link(Clearance.objects.get(), by=cast.ana.actor, now=now)

    sent = server.send_at_once(f"/clearance/{token}/", limits())

    assert Counter(answer.status for answer in sent) == {302: 1, 200: TWENTY - 1}
    assert all("Thank you" in answer.page for answer in sent)
    assert ProviderReply.everywhere.count() == 1
