"""Inviting people, what they can do with the letter, and ending their access."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tableside.records.audit.queries import newest_entries
from tableside.records.outbox.queries import newest_messages
from tableside.records.practice.models import Membership
from tableside.records.practice.queries import all_therapists, memberships
from tests.personas import Cast, signed_in
from tests.sessions import booked

PEOPLE = reverse("desk:settings-people")
INVITE = reverse("desk:settings-invite")


def invited(cast: Cast, **changes: object) -> Membership:
    given = {"name": "Gil Stern", "email": "Gil@Linden.example", "role": "front_desk"} | changes
    assert signed_in(cast.owner).post(INVITE, given).status_code == 302
    return memberships().get(user__email="gil@linden.example")


def link() -> str:
    found = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", newest_messages()[0].content["text"])
    assert found is not None
    return found.group(1)


def test_somebody_invited_to_the_front_desk_gets_a_letter_and_nothing_of_health(linden: Cast) -> None:
    membership = invited(linden)

    message = newest_messages()[0]
    assert (membership.role, message.kind, message.address) == ("front_desk", "invitation", "gil@linden.example")
    assert {entry.deed for entry in newest_entries()[:2]} == {"invitation.sent", "member.added"}


def test_a_therapist_comes_with_their_services(linden: Cast) -> None:
    membership = invited(linden, role="therapist", services=[str(linden.swedish.id)])

    therapist = all_therapists().get(membership=membership)
    assert (therapist.name, list(therapist.services.all())) == ("Gil Stern", [linden.swedish])


def test_the_link_sets_a_password_with_which_they_sign_in_and_works_once(linden: Cast) -> None:
    invited(linden)
    browser, address = Browser(), link()

    form = browser.get(address, follow=True)
    answer = browser.post(
        form.request["PATH_INFO"], {"password1": "a-long-password-9", "password2": "a-long-password-9"}
    )
    signs_in = Browser().post(
        reverse("account_login"), {"login": "gil@linden.example", "password": "a-long-password-9"}
    )

    assert (answer.status_code, signs_in.status_code, signs_in["Location"]) == (302, 302, "/welcome/")
    assert b"password1" not in Browser().get(address, follow=True).content


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "ana@therapists.example"}, "Somebody signs in with this mail address already"),
        ({"email": "CLARA@clients.example"}, "Somebody signs in with this mail address already"),
        ({"email": "gil@"}, "Enter a valid email address"),
        ({"role": "owner"}, "Select a valid choice"),
        ({"role": "client"}, "Select a valid choice"),
        ({"name": ""}, "This field is required"),
        ({"services": ["nothing"]}, "Select a valid choice"),
    ],
)
def test_an_invitation_that_cannot_be_is_not_sent(linden: Cast, changes: dict[str, object], sentence: str) -> None:
    given = {"name": "Gil Stern", "email": "gil@linden.example", "role": "therapist"} | changes

    answer = signed_in(linden.owner).post(INVITE, given)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert (newest_messages().count(), memberships().count()) == (0, 4)


def test_an_invitation_is_sent_again_until_it_was_used(linden: Cast) -> None:
    membership = invited(linden)
    browser, again = signed_in(linden.owner), reverse("desk:settings-invite-again", args=[membership.id])

    browser.post(again)
    assert newest_messages().filter(kind="invitation").count() == 2
    membership.user.set_password("a-long-password-9")
    membership.user.save()
    answer = browser.post(again)

    assert (answer.status_code, newest_messages().filter(kind="invitation").count()) == (422, 2)


def test_whoever_leaves_is_kept_out_at_once_and_takes_no_bookings(linden: Cast) -> None:
    booked(linden, at=timezone.now().replace(second=0, microsecond=0) + timedelta(days=3))
    browser, ana = signed_in(linden.owner), signed_in(linden.ana)
    end = reverse("desk:settings-end", args=[memberships().get(user=linden.ana.user).id])

    asked = browser.get(end)
    assert (asked.context["coming"], ana.get(reverse("desk:day")).status_code) == (1, 200)
    browser.post(end)

    assert ana.get(reverse("desk:day")).status_code == 302
    therapist = all_therapists().get(pk=linden.ana.as_therapist.id)
    assert (therapist.is_bookable, therapist.membership) == (False, None)
    assert newest_entries()[0].deed == "member.ended"


def test_the_owner_cannot_lock_themselves_out(linden: Cast) -> None:
    own = memberships().get(user=linden.owner.user)

    answer = signed_in(linden.owner).post(reverse("desk:settings-end", args=[own.id]))

    assert (answer.status_code, memberships().count()) == (422, 4)


def test_a_profile_is_changed_and_starts_from_what_stands(linden: Cast) -> None:
    address = reverse("desk:settings-therapist", args=[linden.ana.as_therapist.id])
    browser = signed_in(linden.owner)
    form = browser.get(address).context["form"]
    given = {name: form.initial[name] or "" for name in form.fields} | {
        "headline": "Slow and deep",
        "rest_minutes": "20",
        "services": [str(linden.swedish.id)],
        "is_bookable": "on",
    }

    browser.post(address, given)

    therapist = all_therapists().get(pk=linden.ana.as_therapist.id)
    assert (therapist.headline, therapist.rest_minutes, list(therapist.services.all())) == (
        "Slow and deep",
        20,
        [linden.swedish],
    )
    assert newest_entries()[0].detail == {"fields": ["headline", "rest_minutes", "services"]}


def test_a_profile_that_cannot_be_is_given_back(linden: Cast) -> None:
    address = reverse("desk:settings-therapist", args=[linden.ana.as_therapist.id])

    answer = signed_in(linden.owner).post(address, {"name": "", "rest_minutes": "-3"})

    assert answer.status_code == 422
    assert all_therapists().get(pk=linden.ana.as_therapist.id).name == "Ana Lindqvist"


def test_more_people_cost_no_more_queries(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            browser.get(PEOPLE)
        counts.append(len(captured))
        if not newest_messages().exists():
            invited(linden)

    assert counts[0] == counts[1]
