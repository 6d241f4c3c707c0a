"""One appointment at the desk: what can be done with it, by whom, and what is said when it cannot."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tableside.core.appointments.status import Status
from tableside.records.audit.queries import newest_entries
from tableside.records.charting.actions import start_session
from tableside.records.outbox.queries import newest_messages
from tableside.records.practice.actions import Policies, change_policies
from tableside.records.scheduling.access import appointment_to_see
from tableside.records.scheduling.actions import change_status
from tableside.records.scheduling.models import Appointment, Booking
from tableside.records.scheduling.queries import tables_of
from tableside.workflows.times.find_times import Search, free_times
from tests.personas import Cast, signed_in
from tests.sessions import booked, running

DEEDS = tuple(f"appointment-{deed}" for deed in ("arrival", "no-show", "undo", "as-before", "move", "length", "cancel"))


def this_minute() -> datetime:
    return timezone.now().replace(second=0, microsecond=0)


def url(name: str, appointment: Appointment) -> str:
    return reverse(f"desk:{name}", args=[appointment.id])


def status_of(cast: Cast, appointment: Appointment) -> str:
    return appointment_to_see(cast.owner.actor, appointment.id).status


def test_the_page_says_what_was_booked_when_and_by_whom(linden: Cast) -> None:
    appointment = booked(linden)

    answer = signed_in(linden.front_desk).get(url("appointment", appointment))

    facts = {fact.term: fact.text for fact in answer.context["page"].facts}
    assert facts == {
        "When": "Monday 1 February 2027, 10:00–11:00",
        "Client": "Clara Novak",
        "Treatment": "Swedish massage",
        "Therapist": "Ana Lindqvist",
        "Where": f"Linden Street, {appointment.table.name if appointment.table else ''}",
        "Price": "€80.00",
        "Reference": appointment.booking.reference,
        "Booked": "Monday 1 February 2027, 10:00, by Finn Maier",
        "Missed": "Never",
        "Cancelled late": "Never",
    }


def test_a_client_is_checked_in_and_the_desk_goes_back_to_its_list(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute())

    answer = signed_in(linden.front_desk).post(url("appointment-arrival", appointment), {"next": "/desk/?on=today"})

    assert (answer.status_code, answer["Location"]) == (302, "/desk/?on=today")
    assert status_of(linden, appointment) == Status.ARRIVED
    newest = newest_entries()[0]
    assert (newest.deed, newest.actor_label) == ("appointment.arrived", "Finn Maier")


def test_the_way_back_never_leads_to_another_site(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute())

    answer = signed_in(linden.front_desk).post(
        url("appointment-arrival", appointment), {"next": "https://evil.example/desk/"}
    )

    assert answer["Location"] == url("appointment", appointment)


@pytest.mark.parametrize("deed", ["appointment-arrival", "appointment-no-show"])
def test_arrived_and_missed_can_be_undone(linden: Cast, deed: str) -> None:
    appointment = booked(linden, at=this_minute())
    browser = signed_in(linden.front_desk)

    browser.post(url(deed, appointment))
    answer = browser.post(url("appointment-undo", appointment))

    assert (answer.status_code, status_of(linden, appointment)) == (302, Status.BOOKED)
    assert newest_entries()[0].deed == "appointment.reopened"


@pytest.mark.parametrize("deed", ["appointment-undo", "appointment-cancel"])
def test_once_the_session_has_started_the_client_has_come(linden: Cast, deed: str) -> None:
    appointment = running(linden, booked(linden, at=this_minute())).appointment
    before = newest_entries().count()
    browser = signed_in(linden.front_desk)

    answer = browser.post(url(deed, appointment))

    assert (answer.status_code, "The session has started" in answer.content.decode()) == (422, True)
    assert (status_of(linden, appointment), newest_entries().count()) == (Status.ARRIVED, before)


def test_undo_is_offered_until_the_session_starts(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute())
    change_status(appointment, to=Status.ARRIVED, by=linden.ana.actor, now=timezone.now())
    browser = signed_in(linden.ana)

    arrived = browser.get(url("appointment", appointment)).context["page"].deeds
    start_session(appointment, by=linden.ana.actor, now=timezone.now())
    started = browser.get(url("appointment", appointment)).context["page"].deeds

    assert (arrived.can_undo, arrived.next) == (True, "start")
    assert (started.can_undo, started.next) == (False, "session")


def test_a_client_who_came_after_all_is_checked_in_from_missed(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute())
    browser = signed_in(linden.front_desk)
    browser.post(url("appointment-no-show", appointment))

    browser.post(url("appointment-arrival", appointment))

    assert status_of(linden, appointment) == Status.ARRIVED


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        ("appointment-arrival", "This appointment is on a later day."),
        ("appointment-no-show", "This appointment has not started yet."),
        ("appointment-undo", "Nothing to undo"),
    ],
)
def test_too_early_is_said_and_changes_nothing(linden: Cast, deed: str, sentence: str) -> None:
    appointment = booked(linden, at=this_minute() + timedelta(days=2))
    before = newest_entries().count()

    answer = signed_in(linden.front_desk).post(url(deed, appointment))

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert (status_of(linden, appointment), newest_entries().count()) == (Status.BOOKED, before)


def test_a_completed_appointment_stays_completed(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute())
    change_status(appointment, to=Status.COMPLETED, by=linden.ana.actor, now=timezone.now())
    browser = signed_in(linden.front_desk)

    assert [browser.post(url(deed, appointment)).status_code for deed in DEEDS] == [422] * len(DEEDS)
    assert status_of(linden, appointment) == Status.COMPLETED


def test_cancelling_asks_first_then_tells_the_client(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute() + timedelta(days=2))
    browser = signed_in(linden.front_desk)

    asked = browser.get(url("appointment-cancel", appointment))
    assert (asked.status_code, status_of(linden, appointment)) == (200, Status.BOOKED)
    answers = [
        browser.post(url("appointment-cancel", appointment), {"tell": "on", "key": asked.context["key"]})
        for _ in range(2)
    ]

    assert ([answer.status_code for answer in answers], status_of(linden, appointment)) == (
        [302, 302],
        Status.CANCELLED,
    )
    assert [(letter.kind, letter.address) for letter in newest_messages()] == [("cancelled", "clara@clients.example")]


def test_staff_say_who_cancels_late_and_waive_the_fee_with_a_reason(linden: Cast) -> None:
    policies = Policies(240, 90, 15, 1440, 1440, 10, policy_text="", late_fee_kind="percent", late_fee_value=50)
    change_policies(policies, by=linden.owner.actor, now=timezone.now())
    appointment = booked(linden, at=this_minute() + timedelta(hours=2))
    Booking.objects.update(policy_version=2)
    Appointment.objects.update(created_at=timezone.now() - timedelta(days=2))
    desk = signed_in(linden.front_desk)
    assert "€40.00 are due" in desk.get(url("appointment-cancel", appointment)).content.decode()

    desk.post(url("appointment-cancel", appointment), {"asked_by": "client"})

    def facts() -> dict[str, str]:
        page = desk.get(url("appointment", appointment)).context["page"]
        return {fact.term: fact.text for fact in page.facts}

    assert facts()["Fee"] == "€40.00 (50 % of the price) for the late cancellation, due"
    assert facts()["Cancelled late"] == "1 in the last twelve months, 1 in all"
    empty = desk.post(url("appointment-fee-waive", appointment), {"reason": ""})
    assert (empty.status_code, "Write down in a few words why" in empty.content.decode()) == (422, True)
    assert desk.post(url("appointment-fee-waive", appointment), {"reason": "The tram."}).status_code == 302
    assert facts()["Fee"] == "€40.00 (50 % of the price) for the late cancellation, waived: nothing is due"
    assert facts()["Waived by Finn Maier"] == "The tram."


def test_a_cancelled_appointment_is_put_back_and_the_client_hears_nothing(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute() + timedelta(days=2))
    browser = signed_in(linden.front_desk)
    browser.post(url("appointment-cancel", appointment), {"tell": "on"})
    assert "This change can be undone until" in browser.get(url("appointment", appointment)).content.decode()

    answer = browser.post(url("appointment-as-before", appointment))

    assert (answer.status_code, status_of(linden, appointment)) == (302, Status.BOOKED)
    assert not newest_messages().filter(kind="cancelled", withdrawn_at=None).exists()
    again = browser.post(url("appointment-as-before", appointment))
    assert (again.status_code, "There is nothing to undo" in again.content.decode()) == (422, True)


def test_the_client_is_not_told_when_staff_take_the_tick_away(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute() + timedelta(days=2))

    signed_in(linden.front_desk).post(url("appointment-cancel", appointment))

    assert (status_of(linden, appointment), newest_messages().count()) == (Status.CANCELLED, 0)


def test_the_log_of_an_appointment_tells_a_text_from_a_mail(linden: Cast, settings: Any) -> None:
    settings.SMS_URL = "http://127.0.0.1:9/"
    clara = linden.clara.client
    clara.phone, clara.remind_by = "+431234567", "sms"
    clara.save()
    appointment, browser = booked(linden, at=this_minute() + timedelta(days=9)), signed_in(linden.front_desk)

    browser.post(url("appointment-cancel", appointment), {"tell": "on"})

    told = [line.text.split(", ")[-1] for line in browser.get(url("appointment", appointment)).context["page"].log]
    assert sorted(told) == ["as a text message", "by mail"]


def test_an_appointment_moves_to_a_chosen_time_with_whom_is_chosen(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute() + timedelta(days=2))
    ben = linden.ben.as_therapist
    times = free_times(Search(linden.swedish, 60, therapist_id=ben.id), now=timezone.now())
    start = times.on(times.days()[3])[0]
    address = f"{url('appointment-move', appointment)}?therapist={ben.id}"

    browser = signed_in(linden.front_desk)
    form = {"start": start.isoformat(), "tell": "on", "key": browser.get(address).context["key"]}

    answers = [browser.post(address, form) for _ in range(2)]  # the second time finds it done

    moved = appointment_to_see(linden.owner.actor, appointment.id)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (moved.starts_at, moved.therapist, moved.revision) == (start, ben, 1)


def test_an_appointment_is_made_longer_without_javascript(linden: Cast) -> None:
    times = free_times(Search(linden.swedish, 90, therapist_id=linden.ana.as_therapist.id), now=timezone.now())
    appointment = booked(linden, at=times.on(times.days()[3])[0])
    browser = signed_in(linden.front_desk)
    address = url("appointment-length", appointment)

    asked = browser.get(address).context["page"].lengths
    answer = browser.post(address, {"minutes": "90", "tell": "on"})

    assert [(one.minutes, one.price, one.is_current) for one in asked] == [
        (60, "€80.00", True),
        (75, "€100.00", False),
        (90, "€120.00", False),
    ]
    changed = appointment_to_see(linden.owner.actor, appointment.id)
    assert (answer.status_code, changed.ends_at - changed.starts_at) == (302, timedelta(minutes=90))


@pytest.mark.parametrize("minutes", ["", "long", "45", "-60", "99999999999999999999"])
def test_a_length_that_is_not_in_the_list_changes_nothing(linden: Cast, minutes: str) -> None:
    appointment = booked(linden, at=this_minute() + timedelta(days=2))

    answer = signed_in(linden.front_desk).post(url("appointment-length", appointment), {"minutes": minutes})

    after = appointment_to_see(linden.owner.actor, appointment.id)
    assert (answer.status_code, after.ends_at) == (422, appointment.ends_at)


@pytest.mark.parametrize("start", ["", "soon", "2027-02-01T09:00", "0001-01-01T00:00+00:00", "2020-01-01T09:00+00:00"])
def test_a_time_that_is_none_moves_nothing(linden: Cast, start: str) -> None:
    appointment = booked(linden, at=this_minute() + timedelta(days=2))

    answer = signed_in(linden.front_desk).post(url("appointment-move", appointment), {"start": start})

    after = appointment_to_see(linden.owner.actor, appointment.id)
    assert (answer.status_code, after.starts_at) == (422, appointment.starts_at)


def test_who_is_left_alone_of_a_couple_is_booked_anew_instead_of_moved(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute() + timedelta(days=2), service=linden.couples)
    times = free_times(Search(linden.couples, 60), now=timezone.now())
    start = times.on(times.days()[3])[0]

    answer = signed_in(linden.front_desk).post(url("appointment-move", appointment), {"start": start.isoformat()})

    assert (answer.status_code, "Cancel it and book the new time" in answer.content.decode()) == (422, True)
    assert appointment_to_see(linden.owner.actor, appointment.id).starts_at == appointment.starts_at


def test_a_therapist_is_led_on_to_the_session_and_the_front_desk_is_not(linden: Cast) -> None:
    appointment = booked(linden, at=this_minute())
    signed_in(linden.front_desk).post(url("appointment-arrival", appointment))

    desk, therapist = (
        signed_in(one).get(url("appointment", appointment)).context["page"].deeds.next
        for one in (linden.front_desk, linden.ana)
    )

    assert (desk, therapist) == ("", "start")


@pytest.mark.parametrize("name", ["appointment", *DEEDS])
def test_clients_visitors_and_other_practices_are_kept_out(linden: Cast, name: str) -> None:
    appointment = booked(linden, at=this_minute())
    method = "get" if name == "appointment" else "post"

    answers = [
        getattr(browser, method)(url(name, appointment)).status_code
        for browser in (signed_in(linden.clara), Browser(), signed_in(linden.other_therapist))
    ]

    assert (answers, status_of(linden, appointment)) == ([403, 302, 404], Status.BOOKED)


@pytest.mark.parametrize("name", DEEDS[:3])
def test_deeds_are_never_done_by_opening_an_address(linden: Cast, name: str) -> None:
    appointment = booked(linden, at=this_minute())

    assert signed_in(linden.front_desk).get(url(name, appointment)).status_code == 405
    assert signed_in(linden.front_desk).post(url("appointment", appointment)).status_code == 405


def test_another_treatment_is_chosen_looked_at_and_confirmed(linden: Cast) -> None:
    start = this_minute().replace(hour=9, minute=0) + timedelta(days=7)
    start += timedelta(days=(7 - start.weekday()) % 7)
    appointment = booked(linden, at=start)
    browser = signed_in(linden.front_desk)
    place = url("appointment-treatment", appointment)
    asked = f"{place}?service={linden.deep_tissue.id}&minutes=60&therapist={linden.ben.as_therapist.id}"

    chosen = browser.get(place).content.decode()
    confirm = browser.get(asked).content.decode()
    done = browser.post(asked, {"service": linden.deep_tissue.id, "minutes": 60, "tell": "on"})
    nonsense = browser.post(place, {"service": "x", "minutes": "9" * 9})

    assert ("Deep tissue massage" in chosen, "Couples massage" in chosen) == (True, False)
    assert ("Ben Okafor" in confirm, "Change to this" in confirm) == (True, True)
    assert (done.status_code, nonsense.status_code) == (302, 422)
    after = appointment_to_see(linden.owner.actor, appointment.id)
    assert (after.service.name, after.therapist.name) == ("Deep tissue massage", "Ana Lindqvist")


def test_a_time_that_the_address_names_is_confirmed_with_one_press(linden: Cast) -> None:
    start = this_minute().replace(hour=9, minute=0) + timedelta(days=7)
    start += timedelta(days=(7 - start.weekday()) % 7)
    appointment = booked(linden, at=start)
    asked = {"therapist": str(linden.ben.as_therapist.id), "start": start.isoformat()}

    page = signed_in(linden.front_desk).get(url("appointment-move", appointment), asked).content.decode()
    never = signed_in(linden.front_desk).get(url("appointment-move", appointment), asked | {"start": "soon"})

    assert "with Ben Okafor</button>" in page
    assert (never.status_code, "with Ben Okafor</button>" in never.content.decode()) == (200, False)


def test_the_room_is_chosen_like_the_therapist_where_there_are_several(linden: Cast) -> None:
    appointment, desk = booked(linden), signed_in(linden.front_desk)
    other = next(one for one in tables_of([linden.location.id]) if one.id != appointment.table_id)
    url = reverse("desk:appointment-move", args=[appointment.id])
    rooms = desk.get(url).context["page"].rooms
    room = next(tab for tab in rooms if str(other.id) in tab.url)

    page = desk.get(room.url).context["page"]
    desk.post(room.url, {"key": "one", "start": page.choice.offers[0].value})

    appointment.refresh_from_db()
    assert [tab.label for tab in rooms if tab.is_current] == ["As now, where free"]
    assert (appointment.table_id, appointment.starts_at.isoformat()) == (other.id, page.choice.offers[0].value)
    assert desk.get(url, {"table": "nonsense"}).context["page"].table is None
