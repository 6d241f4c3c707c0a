"""Who gets to the session page and to each thing that can be written on it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tableside.records.audit.models import AuditEntry
from tableside.records.audit.queries import newest_entries
from tableside.records.charting.models import Session
from tests.personas import Cast, ClientPersona, StaffPersona, signed_in
from tests.sessions import again

READING = ("session", "note")
WRITING = (
    "session-start",
    "session-end",
    "session-scores",
    "session-work",
    "session-work-limits",
    "session-work-repeat",
    "session-work-remove",
    "session-marks",
    "session-feedback",
    "note-save",
    "note-fill",
    "note-sign",
    "note-add",
)


def address(name: str, session: Session) -> str:
    more: dict[str, list[object]] = {"session-scores": ["before"], "session-work-remove": [uuid4()]}
    return reverse(f"desk:{name}", args=[session.appointment_id, *more.get(name, [])])


def answer(browser: Browser, name: str, session: Session) -> int:
    url = address(name, session)
    return (browser.get(url) if name in READING else browser.post(url)).status_code


@pytest.mark.parametrize("name", READING + WRITING)
def test_only_those_who_treat_at_this_practice_get_in(linden: Cast, session: Session, name: str) -> None:
    who: dict[str, StaffPersona | ClientPersona] = {
        "front desk": linden.front_desk,
        "the client": linden.clara,
        "another client": linden.dora,
        "a therapist of another practice": linden.other_therapist,
        "a client of another practice": linden.other_client,
    }

    found = {words: answer(signed_in(persona), name, session) for words, persona in who.items()}

    assert found == {
        "front desk": 403,
        "the client": 403,
        "another client": 403,
        "a therapist of another practice": 404,
        "a client of another practice": 403,
    }


@pytest.mark.parametrize("name", READING + WRITING)
def test_without_signing_in_or_a_second_factor_one_is_led_there(linden: Cast, session: Session, name: str) -> None:
    url = address(name, session)
    leads = [
        (browser.get(url) if name in READING else browser.post(url))["Location"].partition("?")[0]
        for browser in (Browser(), signed_in(linden.ana, with_second_factor=False))
    ]

    assert leads == [reverse("account_login"), reverse("site:welcome")]


@pytest.mark.parametrize("name", READING + WRITING)
def test_each_address_answers_one_method_only(ana: Browser, session: Session, name: str) -> None:
    url = address(name, session)

    assert (ana.post(url) if name in READING else ana.get(url)).status_code == 405


@pytest.mark.parametrize("name", sorted(set(WRITING) - {"note-add"}))
def test_a_colleague_reads_but_cannot_write(linden: Cast, session: Session, name: str) -> None:
    ben = signed_in(linden.ben)

    page = ben.get(address("session", session))
    refused = ben.post(address(name, session))

    assert (page.status_code, "<textarea" in page.content.decode()) == (200, False)
    assert (refused.status_code, "This session is with Ana Lindqvist" in refused.content.decode()) == (422, True)
    assert again(session.appointment).note.revision == 0


def test_an_appointment_that_is_not_there_is_not_found(ana: Browser, linden: Cast) -> None:
    assert ana.get(reverse("desk:session", args=[uuid4()])).status_code == 404


def test_opening_the_page_is_noted_in_the_audit_log_and_changes_nothing_else(ana: Browser, session: Session) -> None:
    before = AuditEntry.objects.count()

    ana.get(address("session", session))

    new = list(newest_entries()[: AuditEntry.objects.count() - before])
    assert {entry.deed for entry in new} == {"session.read", "intake.read"}
    assert {entry.actor_label for entry in new} == {"Ana Lindqvist"}


def test_the_page_is_never_stored_and_its_note_never_completed(ana: Browser, session: Session) -> None:
    page = ana.get(address("session", session))

    assert "no-store" in page["Cache-Control"]
    assert page.content.decode().count('autocomplete="off"') >= 4
