"""A guest turns what they booked into an account."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from tableside.core.decision import Refusal
from tableside.records.accounts.models import User
from tableside.records.audit.models import AuditEntry
from tableside.records.clients.actions import add_client, make_link
from tableside.records.clients.models import Client, Link
from tableside.records.clients.queries import link_of_token
from tableside.records.foundation.scope import practice_scope
from tableside.workflows.clients.claim import claim_with_password
from tests.personas import FOUNDED, PASSWORD, Cast, make_cast, make_user, signed_in

pytestmark = pytest.mark.django_db
GOOD = {"password": "warm towels on monday"}


def guest_of(cast: Cast, *, name: str = "Gwen Hart", email: str = "gwen@guests.example") -> Client:
    with practice_scope(cast.practice.id):
        return add_client(name, email=email, by=cast.front_desk.actor, now=FOUNDED)


def link_to(
    client: Client, cast: Cast, *, purpose: Link.Purpose = Link.Purpose.CLAIM, lasts: timedelta = timedelta(days=30)
) -> str:
    with practice_scope(cast.practice.id):
        token = make_link(client, purpose=purpose, subject_id=client.id, lasts=lasts, now=timezone.now())
    return f"/claim/{token}/"


def user_of(client: Client) -> object:
    return Client.everywhere.values_list("user_id", flat=True).get(pk=client.pk)


def test_a_password_makes_the_bookings_an_account_and_signs_in(client: Browser, cast: Cast) -> None:
    gwen = guest_of(cast)
    address = link_to(gwen, cast)

    answer = client.post(address, GOOD)

    assert (answer.status_code, answer["Location"]) == (302, "/my/")
    user = User.objects.get(email="gwen@guests.example")
    assert (user_of(gwen), user.name, user.check_password(GOOD["password"])) == (user.pk, "Gwen Hart", True)
    mail = EmailAddress.objects.get(user=user)
    assert (mail.email, mail.verified, mail.primary) == ("gwen@guests.example", True, True)
    assert client.session["_auth_user_id"] == str(user.pk)
    with practice_scope(cast.practice.id):
        assert AuditEntry.objects.order_by("-number").values_list("deed", "client_id").first() == (
            "client.claimed",
            str(gwen.id),
        )


def test_opening_the_link_changes_nothing(client: Browser, cast: Cast) -> None:
    address = link_to(guest_of(cast), cast)
    before = (User.objects.count(), AuditEntry.everywhere.count())

    pages = [client.get(address) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert "gwen@guests.example" in pages[0].content.decode()
    assert (User.objects.count(), AuditEntry.everywhere.count()) == before


def test_a_link_is_spent_once(client: Browser, cast: Cast) -> None:
    address = link_to(guest_of(cast), cast)
    client.post(address, GOOD)

    assert Browser().post(address, GOOD).status_code == 404
    assert User.objects.filter(email="gwen@guests.example").count() == 1


@pytest.mark.parametrize("password", ["", "short", "gwen@guests.example", "password1234"])
def test_a_poor_password_is_refused_in_words_and_the_link_still_stands(
    client: Browser, cast: Cast, password: str
) -> None:
    address = link_to(guest_of(cast), cast)

    page = client.post(address, {"password": password})

    assert page.status_code == 422
    assert "needs another look" in page.content.decode()
    assert client.post(address, GOOD).status_code == 302


def test_who_has_an_account_is_asked_to_sign_in_and_can_link_it_then(client: Browser, cast: Cast) -> None:
    gwen = guest_of(cast)
    address = link_to(gwen, cast)
    user = make_user("Gwen Hart", "gwen@guests.example")

    asked, refused = client.get(address), client.post(address, GOOD)
    assert (asked.status_code, refused.status_code) == (200, 422)
    assert f"/accounts/login/?next={address}" in asked.content.decode()

    client.force_login(user)
    assert "Put them into my account" in client.get(address).content.decode()
    assert client.post(address)["Location"] == "/my/"
    assert user_of(gwen) == user.pk


def test_somebody_else_who_is_signed_in_cannot_take_the_bookings(cast: Cast) -> None:
    gwen = guest_of(cast)
    browser = signed_in(cast.clara)
    address = link_to(gwen, cast)

    assert "You are signed in as clara@clients.example" in browser.get(address).content.decode()
    assert browser.post(address, GOOD).status_code == 422
    assert user_of(gwen) is None


def test_a_second_client_of_the_same_person_has_to_be_joined_by_the_practice(cast: Cast) -> None:
    again = guest_of(cast, name="C. Novak", email="clara@clients.example")
    browser = signed_in(cast.clara)
    address = link_to(again, cast)

    page = browser.post(address)

    assert page.status_code == 422
    assert "Ask the practice to join the two" in page.content.decode()
    assert browser.get(address).status_code == 200


def test_bookings_that_have_an_account_say_so(client: Browser, cast: Cast) -> None:
    page = client.get(link_to(cast.dora.client, cast))

    assert "They are in an account already" in page.content.decode()


@pytest.mark.parametrize("purpose", [Link.Purpose.APPOINTMENT, Link.Purpose.INTAKE])
def test_a_token_of_another_purpose_opens_nothing(client: Browser, cast: Cast, purpose: Link.Purpose) -> None:
    assert client.get(link_to(guest_of(cast), cast, purpose=purpose)).status_code == 404


def test_an_expired_token_opens_nothing(client: Browser, cast: Cast) -> None:
    address = link_to(guest_of(cast), cast, lasts=timedelta(seconds=-1))

    assert [client.get(address).status_code, client.post(address, GOOD).status_code] == [404, 404]


def test_a_token_of_another_practice_opens_nothing_here(client: Browser, cast: Cast) -> None:
    with practice_scope(cast.other_practice.id):
        stranger = add_client("Olive", email="olive@mill.example", by=cast.other_client.actor, now=FOUNDED)
        token = make_link(
            stranger,
            purpose=Link.Purpose.CLAIM,
            subject_id=stranger.id,
            lasts=timedelta(days=1),
            now=timezone.now(),
        )

    assert client.get(f"/claim/{token}/").status_code == 404


@pytest.mark.parametrize("token", ["x", "é", "a" * 3000])
def test_nonsense_opens_nothing(client: Browser, cast: Cast, token: str) -> None:
    assert client.get(f"/claim/{token}/").status_code == 404


def test_only_reading_and_posting_are_answered(client: Browser, cast: Cast) -> None:
    assert client.put(link_to(guest_of(cast), cast)).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_one_spends_the_link() -> None:
    cast = make_cast()
    gwen = guest_of(cast)
    token = link_to(gwen, cast).split("/")[2]
    now = datetime.now(UTC)
    ready = threading.Barrier(20)
    outcomes: list[str] = []

    def attempt() -> None:
        with practice_scope(cast.practice.id):
            link = link_of_token(token, purpose=Link.Purpose.CLAIM, now=now)
            assert link is not None
            ready.wait()
            try:
                claim_with_password(link, password=PASSWORD, now=now)
                outcomes.append("claimed")
            except Refusal as refusal:
                outcomes.append(refusal.code)
            finally:
                connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["claimed"] + ["link_spent"] * 19
    assert User.objects.filter(email="gwen@guests.example").count() == 1
