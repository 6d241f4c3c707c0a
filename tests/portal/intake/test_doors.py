"""Three doors lead to a client's health questions, and each opens for that client only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tableside.records.audit.queries import newest_entries
from tableside.records.clients.actions import make_link, spend_link
from tableside.records.clients.models import Client, Link
from tableside.records.clients.queries import link_of_token
from tableside.records.intake.models import Intake
from tableside.workflows.booking.book import BookingRequest, Person, book
from tableside.workflows.letters.links import link_to_appointment
from tableside.workflows.times.find_times import Search, free_times
from tests.factories import answered
from tests.personas import Cast, ClientPersona, signed_in
from tests.sessions import booked

STEPS = ("", "1/", "sign/")


def intake_link(who: ClientPersona, *, lasts: timedelta = timedelta(days=1)) -> str:
    now = timezone.now()
    return make_link(who.client, purpose=Link.Purpose.INTAKE, subject_id=who.client.id, lasts=lasts, now=now)


@pytest.mark.parametrize("step", STEPS)
def test_a_signed_in_client_opens_every_page(linden: Cast, step: str) -> None:
    assert signed_in(linden.clara).get(f"/my/intake/{step}").status_code == 200


@pytest.mark.parametrize("step", STEPS)
def test_a_new_guest_opens_every_page_by_the_link_of_the_appointment(linden: Cast, step: str) -> None:
    token = booked_as_guest(linden, "Nora Winter", "nora@clients.example")

    assert Browser().get(f"/appointment/{token}/health/{step}").status_code == 200


@pytest.mark.parametrize("step", STEPS)
def test_booking_under_the_name_of_a_known_guest_does_not_open_their_answers(linden: Cast, step: str) -> None:
    first = booked_as_guest(linden, "Nora Winter", "nora@clients.example")
    Browser().post(f"/appointment/{first}/health/{medicines_page()}/", {"medicines": "apixaban", "go": "later"})

    again = booked_as_guest(linden, "nora winter", "Nora@clients.example", days=10)
    answers = [Browser().get(f"/appointment/{token}/health/{step}") for token in (first, again)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert not any("apixaban" in answer.content.decode() for answer in answers)


def test_the_link_of_an_appointment_leads_a_client_with_an_account_to_sign_in(linden: Cast) -> None:
    appointment = booked(linden, at=timezone.now() + timedelta(days=3))
    token = link_to_appointment(appointment, now=timezone.now())

    answer = Browser().get(f"/appointment/{token}/health/1/")

    assert (answer.status_code, answer["Location"]) == (302, "/my/intake/")


@pytest.mark.parametrize("step", STEPS)
def test_a_guest_opens_every_page_by_the_link_in_the_confirmation(linden: Cast, step: str) -> None:
    assert Browser().get(f"/intake/{intake_link(linden.clara)}/{step}").status_code == 200


def test_reading_any_page_writes_nothing(linden: Cast) -> None:
    browser = signed_in(linden.clara)

    for step in (*STEPS, "result/"):
        browser.get(f"/my/intake/{step}")

    assert Intake.objects.count() == 0


def test_answers_given_through_one_door_are_there_behind_the_others(linden: Cast) -> None:
    browser = signed_in(linden.clara)
    number = medicines_page()

    browser.post(f"/my/intake/{number}/", {"medicines": "apixaban", "shown": ["medicines"], "go": "later"})

    page = Browser().get(f"/intake/{intake_link(linden.clara)}/{number}/").content.decode()
    assert "apixaban" in page
    assert "apixaban" not in signed_in(linden.dora).get(f"/my/intake/{number}/").content.decode()


@pytest.mark.parametrize("step", STEPS)
def test_a_visitor_is_sent_to_sign_in(linden: Cast, step: str) -> None:
    answer = Browser().get(f"/my/intake/{step}")

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("who", ["ana", "front_desk", "owner"])
def test_staff_have_no_answers_of_their_own(linden: Cast, who: str) -> None:
    assert signed_in(getattr(linden, who)).get("/my/intake/").status_code == 403


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("way", ["/appointment/{}/health/", "/intake/{}/"])
def test_a_made_up_token_opens_nothing(linden: Cast, way: str, step: str) -> None:
    assert Browser().get(way.format("a" * 43) + step).status_code == 404


def test_a_link_opens_only_what_it_was_sent_for(linden: Cast) -> None:
    appointment = booked(linden, at=timezone.now() + timedelta(days=3))
    of_appointment = link_to_appointment(appointment, now=timezone.now())
    now = timezone.now()
    to_claim = make_link(
        linden.clara.client,
        purpose=Link.Purpose.CLAIM,
        subject_id=linden.clara.client.id,
        lasts=timedelta(days=1),
        now=now,
    )

    tried = [
        f"/intake/{of_appointment}/",
        f"/intake/{to_claim}/",
        f"/appointment/{intake_link(linden.clara)}/health/",
        f"/appointment/{to_claim}/health/",
    ]

    assert [Browser().get(address).status_code for address in tried] == [404, 404, 404, 404]


def test_an_expired_link_and_a_spent_one_open_nothing(linden: Cast) -> None:
    expired = intake_link(linden.clara, lasts=timedelta(seconds=-1))
    spent = intake_link(linden.clara)
    link = link_of_token(spent, purpose=Link.Purpose.INTAKE, now=timezone.now())
    assert link is not None
    spend_link(link, now=timezone.now())

    assert [Browser().get(f"/intake/{token}/").status_code for token in (expired, spent)] == [404, 404]


def test_a_link_of_another_practice_opens_nothing_here(cast: Cast) -> None:
    from tableside.records.foundation.scope import practice_scope

    with practice_scope(cast.other_practice.id):
        token = intake_link(cast.other_client)

    assert Browser().get(f"/intake/{token}/").status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_other_methods_are_refused(linden: Cast, step: str) -> None:
    browser = signed_in(linden.clara)

    assert browser.delete(f"/my/intake/{step}").status_code == 405
    assert browser.put(f"/intake/{intake_link(linden.clara)}/{step}").status_code == 405


@pytest.mark.parametrize("number", [0, 999])
def test_a_page_that_is_not_there_is_not_found(linden: Cast, number: int) -> None:
    browser = signed_in(linden.clara)

    assert browser.get(f"/my/intake/{number}/").status_code == 404
    assert browser.post(f"/my/intake/{number}/", {}).status_code == 404


def test_no_page_of_answers_is_kept_by_a_browser(linden: Cast) -> None:
    for answer in (
        signed_in(linden.clara).get("/my/intake/1/"),
        Browser().get(f"/intake/{intake_link(linden.clara)}/1/"),
    ):
        assert "no-store" in answer["Cache-Control"]


def booked_as_guest(cast: Cast, name: str, email: str, *, days: int = 3) -> str:
    """The token that whoever types this name and address is handed at once."""
    now = timezone.now()
    start = free_times(Search(service=cast.swedish, minutes=60), now=now).nearest(now + timedelta(days=days))[0]
    request = BookingRequest(cast.swedish.id, 60, start, (Person(name, email),), key=f"{email} {days}")
    return book(request, by=None, now=now).token


def medicines_page() -> int:
    from tableside.knowledge.load_rulebook import load_questions

    groups = load_questions().groups
    return next(number for number, group in enumerate(groups, 1) for one in group.questions if one.id == "medicines")


def test_opening_answers_by_a_link_is_written_down_once_a_day(linden: Cast) -> None:
    token = intake_link(linden.dora)
    Browser().get(f"/intake/{token}/")
    assert not newest_entries().filter(deed="intake.opened_by_link").exists()  # there was nothing to read yet

    answered(linden.dora)
    for step in ("", "1/", "result/", ""):
        assert Browser().get(f"/intake/{token}/{step}").status_code == 200

    opened = newest_entries().filter(deed="intake.opened_by_link")
    assert [entry.actor_label for entry in opened] == ["Dora Weiss (by link)"]


def test_an_appointment_booked_under_a_known_name_says_nothing_of_answers(linden: Cast) -> None:
    first = booked_as_guest(linden, "Nora Winter", "nora@clients.example")
    answered(client_of(first))
    again = booked_as_guest(linden, "Nora Winter", "nora@clients.example", days=10)

    page = Browser().get(f"/appointment/{again}/").content.decode()

    assert "your answers are with your therapist" not in page
    assert "The link to them is in the mail we sent." in page
    assert f"/appointment/{again}/health/" not in page


def client_of(token: str) -> Client:
    link = link_of_token(token, purpose=Link.Purpose.APPOINTMENT, now=timezone.now())
    assert link is not None
    return link.client
