"""Staff book for a client: known or new, one or two people, also inside the notice that clients have to keep."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tableside.records.clients.actions import add_client
from tableside.records.clients.models import Client
from tableside.records.clients.queries import clients_matching
from tableside.records.outbox.queries import newest_messages
from tableside.records.practice.models import Service
from tableside.records.practice.people_actions import NewTherapist, add_therapist
from tableside.records.scheduling.hours_actions import set_hours
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.queries import appointments_of
from tableside.workflows.times.find_times import Search, free_times
from tests.personas import FOUNDED, Cast, signed_in
from tests.query_counts import queries_of
from tests.sessions import booked

BOOK = reverse("desk:book")


def free_start(service: Service) -> datetime:
    times = free_times(Search(service, 60, ignores_notice=True), now=timezone.now())
    return times.on(times.days()[4])[4]


def address(**chosen: object) -> str:
    return f"{BOOK}?{urlencode(chosen)}"


def whole(service: Service, start: datetime, **chosen: object) -> str:
    return address(service=service.id, minutes=60, start=start.isoformat(), **chosen)


def appointments(client: Client) -> list[Appointment]:
    return list(appointments_of(client.id))


@pytest.mark.parametrize(
    ("chosen", "step"),
    [
        ((), "who"),
        (("client",), "what"),
        (("client", "service"), "what"),
        (("client", "service", "minutes"), "when"),
        (("client", "service", "minutes", "start"), "confirm"),
        (("service", "minutes", "start"), "who"),
    ],
)
def test_the_first_thing_still_missing_is_asked(linden: Cast, chosen: tuple[str, ...], step: str) -> None:
    everything: dict[str, Any] = {
        "client": linden.clara.client.id,
        "service": linden.swedish.id,
        "minutes": 60,
        "start": free_start(linden.swedish).isoformat(),
    }

    answer = signed_in(linden.front_desk).get(BOOK, {name: everything[name] for name in chosen})

    assert (answer.status_code, answer.context["choices"].step) == (200, step)


def test_a_known_client_is_booked_with_one_press(linden: Cast) -> None:
    start = free_start(linden.swedish)
    chosen = whole(linden.swedish, start, client=linden.clara.client.id, therapist=linden.ben.as_therapist.id)

    answer = signed_in(linden.front_desk).post(chosen, {"key": "k1", "tell": "on"})

    (appointment,) = appointments(linden.clara.client)
    assert answer["Location"] == reverse("desk:appointment", args=[appointment.id])
    assert (appointment.starts_at, appointment.therapist) == (start, linden.ben.as_therapist)
    assert {letter.kind for letter in newest_messages()} == {"confirmation", "reminder_first", "reminder_last"}


def test_sending_the_form_twice_books_once(linden: Cast) -> None:
    chosen = whole(linden.swedish, free_start(linden.swedish), client=linden.clara.client.id)
    browser = signed_in(linden.front_desk)

    answers = {browser.post(chosen, {"key": "k1"})["Location"] for _ in range(2)}

    assert (len(answers), len(appointments(linden.clara.client))) == (1, 1)


def test_somebody_new_is_written_down_with_the_booking(linden: Cast) -> None:
    chosen = whole(linden.swedish, free_start(linden.swedish), client="new")

    signed_in(linden.front_desk).post(chosen, {"key": "k", "client-name": "Emil Ash", "client-phone": "+43 1 5"})

    (client,) = clients_matching("Emil")
    assert (client.phone, len(appointments(client)), newest_messages().count()) == ("+43 1 5", 1, 0)


def test_two_people_of_one_name_and_no_mail_stay_two(linden: Cast) -> None:
    known = add_client("Emil Ash", email="", phone="1", by=linden.owner.actor, now=FOUNDED)
    chosen = whole(linden.swedish, free_start(linden.swedish), client="new")

    signed_in(linden.front_desk).post(chosen, {"key": "k", "client-name": "Emil Ash", "client-phone": "2"})

    assert (clients_matching("Emil").count(), appointments(known)) == (2, [])


def test_somebody_new_who_turns_out_to_be_known_is_not_written_down_twice(linden: Cast) -> None:
    chosen = whole(linden.swedish, free_start(linden.swedish), client="new")

    signed_in(linden.front_desk).post(
        chosen, {"key": "k", "client-name": "clara novak", "client-email": "Clara@clients.example"}
    )

    assert (clients_matching("clara").count(), len(appointments(linden.clara.client))) == (1, 1)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"client-name": "Emil"}, "Write down a phone number or a mail address"),
        ({"client-phone": "1"}, "This field is required"),
        ({"client-name": "Emil", "client-email": "no"}, "Enter a valid email address"),
    ],
)
def test_somebody_new_needs_a_name_and_a_way_to_reach_them(linden: Cast, given: dict[str, str], sentence: str) -> None:
    chosen = whole(linden.swedish, free_start(linden.swedish), client="new")

    answer = signed_in(linden.front_desk).post(chosen, {"key": "k", **given})

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert clients_matching("").count() == 2


def test_a_couple_is_two_appointments_and_two_records(linden: Cast) -> None:
    start = free_start(linden.couples)
    chosen = whole(linden.couples, start, client=linden.clara.client.id, partner=linden.dora.client.id)

    signed_in(linden.front_desk).post(chosen, {"key": "k"})

    (one,), (other,) = appointments(linden.clara.client), appointments(linden.dora.client)
    assert (one.booking, one.starts_at, one.therapist != other.therapist) == (other.booking, start, True)
    facts = signed_in(linden.ana).get(reverse("desk:appointment", args=[one.id])).context["page"].facts
    assert ("Together with", "Dora Weiss") in [(fact.term, fact.text) for fact in facts]


def test_the_second_person_is_searched_among_clients_and_one_who_is_typed_is_known_again(linden: Cast) -> None:
    start, desk = free_start(linden.couples), signed_in(linden.front_desk)
    chosen: dict[str, Any] = {
        "client": linden.clara.client.id,
        "service": linden.couples.id,
        "minutes": 60,
        "start": start.isoformat(),
    }

    found = {
        words: desk.get(BOOK, {**chosen, "q": words}).context["page"].found for words in ("weiss", "clara", "nobody")
    }
    assert [[one.client for one in some] for some in found.values()] == [[linden.dora.client], [], []]
    picked = desk.get(found["weiss"][0].url).context["choices"]
    assert (picked.step, picked.partner) == ("confirm", linden.dora.client)
    typed = {"partner-name": "dora weiss", "partner-email": linden.dora.client.email}
    desk.post(whole(linden.couples, start, client=linden.clara.client.id, partner="new"), {"key": "k", **typed})

    assert (clients_matching("").count(), len(appointments(linden.dora.client))) == (2, 1)


def test_a_couple_needs_a_second_person_who_is_not_the_first(linden: Cast) -> None:
    start = free_start(linden.couples)
    twice = whole(linden.couples, start, client=linden.clara.client.id, partner=linden.clara.client.id)

    answer = signed_in(linden.front_desk).post(twice, {"key": "k"})

    assert (answer.status_code, answer.context["choices"].step) == (422, "partner")
    assert appointments(linden.clara.client) == []


def test_a_time_that_is_taken_is_refused_with_the_nearest_others(linden: Cast) -> None:
    start = free_start(linden.swedish)
    ana = linden.ana.as_therapist
    booked(linden, at=start, who=linden.dora)
    chosen = whole(linden.swedish, start, client=linden.clara.client.id, therapist=ana.id)

    answer = signed_in(linden.front_desk).post(chosen, {"key": "k"})

    assert (answer.status_code, "has no time then" in answer.content.decode()) == (422, True)
    assert appointments(linden.clara.client) == []


@pytest.mark.parametrize("start", ["2020-01-01T09:00+00:00", "2199-01-01T09:00+00:00"])
def test_the_desk_books_neither_the_past_nor_beyond_the_horizon(linden: Cast, start: str) -> None:
    chosen = whole(linden.swedish, datetime.fromisoformat(start), client=linden.clara.client.id)

    answer = signed_in(linden.front_desk).post(chosen, {"key": "k"})

    assert (answer.status_code, appointments(linden.clara.client)) == (422, [])


def test_times_inside_the_notice_of_clients_are_offered_to_the_desk(linden: Cast) -> None:
    linden.practice.notice_minutes = 30 * 24 * 60
    linden.practice.save()

    answer = signed_in(linden.front_desk).get(address(client="new", service=linden.swedish.id, minutes=60))

    first = datetime.fromisoformat(answer.context["page"].choice.offers[0].value)
    assert first < timezone.now() + timedelta(days=5)


@pytest.mark.parametrize(
    "nonsense",
    [{"client": "nobody"}, {"service": "x", "client": "new"}, {"minutes": "-1", "client": "new"}, {"start": "soon"}],
)
def test_nonsense_in_the_address_counts_as_not_chosen(linden: Cast, nonsense: dict[str, str]) -> None:
    assert signed_in(linden.front_desk).get(BOOK, nonsense).context["choices"].step in ("who", "what")


def test_what_a_client_had_last_time_is_one_press_away(linden: Cast) -> None:
    booked(linden)

    answer = signed_in(linden.front_desk).get(address(client=linden.clara.client.id))

    assert answer.context["again"][0] == "Swedish massage, 60 minutes, with Ana Lindqvist"


def test_searching_costs_the_same_for_one_and_for_three(linden: Cast) -> None:
    browser = signed_in(linden.front_desk)
    add_client("Clara Berg", email="", phone="1", by=linden.owner.actor, now=FOUNDED)

    counts = []
    for words in ("novak", ""):
        with CaptureQueriesContext(connection) as captured:
            browser.get(BOOK, {"q": words})
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_a_client_of_another_practice_or_of_nobody_is_not_found(linden: Cast) -> None:
    browser = signed_in(linden.front_desk)

    assert browser.get(address(client=linden.other_client.client.id)).status_code == 404
    assert browser.post(address(client="new", partner=uuid4())).status_code == 404


def test_booking_is_for_staff(linden: Cast) -> None:
    chosen = whole(linden.swedish, free_start(linden.swedish), client=linden.clara.client.id)

    assert [one.post(chosen).status_code for one in (signed_in(linden.clara), Browser())] == [403, 302]
    assert signed_in(linden.other_therapist).post(chosen).status_code == 404
    assert signed_in(linden.front_desk).put(chosen).status_code == 405
    assert appointments(linden.clara.client) == []


def test_a_time_pressed_in_the_calendar_is_kept_through_all_steps(linden: Cast) -> None:
    ana = linden.ana.as_therapist
    browser = signed_in(linden.front_desk)

    who = browser.get(reverse("desk:book"), {"wall": "2027-02-01T10:00", "therapist": str(ana.id)})
    (found,) = [one for one in who.context["page"].found if one.client.name == "Clara Novak"]
    what = browser.get(found.url)
    address = next(card for card in what.context["cards"] if card["service"] == linden.swedish)["lengths"][0]["url"]
    confirm = browser.get(address).context["choices"]

    start = "2027-02-01T09:00:00+00:00"
    assert b"Monday 1 February 2027, 10:00" in what.content
    assert dict(who.context["page"].hidden)["start"] == start
    assert (confirm.step, confirm.therapist, confirm.start.isoformat()) == ("confirm", ana, start)


@pytest.mark.parametrize("asked", ["wall=now", "wall=2027-03-28T02:30", "therapist=any", "therapist=x&wall=2027-02-01"])
def test_a_time_or_therapist_that_is_none_counts_as_not_chosen(linden: Cast, asked: str) -> None:
    assert signed_in(linden.front_desk).get(f"{reverse('desk:book')}?{asked}").status_code == 200


def test_one_of_a_list_of_therapists_is_found_and_booked(linden: Cast) -> None:
    cem = add_therapist(
        NewTherapist(name="Cem Aydin", services=(linden.swedish,)), membership=None, by=linden.owner.actor, now=FOUNDED
    )
    ana, ben = linden.ana.as_therapist, linden.ben.as_therapist
    wanted = urlencode({"therapist": [ben.id, ana.id]}, doseq=True)
    browser = signed_in(linden.front_desk)

    when = browser.get(address(client="new", service=linden.swedish.id, minutes=60) + f"&{wanted}")
    start = free_start(linden.swedish)
    booked(linden, at=start, who=linden.dora)  # Ana is taken
    chosen = whole(linden.swedish, start, client=linden.clara.client.id)
    browser.post(f"{chosen}&{wanted}", {"key": "k"})

    text = when.content.decode()
    assert ("With whom: Ana Lindqvist or Ben Okafor" in text, f'value="{cem.id}"' in text) == (True, True)
    assert [first.term for first in when.context["page"].choice.firsts] == ["Ana Lindqvist", "Ben Okafor"]
    assert [one.therapist for one in appointments(linden.clara.client)] == [ben]


def test_a_month_of_twenty_therapists_costs_the_desk_as_many_queries_as_of_two(linden: Cast) -> None:
    browser = signed_in(linden.front_desk)
    when = address(client=linden.clara.client.id, service=linden.swedish.id, minutes=60)
    before = queries_of(browser, when)
    for number in range(18):
        new = NewTherapist(name=f"Therapist {number}", services=(linden.swedish,))
        one = add_therapist(new, membership=None, by=linden.owner.actor, now=FOUNDED)
        hours = [(weekday, 540, 1020) for weekday in range(5)]
        set_hours(one, location=linden.location, hours=hours, by=linden.owner.actor, now=FOUNDED)

    assert queries_of(browser, when) == before
