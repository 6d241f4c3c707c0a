"""The settings are the owner's, whoever asks and however."""

from __future__ import annotations

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tableside.records.accounts.models import User
from tableside.records.audit.queries import newest_entries
from tableside.records.foundation.scope import practice_scope
from tableside.records.practice.service_actions import NewService, add_service
from tests.personas import FOUNDED, Cast, StaffPersona, signed_in

READ_AND_WRITE = (
    "settings-practice",
    "settings-messages",
    "settings-message",
    "settings-policies",
    "settings-service-add",
    "settings-service",
    "settings-invite",
    "settings-end",
    "settings-second-factor",
    "settings-therapist",
    "settings-licence-add",
    "settings-training-add",
    "settings-length",
    "settings-week",
    "settings-other-hours",
    "settings-place-add",
    "settings-place",
    "settings-room-add",
    "settings-table-add",
)
READ = (
    "settings",
    "settings-services",
    "settings-people",
    "settings-papers",
    "settings-hours",
    "settings-places",
)
WRITE = (
    "settings-service-offering",
    "settings-invite-again",
    "settings-licence-remove",
    "settings-close",
    "settings-reopen",
)
WITH_A_ROW = (
    "settings-service",
    "settings-service-offering",
    "settings-invite-again",
    "settings-end",
    "settings-second-factor",
    "settings-therapist",
    "settings-papers",
    "settings-licence-add",
    "settings-training-add",
    "settings-licence-remove",
    "settings-length",
    "settings-week",
    "settings-other-hours",
    "settings-reopen",
    "settings-place",
    "settings-room-add",
    "settings-table-add",
)


def address(cast: Cast, name: str) -> str:
    room = cast.location.rooms.all()[0]
    membership = cast.ben.as_therapist.membership_id
    args: dict[str, list[object]] = {
        "settings-message": ["moved", "en-gb"],
        "settings-service": [cast.swedish.id],
        "settings-service-offering": [cast.swedish.id],
        "settings-invite-again": [membership],
        "settings-end": [membership],
        "settings-second-factor": [membership],
        "settings-therapist": [cast.ben.as_therapist.id],
        "settings-papers": [cast.ben.as_therapist.id],
        "settings-licence-add": [cast.ben.as_therapist.id],
        "settings-training-add": [cast.ben.as_therapist.id],
        "settings-licence-remove": [cast.ben.as_therapist.licences.get().id],
        "settings-length": [cast.swedish.id, 60],
        "settings-week": [cast.ben.as_therapist.id, cast.location.id],
        "settings-other-hours": [cast.ben.as_therapist.id],
        "settings-reopen": [cast.ben.as_therapist.id, "2027-02-01"],
        "settings-place": [cast.location.id],
        "settings-room-add": [cast.location.id],
        "settings-table-add": [room.id],
    }
    return reverse(f"desk:{name}", args=args.get(name, []))


@pytest.mark.parametrize("name", READ_AND_WRITE + READ)
def test_the_owner_opens_each_page_and_nobody_else_does(linden: Cast, name: str) -> None:
    url = address(linden, name)
    others = (signed_in(linden.ana), signed_in(linden.front_desk), signed_in(linden.clara), Browser())

    assert signed_in(linden.owner).get(url).status_code == 200
    assert [one.get(url).status_code for one in others] == [403, 403, 403, 302]


@pytest.mark.parametrize("name", READ_AND_WRITE + WRITE)
def test_nobody_else_changes_anything(linden: Cast, name: str) -> None:
    url = address(linden, name)
    others = (signed_in(linden.ana), signed_in(linden.front_desk), signed_in(linden.clara), Browser())
    before = newest_entries().count()

    assert [one.post(url).status_code for one in others] == [403, 403, 403, 302]
    assert newest_entries().count() == before


@pytest.mark.parametrize("name", WITH_A_ROW)
def test_the_owner_of_another_practice_finds_nothing_here(linden: Cast, name: str) -> None:

    other_owner = StaffPersona(User.objects.get(email="mia@mill.example"), linden.other_therapist.actor)
    before = newest_entries().count()

    method = "get" if name in READ else "post"
    assert getattr(signed_in(other_owner), method)(address(linden, name)).status_code == 404
    assert newest_entries().count() == before


@pytest.mark.parametrize(("names", "method"), [(READ, "post"), (WRITE, "get"), (READ_AND_WRITE, "delete")])
def test_addresses_take_only_their_own_methods(linden: Cast, names: tuple[str, ...], method: str) -> None:
    browser = signed_in(linden.owner)

    assert {name: getattr(browser, method)(address(linden, name)).status_code for name in names} == dict.fromkeys(
        names, 405
    )


@pytest.mark.parametrize("name", ["settings-invite", "settings-end", "settings-second-factor", "settings-people"])
def test_asking_for_the_head_of_a_page_is_reading_it(linden: Cast, name: str) -> None:
    browser, url = signed_in(linden.owner), address(linden, name)
    before = newest_entries().count()

    answer = browser.head(url)

    assert (answer.status_code, answer.content, newest_entries().count()) == (200, b"", before)
    assert browser.get(url).status_code == 200  # whoever it is about still works here


def test_asking_for_the_head_of_what_only_changes_is_refused(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    assert {name: browser.head(address(linden, name)).status_code for name in WRITE} == dict.fromkeys(WRITE, 405)


def test_a_foreign_row_in_the_form_is_no_choice(linden: Cast) -> None:
    with practice_scope(linden.other_practice.id):
        foreign = add_service(
            NewService("Foreign", "swedish", ((60, 1),)), by=linden.other_therapist.actor, now=FOUNDED
        )
    given = {"name": "Gil", "email": "gil@linden.example", "role": "therapist", "services": [str(foreign.id)]}

    assert signed_in(linden.owner).post(reverse("desk:settings-invite"), given).status_code == 422
