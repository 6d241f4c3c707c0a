"""The desk's clients: found, added, changed, noted about, and read by nobody who should not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tableside.records.audit.queries import newest_entries
from tableside.records.clients.access import client_to_see
from tableside.records.clients.actions import add_client, make_link
from tableside.records.clients.models import Client, Link
from tableside.records.clients.queries import clients_matching, link_of_token
from tableside.records.intake.actions import save_draft
from tableside.records.outbox.queries import newest_messages
from tests.personas import FOUNDED, Cast, signed_in
from tests.sessions import booked

LIST = reverse("desk:clients")


def url(name: str, client: Client) -> str:
    return reverse(f"desk:{name}", args=[client.id])


def names(answer: Any) -> list[str]:
    return [row.client.name for row in answer.context["list"].rows]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["Clara Novak", "Dora Weiss"]),
        ("nov", ["Clara Novak"]),
        ("weiss dora", ["Dora Weiss"]),
        ("dora@clients", ["Dora Weiss"]),
        ("660", ["Clara Novak", "Dora Weiss"]),
        ("Una", []),
    ],
)
def test_clients_are_found_by_name_mail_and_phone(linden: Cast, words: str, found: list[str]) -> None:
    assert names(signed_in(linden.front_desk).get(LIST, {"q": words})) == found


def test_a_search_without_result_says_so_and_shows_no_script(linden: Cast) -> None:
    answer = signed_in(linden.front_desk).get(LIST, {"q": "<b>nobody"})

    assert "Nobody found for “&lt;b&gt;nobody”" in answer.content.decode()


def test_the_list_has_pages_and_keeps_the_search(linden: Cast) -> None:
    for number in range(26):
        add_client(f"Guest {number:02}", email="", phone="1", by=linden.owner.actor, now=FOUNDED)

    answer = signed_in(linden.front_desk).get(LIST, {"q": "Guest", "page": "2"})

    assert names(answer) == ["Guest 25"]
    assert "?q=Guest&amp;page=1" in answer.content.decode()


def test_three_clients_cost_as_many_queries_as_one(linden: Cast) -> None:
    booked(linden, at=timezone.now().replace(second=0, microsecond=0) + timedelta(days=1))
    browser = signed_in(linden.front_desk)

    counts = []
    for words in ("clara", ""):
        with CaptureQueriesContext(connection) as captured:
            browser.get(LIST, {"q": words})
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_a_client_is_added_and_the_deed_noted(linden: Cast) -> None:
    given = {"name": "Emil Ash", "email": "Emil@Ash.example", "phone": "", "born_on": "1980-05-01"}

    answer = signed_in(linden.front_desk).post(reverse("desk:client-add"), given)

    (client,) = clients_matching("Emil")
    assert (answer["Location"], client.email, client.born_on) == (
        url("client", client),
        "emil@ash.example",
        date(1980, 5, 1),
    )
    assert (newest_entries()[0].deed, newest_entries()[0].actor_label) == ("client.added", "Finn Maier")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "Emil Ash"}, "Write down a mail address or a phone number"),
        ({"name": "", "phone": "1"}, "This field is required"),
        ({"name": "Emil", "email": "emil@"}, "Enter a valid email address"),
        ({"name": "Emil", "phone": "1", "born_on": "0001-01-01"}, "Look at the year again"),
        ({"name": "Emil", "phone": "1", "born_on": "soon"}, "Enter a valid date"),
        ({"name": "E" * 121, "phone": "1"}, "at most 120 characters"),
    ],
)
def test_what_is_missing_is_said_and_nobody_added(linden: Cast, given: dict[str, str], sentence: str) -> None:
    answer = signed_in(linden.front_desk).post(reverse("desk:client-add"), given)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert clients_matching("").count() == 2


def test_a_change_names_its_fields_in_the_log_and_not_what_they_hold(linden: Cast) -> None:
    client = linden.clara.client

    signed_in(linden.ana).post(
        url("client-edit", client),
        {"name": "Clara Novak", "email": "new@clients.example", "phone": "", "born_on": "1988-05-04"},
    )

    changed = client_to_see(linden.owner.actor, client.id)
    assert (changed.email, changed.phone) == ("new@clients.example", "")
    assert (newest_entries()[0].deed, newest_entries()[0].detail) == ("client.changed", {"fields": ["email", "phone"]})


def test_the_desk_note_is_kept_for_everyone_at_the_desk(linden: Cast) -> None:
    signed_in(linden.front_desk).post(url("client-note", linden.clara.client), {"note": "Comes by bike."})

    assert "Comes by bike." in signed_in(linden.ana).get(url("client", linden.clara.client)).content.decode()
    assert newest_entries()[0].deed == "desk_note.written"


def test_a_note_that_is_too_long_is_given_back(linden: Cast) -> None:
    answer = signed_in(linden.front_desk).post(url("client-note", linden.clara.client), {"note": "x" * 2001})

    assert (answer.status_code, b"x" * 2001 in answer.content) == (422, True)
    assert client_to_see(linden.owner.actor, linden.clara.client.id).desk_note == ""


def test_the_page_shows_what_is_ahead_and_what_was(linden: Cast) -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    ahead, before = booked(linden, at=now + timedelta(days=3)), booked(linden, at=now - timedelta(days=3))

    page = signed_in(linden.front_desk).get(url("client", linden.clara.client)).context["page"]

    assert (page.upcoming, page.past) == ((ahead,), (before,))


def test_the_way_to_the_chart_and_the_log_is_for_those_who_may(linden: Cast) -> None:
    def ways(persona: Any) -> tuple[bool, bool, bool]:
        page = signed_in(persona).get(url("client", linden.clara.client)).context["page"]
        return "chart" in page.chart_url, "plan" in page.plan_url, page.may_read_audit

    assert not any(ways(linden.front_desk))
    assert ways(linden.ana)[2] is False
    assert ways(linden.owner)[2] is True


@pytest.mark.parametrize(
    ("name", "method"), [("client", "get"), ("client-edit", "get"), ("client-edit", "post"), ("client-note", "post")]
)
def test_nobody_else_sees_or_changes_a_client(linden: Cast, name: str, method: str) -> None:
    address = url(name, linden.clara.client)
    others = (signed_in(linden.dora), Browser(), signed_in(linden.other_therapist))

    assert [getattr(one, method)(address).status_code for one in others] == [403, 302, 404]
    assert signed_in(linden.ana).get(url("client", linden.other_client.client)).status_code == 404


@pytest.mark.parametrize("address", [LIST, reverse("desk:client-add")])
def test_the_list_and_adding_are_for_staff(linden: Cast, address: str) -> None:
    assert [one.get(address).status_code for one in (signed_in(linden.clara), Browser())] == [403, 302]
    assert names(signed_in(linden.other_therapist).get(LIST)) == ["Una Marsh"]


def test_addresses_take_only_their_own_methods(linden: Cast) -> None:
    browser = signed_in(linden.front_desk)

    assert browser.post(LIST).status_code == 405
    assert browser.post(url("client", linden.clara.client)).status_code == 405
    assert browser.get(url("client-note", linden.clara.client)).status_code == 405


def test_a_new_mail_address_ends_the_links_that_were_sent_to_the_old_one(linden: Cast) -> None:
    client, now = linden.clara.client, timezone.now()
    lasts = timedelta(days=1)
    made = {
        purpose: make_link(client, purpose=purpose, subject_id=client.id, lasts=lasts, now=now)
        for purpose in Link.Purpose
    }
    details = {"name": client.name, "email": client.email, "phone": "+43 1 5555"}
    browser = signed_in(linden.ana)

    def still_open() -> list[str]:
        opened = {purpose: link_of_token(token, purpose=purpose, now=now) for purpose, token in made.items()}
        return [purpose.value for purpose, link in opened.items() if link is not None]

    browser.post(url("client-edit", client), details)
    assert still_open() == [purpose.value for purpose in Link.Purpose]

    browser.post(url("client-edit", client), details | {"email": "clara@elsewhere.example"})
    assert still_open() == [Link.Purpose.CLEARANCE.value]  # that one went to the healthcare provider


@pytest.mark.parametrize("has", ["account", "answers"])
def test_the_front_desk_cannot_lead_the_mail_of_a_client_with_an_account_or_answers_elsewhere(
    linden: Cast, has: str
) -> None:
    client = linden.clara.client
    if has == "answers":
        client = add_client("Nora Winter", email="nora@clients.example", by=linden.owner.actor, now=FOUNDED)
        save_draft(client, answers={}, questions_version="1", now=FOUNDED)
    given = {"name": "Somebody Else", "email": "desk@linden.example", "phone": "1"}

    answer = signed_in(linden.front_desk).post(url("client-edit", client), given)

    assert (answer.status_code, "Please ask a therapist or the owner" in answer.content.decode()) == (422, True)
    kept = client_to_see(linden.owner.actor, client.id)
    assert (kept.name, kept.email, kept.phone) == (client.name, client.email, client.phone)
    assert newest_messages().count() == 0


def test_the_front_desk_corrects_the_mail_of_somebody_who_has_answered_nothing(linden: Cast) -> None:
    client = add_client("Nora Winter", email="nroa@clients.example", by=linden.owner.actor, now=FOUNDED)
    given = {"name": "Nora Winter", "email": "nora@clients.example"}

    assert signed_in(linden.front_desk).post(url("client-edit", client), given).status_code == 302
    assert client_to_see(linden.owner.actor, client.id).email == "nora@clients.example"


@pytest.mark.parametrize("who", ["ana", "owner"])
def test_whoever_may_read_answers_changes_the_address_and_both_addresses_are_told(linden: Cast, who: str) -> None:
    client = linden.clara.client
    booked(linden, at=timezone.now().replace(second=0, microsecond=0) + timedelta(days=1))
    given = {"name": client.name, "email": "new@clients.example", "phone": client.phone}

    assert signed_in(getattr(linden, who)).post(url("client-edit", client), given).status_code == 302

    sent = sorted((message.kind, message.address) for message in newest_messages().exclude(kind__startswith="reminder"))
    assert sent == [("address_changed", "clara@clients.example"), ("confirmation", "new@clients.example")]
