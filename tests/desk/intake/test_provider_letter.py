"""The letter to a healthcare provider, on the page and as PDF, each with a link of its own."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tableside.records.clients.models import Link
from tableside.records.intake.models import Clearance
from tests.factories import answered, recent_surgery
from tests.personas import Cast, signed_in
from tests.sessions import booked


@pytest.fixture
def place(linden: Cast) -> str:
    booked(linden, at=timezone.now() + timedelta(days=3))
    answered(linden.clara, now=timezone.now(), **recent_surgery(timezone.localdate()))
    return f"/desk/intake/clearances/{Clearance.objects.get().id}/letter/"


def test_the_link_is_shown_once_and_leads_to_the_question(linden: Cast, place: str) -> None:
    browser = signed_in(linden.ana)

    page = browser.post(place)

    found = re.search(r"/clearance/[\w-]{43}/", page.content.decode())
    assert found
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "Clara Novak" in Browser().get(found[0]).content.decode()
    assert "/clearance/" not in browser.get(place).content.decode().replace("/clearances/", "")


def test_the_pdf_is_a_tagged_file_to_keep(linden: Cast, place: str) -> None:
    answer = signed_in(linden.ana).post(f"{place}pdf/")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert answer.content.startswith(b"%PDF-1.")
    assert b"pdfuaid" in answer.content
    assert b"StructTreeRoot" in answer.content
    assert Link.objects.filter(purpose="clearance", spent_at=None).count() == 1


@pytest.mark.parametrize("name", ["*bold* #panic() $x$ @ref", "陈美 🫶 ", "Žofie Ďurišová"])
def test_a_name_is_set_as_it_is_written_whatever_it_holds(linden: Cast, place: str, name: str) -> None:
    linden.clara.client.name = name
    linden.clara.client.save()

    answer = signed_in(linden.ana).post(f"{place}pdf/")

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-1.")


def test_no_link_is_made_for_a_question_that_has_been_answered(linden: Cast, place: str) -> None:
    Clearance.objects.update(status="refused")
    browser = signed_in(linden.ana)

    for address in (place, f"{place}pdf/"):
        answer = browser.post(address)
        assert answer.status_code == 422
        assert "has been answered already" in answer.content.decode()
    assert Link.objects.filter(purpose="clearance").count() == 0


@pytest.mark.parametrize("step", ["", "pdf/"])
def test_only_those_who_review_clearances_make_one(linden: Cast, place: str, step: str) -> None:
    seen = {who: signed_in(getattr(linden, who)).post(f"{place}{step}").status_code for who in ("front_desk", "clara")}

    assert seen == {"front_desk": 403, "clara": 403}
    assert signed_in(linden.other_therapist).post(f"{place}{step}").status_code == 404
    assert Browser().post(f"{place}{step}").status_code == 302
    assert signed_in(linden.ana).delete(f"{place}{step}").status_code == 405
    assert Link.objects.filter(purpose="clearance").count() == 0
