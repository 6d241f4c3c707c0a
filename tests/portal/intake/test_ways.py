"""What was answered opens the way it was given, and not by a link that somebody else may hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tableside.core.permissions.actor import Actor
from tableside.records.clients.actions import add_client, change_client, make_link
from tableside.records.clients.models import Client, Link
from tableside.records.clients.queries import link_of_token
from tableside.workflows.intake.hand_over import hand_over
from tests.personas import Cast
from tests.portal.intake.test_doors import booked_as_guest, client_of, medicines_page

SAID = {"medicines": "apixaban", "shown": ["medicines"], "go": "later"}


def mailed(client: Client, *, purpose: Link.Purpose = Link.Purpose.INTAKE) -> str:
    lasts = timedelta(days=1)
    return make_link(client, purpose=purpose, subject_id=client.id, lasts=lasts, now=timezone.now())


def added_by(actor: Actor) -> Client:
    return add_client("Nora Winter", email="nora@clients.example", by=actor, now=timezone.now())


def answer_by(address: str) -> None:
    assert Browser().post(f"{address}{medicines_page()}/", SAID).status_code in (302, 303)


def opens(address: str) -> bool:
    """Whether the answer stands on the page behind this address; a page that refuses must not hold it."""
    page = Browser().get(f"{address}{medicines_page()}/")
    assert page.status_code == (200 if "apixaban" in page.content.decode() else 403)
    return page.status_code == 200


def test_a_booking_link_does_not_open_what_was_answered_by_the_link_in_the_mail(linden: Cast) -> None:
    token = booked_as_guest(linden, "Nora Winter", "nora@clients.example")
    by_mail = mailed(client_of(token))
    answer_by(f"/intake/{by_mail}/")

    assert opens(f"/intake/{by_mail}/")
    assert not opens(f"/appointment/{token}/health/")
    assert "/health/" not in Browser().get(f"/appointment/{token}/").content.decode()


def test_a_booking_link_and_the_mail_open_what_was_answered_through_the_booking(linden: Cast) -> None:
    token = booked_as_guest(linden, "Nora Winter", "nora@clients.example")
    answer_by(f"/appointment/{token}/health/")

    assert opens(f"/appointment/{token}/health/")
    assert opens(f"/intake/{mailed(client_of(token))}/")


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_mailbox_that_the_front_desk_named_does_not_get_answers_given_on_the_tablet(linden: Cast, when: str) -> None:
    client = added_by(linden.front_desk.actor)
    early = mailed(client)
    tablet = hand_over(client, by=linden.ana.actor, now=timezone.now())
    answer_by(f"/intake/{tablet}/")

    assert opens(f"/intake/{tablet}/")
    assert not opens(f"/intake/{early if when == 'before' else mailed(client)}/")


def test_a_mailbox_that_a_therapist_vouches_for_gets_them(linden: Cast) -> None:
    client = added_by(linden.front_desk.actor)
    answer_by(f"/intake/{hand_over(client, by=linden.ana.actor, now=timezone.now())}/")

    def saved_by(actor: Actor) -> None:
        now = timezone.now()
        change_client(client, name=client.name, email=client.email, phone="", born_on=None, by=actor, now=now)

    saved_by(linden.front_desk.actor)
    assert not opens(f"/intake/{mailed(client)}/")

    saved_by(linden.ana.actor)
    assert opens(f"/intake/{mailed(client)}/")


def test_an_account_cannot_be_made_by_mail_over_answers_given_on_the_tablet(linden: Cast) -> None:
    client = added_by(linden.front_desk.actor)
    claim = mailed(client, purpose=Link.Purpose.CLAIM)
    answer_by(f"/intake/{hand_over(client, by=linden.ana.actor, now=timezone.now())}/")

    answer = Browser().post(f"/claim/{claim}/", {"password": "a long enough sentence"})

    assert answer.status_code == 422
    assert "Please ask your therapist to confirm your address." in answer.content.decode()
    assert Client.objects.get(pk=client.pk).user_id is None
    assert link_of_token(claim, purpose=Link.Purpose.CLAIM, now=timezone.now()) is not None
