"""Requests from asking to answering: what the client reads, what stands on the day's list, and who may answer."""

from __future__ import annotations

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tableside.core.appointments.status import Status
from tableside.records.outbox.models import Message
from tableside.records.practice.models import Practice
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.book import BookingRequest, Person, book
from tableside.workflows.times.find_times import Search, free_times
from tests.personas import Cast, signed_in

DAY = reverse("desk:day")


@pytest.fixture
def asked(linden: Cast) -> tuple[Appointment, str]:
    """Gwen asks for a free time, and the token of her link."""
    Practice.objects.filter(pk=linden.practice.pk).update(accepts_first=True)
    now = timezone.now()
    times = free_times(Search(linden.swedish, 60), now=now)
    start = times.on(times.days()[4])[2]
    gwen = Person("Gwen Hart", "gwen@guests.example")
    made = book(BookingRequest(linden.swedish.id, 60, start, (gwen,), "gwen"), by=None, now=now)
    return Appointment.objects.get(), made.token


def test_the_client_reads_until_when_it_is_answered_and_withdraws_it(asked: tuple[Appointment, str]) -> None:
    appointment, token = asked
    browser = Browser()

    page = browser.get(reverse("portal:appointment", args=[token])).content.decode()
    asks = browser.get(reverse("portal:appointment-cancel", args=[token])).content.decode()
    moves = browser.get(reverse("portal:appointment-move", args=[token])).content.decode()
    browser.post(reverse("portal:appointment-cancel", args=[token]))

    assert "Requested: we answer by" in page
    assert reverse("portal:appointment-move", args=[token]) not in page
    assert "Withdraw this request" in asks
    assert "withdraw it and choose anew" in moves
    appointment.refresh_from_db()
    assert (appointment.status, appointment.cancelled_by) == (Status.CANCELLED, "client")


def test_the_desk_accepts_from_the_list_of_any_day(linden: Cast, asked: tuple[Appointment, str]) -> None:
    appointment, _token = asked
    desk, accept = signed_in(linden.front_desk), reverse("desk:request-accept", args=[asked[0].id])
    before = desk.get(DAY)
    feed = desk.get(reverse("desk:calendar-feed"), {"on": timezone.localtime(appointment.starts_at).date().isoformat()})

    done = desk.post(accept, {"next": DAY}, follow=True).content.decode()
    again = desk.post(accept)

    assert [one.name for one in before.context["page"].requests] == ["Gwen Hart"]
    assert [block["text"] for block in feed.json()["blocks"] if block["kind"] == "appointment"] == [
        "Request: Swedish massage"
    ]
    assert "Accepted: Gwen Hart is booked" in done
    assert "Requests to answer" not in done
    assert (again.status_code, "already booked" in again.content.decode()) == (422, True)
    appointment.refresh_from_db()
    assert appointment.status == Status.BOOKED


def test_the_desk_declines_with_a_sentence_of_its_own(linden: Cast, asked: tuple[Appointment, str]) -> None:
    appointment, token = asked
    desk, decline = signed_in(linden.ana), reverse("desk:request-decline", args=[appointment.id])

    too_long = desk.post(decline, {"said": "x" * 1001})
    desk.post(decline, {"said": "Ben is free then."})

    assert (too_long.status_code, "1000 characters or fewer" in too_long.content.decode()) == (422, True)
    appointment.refresh_from_db()
    assert appointment.status == Status.CANCELLED
    assert "Ben is free then." in Message.objects.get(kind="declined").content["text"]
    assert "Book another appointment" in Browser().get(reverse("portal:appointment", args=[token])).content.decode()


def test_the_owner_turns_it_on_and_the_last_step_then_asks(linden: Cast) -> None:
    owner, url = signed_in(linden.owner), reverse("desk:settings-policies")
    fields = owner.get(url).context["form"]
    form = {field.name: field.value() for field in fields if field.value() not in (None, False)}

    refused = owner.post(url, {**form, "accepts_first": "on", "answer": "0.5"})
    owner.post(url, {**form, "accepts_first": "on", "answer": "12"})

    assert refused.status_code == 422
    practice = Practice.objects.get(pk=linden.practice.pk)
    assert (practice.accepts_first, practice.answer_minutes) == (True, 720)
    times = free_times(Search(linden.swedish, 60), now=timezone.now())
    start = times.on(times.days()[2])[0].isoformat()
    chosen = {"service": str(linden.swedish.id), "minutes": "60", "therapist": "any", "start": start}
    page = Browser().get(reverse("portal:book-details"), chosen).content.decode()
    assert "Ask for this appointment" in page
