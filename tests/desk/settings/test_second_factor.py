"""A colleague has lost their phone: the owner takes their second factor off, having shown that it is the owner."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tableside.records.accounts.actions import set_second_factor
from tableside.records.audit.queries import newest_entries
from tableside.records.outbox.queries import newest_messages
from tableside.records.practice.models import Membership
from tableside.records.practice.queries import memberships
from tests.personas import PASSWORD, Cast, StaffPersona, signed_in

PEOPLE = reverse("desk:settings-people")


def membership_of(persona: StaffPersona) -> Membership:
    return memberships().get(user=persona.user)


def address(persona: StaffPersona) -> str:
    return reverse("desk:settings-second-factor", args=[membership_of(persona).id])


def kept_by(persona: StaffPersona) -> int:
    return len(Authenticator.objects.filter(user=persona.user))


def has_an_app(persona: StaffPersona) -> None:
    set_second_factor(persona.user)
    RecoveryCodes.activate(persona.user)


def signed_in_by_password(persona: StaffPersona) -> Browser:
    browser = Browser()
    browser.post(reverse("account_login"), {"login": persona.user.email, "password": PASSWORD})
    return browser


def just_proven(persona: StaffPersona, *, with_second_factor: bool = True) -> Browser:
    """Has typed the password once more a moment ago."""
    browser = signed_in(persona, with_second_factor=with_second_factor)
    session = browser.session
    again = {"method": "password", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [*session["account_authentication_methods"], again]
    session.save()
    return browser


def test_the_owner_shows_that_it_is_them_and_the_colleague_starts_afresh(linden: Cast) -> None:
    ana, owner, page = signed_in_by_password(linden.ana), signed_in(linden.owner), address(linden.ana)
    has_an_app(linden.ana)
    assert ana.get(reverse("desk:day")).status_code == 200

    asked = owner.get(page)
    refused = owner.post(page)
    proof = f"{reverse('account_reauthenticate')}?next={page.replace('/', '%2F')}"
    assert (f'href="{proof}"' in asked.content.decode(), refused["Location"], kept_by(linden.ana)) == (True, proof, 2)
    proven = owner.post(proof, {"password": PASSWORD, "next": page})
    done = owner.post(page)

    assert (proven["Location"], done.status_code, done["Location"]) == (page, 302, PEOPLE)
    assert (kept_by(linden.ana), ana.get(reverse("desk:day")).status_code) == (0, 302)
    assert "Add a second factor" in signed_in_by_password(linden.ana).get("/welcome/").content.decode()


def test_it_is_written_down_and_told_by_mail_without_a_word_of_health(linden: Cast) -> None:
    has_an_app(linden.ana)

    just_proven(linden.owner).post(address(linden.ana))

    entry, message = newest_entries()[0], newest_messages()[0]
    assert (entry.deed, entry.subject_id, entry.actor_label) == (
        "second_factor.removed",
        str(membership_of(linden.ana).id),
        linden.owner.actor.label,
    )
    assert (message.address, message.content["subject"]) == (linden.ana.user.email, "Your second factor was taken off")
    assert message.content["text"].startswith(f"Hello {linden.ana.user.name},\n\n{linden.owner.actor.label} took off")


def test_nobody_resets_their_own_and_nothing_is_reset_twice(linden: Cast) -> None:
    has_an_app(linden.owner)
    owner = just_proven(linden.owner)
    before = newest_entries().count()

    own = owner.post(address(linden.owner))
    without = owner.post(address(linden.ben))

    assert (own.status_code, "cannot reset your own second factor" in own.content.decode()) == (422, True)
    assert (without.status_code, "They have no second factor." in without.content.decode()) == (422, True)
    assert (kept_by(linden.owner), newest_entries().count()) == (2, before)


def test_an_owner_who_gave_only_a_password_is_led_to_their_second_factor_first(linden: Cast) -> None:
    has_an_app(linden.ana)

    answer = just_proven(linden.owner, with_second_factor=False).post(address(linden.ana))

    assert (answer.status_code, answer["Location"], kept_by(linden.ana)) == (302, "/welcome/", 2)


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(linden: Cast, method: str) -> None:
    has_an_app(linden.ana)

    answer = getattr(just_proven(linden.owner), method)(address(linden.ana))

    assert (answer.status_code, kept_by(linden.ana)) == (200, 2)


def test_the_list_of_people_offers_it_for_those_who_have_one_and_asks_no_more_for_many(linden: Cast) -> None:
    has_an_app(linden.ana)
    owner = signed_in(linden.owner)
    with CaptureQueriesContext(connection) as few:
        page = owner.get(PEOPLE).content.decode()
    assert [address(one) in page for one in (linden.ana, linden.ben, linden.owner)] == [True, False, False]

    has_an_app(linden.ben)
    has_an_app(linden.owner)
    with CaptureQueriesContext(connection) as many:
        page = owner.get(PEOPLE).content.decode()

    assert [address(one) in page for one in (linden.ana, linden.ben, linden.owner)] == [True, True, False]
    assert len(many) == len(few)
