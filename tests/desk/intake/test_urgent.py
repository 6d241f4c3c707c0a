"""Answers that call for medical care reach somebody: with or without a mail address, with or without an appointment."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tableside.core.screening.request import Answer
from tableside.records.outbox.models import Message
from tableside.records.practice.models import Practice
from tests.factories import CLOT_SIGNS, answered
from tests.personas import Cast, signed_in
from tests.sessions import booked

DAY, QUEUE = reverse("desk:day"), reverse("desk:intake_queue")


def address(cast: Cast) -> str:
    return reverse("desk:client-finding", args=[cast.clara.client.id])


@pytest.mark.parametrize("has_appointment", [True, False])
def test_a_therapist_finds_them_on_the_day_and_in_the_queue_until_seen(linden: Cast, has_appointment: bool) -> None:
    if has_appointment:
        booked(linden, at=timezone.now() + timedelta(days=3))
    answered(linden.clara, now=timezone.now(), **CLOT_SIGNS)
    browser = signed_in(linden.ana)

    calls = browser.get(DAY).context["page"].calls
    rows = browser.get(QUEUE).context["page"].rows
    answer = browser.post(f"{address(linden)}reviewed/")

    assert [(call.name, call.url) for call in calls] == [("Clara Novak", address(linden))]
    assert [(row.name, row.url, row.outcome) for row in rows] == [("Clara Novak", address(linden), "refer_urgent")]
    assert (answer.status_code, answer["Location"]) == (302, address(linden))
    assert "Seen by Ana Lindqvist" in browser.get(address(linden)).content.decode()
    assert browser.get(DAY).context["page"].calls == ()
    assert browser.get(QUEUE).context["page"].rows == ()


def test_the_front_desk_learns_who_needs_attention_now_and_never_why(linden: Cast) -> None:
    answered(linden.clara, now=timezone.now(), **CLOT_SIGNS)
    browser = signed_in(linden.front_desk)

    page = browser.get(DAY)

    calls = [(call.name, call.url) for call in page.context["page"].calls]
    assert calls == [("Clara Novak", reverse("desk:client", args=[linden.clara.client.id]))]
    assert "Needs attention now" in page.content.decode()
    assert "Seek care" not in page.content.decode()
    assert browser.get(address(linden)).status_code == 403


def test_newer_answers_without_the_sign_take_the_call_back(linden: Cast) -> None:
    answered(linden.clara, now=timezone.now() - timedelta(hours=1), **CLOT_SIGNS)
    answered(linden.clara, now=timezone.now())

    assert signed_in(linden.ana).get(DAY).context["page"].calls == ()


def test_the_therapist_reads_whom_to_call(linden: Cast) -> None:
    Practice.objects.update(emergency_number="144", crisis_line="142", maternity_line="+43 1 40400", country="CH")
    browser = signed_in(linden.ana)

    def whom(**signs: Answer) -> list[tuple[str, str]]:
        answered(linden.clara, now=timezone.now(), **signs)
        page = browser.get(address(linden)).content.decode().partition("Who can be called")[2].partition("</dl>")[0]
        return re.findall(r"<dt>([^<]+)</dt><dd><a[^>]+>([^<]+)</a></dd>", page)

    emergency = [("Clara Novak", "+43 660 1234"), ("Emergency", "144")]
    assert whom(**CLOT_SIGNS) == emergency
    pregnant = whom(pregnant="yes", pregnant_weeks=30, pregnancy_signs=("movement",))
    assert pregnant == [*emergency, ("Maternity unit", "+43 1 40400")]
    thoughts = whom(mind=("crisis",), crisis_taken="yes")
    assert thoughts == [*emergency, ("Poison line", "145"), ("Crisis line", "142")]
    assert whom(fever="yes") == []


def test_lesser_findings_call_nobody(linden: Cast) -> None:
    answered(linden.clara, now=timezone.now(), fever="yes")

    assert signed_in(linden.ana).get(DAY).context["page"].calls == ()


def test_the_letter_about_a_client_without_an_appointment_leads_to_the_findings(linden: Cast) -> None:
    answered(linden.clara, now=timezone.now(), **CLOT_SIGNS)

    (letter,) = Message.objects.filter(kind="attention")

    assert address(linden) in letter.content["text"]


def test_a_practice_without_a_mail_address_still_hears_of_it(linden: Cast) -> None:
    Practice.objects.update(email="")
    answered(linden.clara, now=timezone.now(), **CLOT_SIGNS)

    assert Message.objects.filter(kind="attention").count() == 0
    assert [call.name for call in signed_in(linden.owner).get(DAY).context["page"].calls] == ["Clara Novak"]


def test_another_practice_sees_nothing_of_it(linden: Cast) -> None:
    answered(linden.clara, now=timezone.now(), **CLOT_SIGNS)
    browser = signed_in(linden.other_therapist)

    assert browser.get(DAY).context["page"].calls == ()
    assert browser.get(address(linden)).status_code == 404
