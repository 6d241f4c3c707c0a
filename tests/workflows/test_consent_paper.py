"""What somebody signed can be shown later, as it stood then, to them and to those who may read it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from tableside.core.decision import Refusal
from tableside.knowledge.load_consent import load_consent
from tableside.records.audit.models import AuditEntry
from tableside.records.clients.models import Consent
from tableside.records.practice.models import Location, Practice
from tableside.workflows.intake.consent_paper import consent_paper, shown_as_signed, words_on_paper
from tests.factories import answered
from tests.personas import Cast, signed_in
from tests.sessions import booked

SUMMER = datetime(2027, 7, 5, 21, 30, tzinfo=UTC)


@pytest.fixture
def signed(linden: Cast) -> Consent:
    """At half past eleven at night in Vienna, before an appointment at the second of two places."""
    Practice.objects.filter(pk=linden.practice.id).update(phone="+43 1 234", email="hello@linden.example")
    Location.objects.create(name="An earlier name", address="Never 1")
    Location.objects.filter(pk=linden.location.pk).update(address="Lindengasse 7\n1070 Vienna\n")
    booked(linden, at=datetime(2027, 7, 6, 8, 0, tzinfo=UTC))
    answered(linden.clara, now=SUMMER)
    return Consent.objects.get()


def test_the_paper_says_what_was_signed_by_whom_when_and_where(signed: Consent) -> None:
    words, text = words_on_paper(signed), load_consent()

    assert words["practice"] == {
        "name": "Linden Massage",
        "lines": ["Lindengasse 7", "1070 Vienna", "+43 1 234", "hello@linden.example"],
    }
    assert words["clauses"] == [
        {"heading": clause.heading, "text": clause.text, "initials": ""} for clause in text.clauses
    ]
    assert words["who"] == "For Clara Novak"
    assert words["signature"]["facts"] == [
        ["Signed by", "Clara Novak, the client"],
        ["Signed on", "Monday 5 July 2027, 23:30 (Europe/Vienna)"],
    ]
    assert words["foot"] == f"Text consent-2, check sum {shown_as_signed(signed).check_sum}"


def test_it_is_the_same_file_whatever_has_changed_since(linden: Cast, signed: Consent) -> None:
    before = consent_paper(signed)
    Practice.objects.filter(pk=linden.practice.id).update(name="Oak Massage", phone="", time_zone="Asia/Tokyo")
    Location.objects.update(address="Elsewhere 2")
    linden.clara.client.name = "Clara Horvat"
    linden.clara.client.save()

    after = consent_paper(Consent.objects.get())

    assert before.startswith(b"%PDF-1.")
    assert b"pdfuaid" in before
    assert after == before


def test_a_signed_row_is_neither_changed_nor_deleted(signed: Consent) -> None:
    with pytest.raises(IntegrityError, match="consent_append_only"), transaction.atomic():
        Consent.objects.update(signed_name="Nobody")
    with pytest.raises(IntegrityError, match="consent_append_only"), transaction.atomic():
        signed.delete()

    assert Consent.objects.get().signed_name == "Clara Novak"


def test_words_that_are_no_longer_those_that_were_signed_are_not_shown(linden: Cast) -> None:
    columns = {"client": linden.dora.client, "signed_name": "Dora Weiss", "signed_at": SUMMER}
    for version, digest in (("consent-1", "0" * 64), ("consent-0", load_consent().digest)):
        with pytest.raises(Refusal) as raised:
            consent_paper(Consent.objects.create(text_version=version, text_sha256=digest, **columns))
        assert raised.value.code == "consent_words_gone"
        assert version in str(raised.value.detail)


def test_the_client_finds_it_under_my_care_and_staff_beside_the_client(linden: Cast, signed: Consent) -> None:
    number = shown_as_signed(signed).check_sum
    for who, page, place in (
        (linden.clara, "/my/", f"/my/consents/{signed.id}/"),
        (linden.ana, f"/desk/clients/{signed.client_id}/", f"/desk/clients/consents/{signed.id}/"),
    ):
        browser = signed_in(who)
        words = browser.get(page).content.decode()
        assert place in words
        assert number in words
        answer = browser.get(place)
        assert (answer.status_code, answer.content) == (200, consent_paper(signed))
        assert answer["Content-Disposition"] == 'attachment; filename="consent.pdf"'
        assert "no-store" in answer["Cache-Control"]
    read = AuditEntry.objects.filter(deed="consent.read")
    assert list(read.values_list("actor_label", "client_id")) == [("Ana Lindqvist", str(signed.client_id))]


def test_nobody_else_gets_it(linden: Cast, signed: Consent) -> None:
    own, desk = f"/my/consents/{signed.id}/", f"/desk/clients/consents/{signed.id}/"

    assert {who: seen(linden, who, own, desk) for who in ("dora", "front_desk", "other_therapist", "other_client")} == {
        "dora": (404, 403),
        "front_desk": (403, 403),
        "other_therapist": (403, 404),
        "other_client": (404, 403),
    }
    assert (Browser().get(own).status_code, Browser().get(desk).status_code) == (302, 302)
    page = signed_in(linden.front_desk).get(f"/desk/clients/{signed.client_id}/").content.decode()
    assert (str(signed.id) in page, shown_as_signed(signed).check_sum in page) == (False, False)
    assert AuditEntry.objects.filter(deed="consent.read").count() == 0


def seen(cast: Cast, who: str, *places: str) -> tuple[int, ...]:
    browser = signed_in(getattr(cast, who))
    return tuple(browser.get(place).status_code for place in places)
