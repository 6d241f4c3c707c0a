"""Something is wrong with Clara on the massage table: first what to do, then what is kept of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tableside.knowledge.load_emergencies import load_emergencies
from tableside.records.audit.queries import newest_entries
from tableside.records.charting.incident_actions import describe_incident, note_call, note_incident
from tableside.records.charting.models import Incident, Session
from tableside.records.outbox.models import Message
from tableside.workflows.session.draft_note import recorded
from tableside.workflows.session.stop_session import stop_session
from tests.desk.session.conftest import Post
from tests.personas import Cast, signed_in
from tests.sessions import TEN, again, booked, running


def words(response: Any) -> str:  # Any: the test client's response
    return " ".join(response.content.decode().split())


def test_what_to_do_stands_before_everything_and_writes_nothing(linden: Cast, ana: Browser, session: Session) -> None:
    here = reverse("desk:session-wrong", args=[session.appointment_id])
    linked = here in words(ana.get(reverse("desk:session", args=[session.appointment_id])))
    page = words(ana.get(here))

    number = f'href="tel:{linden.practice.emergency_number}"'
    assert linked
    assert -1 < page.find("take your hands off") < page.find(number) < page.find("What do you see?")
    assert (Incident.objects.count(), again(session.appointment).ended_at) == (0, None)


def test_one_press_keeps_the_time_ends_the_session_and_says_the_steps(
    linden: Cast, ana: Browser, post: Post, session: Session
) -> None:
    answer = post("session-stop", data={"sign": "allergic"})

    incident, ended = Incident.objects.get(), again(session.appointment)
    assert answer["Location"] == reverse("desk:incident", args=[session.appointment_id, incident.id])
    assert (incident.sign, incident.noted_by, incident.called_at) == ("allergic", "Ana Lindqvist", None)
    assert (ended.ended_at, ended.appointment.status) == (incident.noticed_at, "completed")
    assert not Message.objects.filter(kind="review_request").exists()
    page = words(ana.get(answer["Location"]))
    assert -1 < page.find("Call the emergency number now.") < page.find('href="tel:') < page.find("adrenaline injector")


def test_that_help_was_called_and_what_happened_are_kept_once(ana: Browser, post: Post, session: Session) -> None:
    post("session-stop", data={"sign": "faint"})
    incident = Incident.objects.get()

    first, second = post("incident-call", incident.id), post("incident-call", incident.id)
    empty = post("incident-describe", incident.id, data={"account": " "})
    told = post("incident-describe", incident.id, data={"account": "Well again after 3 minutes."})
    other = post("incident-describe", incident.id, data={"account": "Never happened."})

    kept = Incident.objects.get()
    assert [one.status_code for one in (first, second, empty, told, other)] == [302, 422, 422, 302, 422]
    assert (kept.account, kept.described_by) == ("Well again after 3 minutes.", "Ana Lindqvist")
    assert kept.called_at is not None
    assert "Never happened." in words(other)
    note = words(ana.get(reverse("desk:note", args=[session.appointment_id])))
    assert ("Fainted, or about to" in note, "Well again after 3 minutes." in note) == (True, True)


@pytest.mark.parametrize(("sign", "number"), [("faint", False), ("distress", True)])
def test_the_crisis_line_stands_beside_its_sign_only(ana: Browser, post: Post, sign: str, number: bool) -> None:
    page = words(ana.get(post("session-stop", data={"sign": sign})["Location"]))

    line = 'The crisis line, to talk to somebody right now: <a href="tel:142">142</a>'
    assert ('href="tel:' in page, line in page) == (True, number)


@pytest.mark.parametrize("sign", ["", "sneezed", "\x00"])
def test_a_sign_that_is_none_ends_nothing(post: Post, session: Session, sign: str) -> None:
    answer = post("session-stop", data={"sign": sign})

    assert (answer.status_code, Incident.objects.count(), again(session.appointment).ended_at) in (
        (422, 0, None),
        (400, 0, None),
    )


def test_a_colleague_may_stop_it_once_a_sign_and_the_front_desk_cannot_see_it(linden: Cast, session: Session) -> None:
    address = reverse("desk:session-stop", args=[session.appointment_id])

    desk = signed_in(linden.front_desk).post(address, {"sign": "chest"}).status_code
    ben = signed_in(linden.ben)
    colleague = [ben.post(address, {"sign": sign}).status_code for sign in ("chest", "chest", "seizure")]

    assert (desk in (403, 404), colleague) == (True, [302, 302, 302])
    pressed = Incident.objects.order_by("noticed_at").values_list("sign", "noted_by")
    assert list(pressed) == [("chest", linden.ben.actor.label), ("seizure", linden.ben.actor.label)]
    assert [one.had_ended for one in recorded(again(session.appointment)).stops] == [False, True]


def test_what_went_wrong_without_a_session_is_not_read_unseen(linden: Cast, ana: Browser) -> None:
    appointment = booked(linden)
    noted = stop_session(appointment, "faint", by=linden.ana.actor, now=timezone.now())

    page = words(ana.get(reverse("desk:session", args=[appointment.id])))

    assert "Fainted, or about to" in page
    entries = newest_entries()
    assert [entry.deed for entry in entries if entry.subject_id == str(noted.id)] == ["incident.read", "incident.noted"]


def test_the_history_shows_what_went_wrong_between_the_sessions_by_time(linden: Cast, ana: Browser) -> None:
    first, _second = [running(linden, booked(linden, at=TEN + week * timedelta(weeks=1))) for week in range(2)]
    noticed = TEN + timedelta(hours=1)
    incident = note_incident(first.appointment, "chest", by=linden.ben.actor, now=noticed)
    note_call(incident, by=linden.ana.actor, now=noticed + timedelta(minutes=2))
    describe_incident(incident, "Sat up until the ambulance came.", by=linden.ana.actor, now=noticed)

    page = words(ana.get(reverse("desk:chart", args=[linden.clara.client.id])))

    rows = page[page.find('id="sessions-title"') :]
    told = ("8 Feb", "1 Feb", "tightness in chest, jaw", "Ben Okafor", "11:02", "Sat up", "Written by Ana")
    places = [*map(rows.find, told), rows.rfind(">Swedish massage")]
    assert places == sorted(places) and -1 not in places
    assert "2 sessions so far" in page


def test_the_list_of_incidents_is_for_those_who_treat_and_costs_the_same_for_one_and_three(
    linden: Cast, ana: Browser, session: Session
) -> None:
    here = reverse("desk:incidents")
    assert "Nothing has gone wrong" in words(ana.get(here))
    counts, signs = [], ("faint", "chest", "limb")
    for minute, sign in enumerate(signs):
        at = timezone.now() + timedelta(minutes=minute)
        note_incident(session.appointment, sign, by=linden.ana.actor, now=at)
        with CaptureQueriesContext(connection) as queries:
            page = words(ana.get(here))
        counts.append(len(queries))

    titles = [load_emergencies().signs[sign].title for sign in reversed(signs)]
    places = [page.find(f"Clara Novak: {title}") for title in titles]
    assert (counts[0], places) == (counts[2], sorted(places)) and -1 not in places
    read = newest_entries()[0]
    assert (read.deed, read.detail) == ("incidents.read", {"clients": [str(linden.clara.client.id)]})
    assert here in words(signed_in(linden.owner).get(reverse("desk:settings")))
    assert signed_in(linden.front_desk).get(here).status_code == 403
