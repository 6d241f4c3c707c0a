"""The audit log as the owner reads it."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tableside.records.audit.actions import record
from tableside.records.audit.models import AuditEntry
from tableside.records.audit.queries import newest_entries
from tests.personas import FOUNDED, Cast, signed_in

LOG = reverse("desk:audit")


def note(cast: Cast, deed: str = "intake.read", *, client: Any = None) -> None:
    client = client or cast.clara.client
    record(deed, subject=("client", client.id), by=cast.ana.actor, now=FOUNDED, client_id=client.id)


def test_an_entry_says_who_did_what_to_whom(linden: Cast) -> None:
    note(linden)

    line = signed_in(linden.owner).get(LOG).context["list"].lines[0]

    assert (str(line.words), line.entry.actor_label, line.client_name, line.subject_url) == (
        "Read health answers",
        "Ana Lindqvist",
        "Clara Novak",
        reverse("desk:client", args=[linden.clara.client.id]),
    )


def test_a_deed_without_words_is_shown_as_it_is_kept(linden: Cast) -> None:
    note(linden, "something.new")

    assert str(signed_in(linden.owner).get(LOG).context["list"].lines[0].words) == "something.new"


def test_the_log_can_be_read_for_one_client(linden: Cast) -> None:
    note(linden)
    note(linden, client=linden.dora.client)

    page = signed_in(linden.owner).get(LOG, {"client": str(linden.dora.client.id)}).context["list"]

    assert ({line.client_name for line in page.lines}, page.client) == ({"Dora Weiss"}, linden.dora.client)


def test_the_check_says_that_the_log_is_whole(linden: Cast) -> None:
    page = signed_in(linden.owner).get(LOG, {"check": "yes"}).context["list"]

    assert (page.is_whole, page.checked.startswith("The log is whole: all ")) == (True, True)


def test_the_check_names_the_entry_that_does_not_follow(linden: Cast) -> None:
    newest = newest_entries()[0]
    AuditEntry.objects.create(
        number=newest.number + 1,
        at=FOUNDED,
        actor_label="somebody with the database's own tools",
        deed="intake.read",
        subject_kind="client",
        subject_id="x",
        previous_hash=newest.hash,
        hash="0" * 64,
    )

    answer = signed_in(linden.owner).get(LOG, {"check": "yes"})

    assert f"Entry {newest.number + 1} does not follow from the one before it." in answer.content.decode()


def test_three_entries_cost_as_many_queries_as_one(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    counts = []
    for client in (linden.clara.client, linden.dora.client):
        note(linden, client=client)
        with CaptureQueriesContext(connection) as captured:
            browser.get(LOG)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_nonsense_for_a_client_shows_everything_and_a_foreign_one_nothing(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    assert browser.get(LOG, {"client": "x"}).context["list"].client is None
    assert browser.get(LOG, {"client": str(linden.other_client.client.id)}).status_code == 404


def test_the_log_is_for_the_owner_with_a_second_factor(linden: Cast) -> None:
    others = (signed_in(linden.ana), signed_in(linden.front_desk), signed_in(linden.clara), Browser())

    assert [one.get(LOG).status_code for one in others] == [403, 403, 403, 302]
    assert signed_in(linden.owner, with_second_factor=False).get(LOG).status_code == 302
    assert signed_in(linden.owner).post(LOG).status_code == 405
