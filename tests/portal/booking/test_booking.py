"""The four steps of booking, as guests and clients walk them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Browser

from tableside.records.audit.models import AuditEntry
from tableside.records.clients.models import Client
from tableside.records.foundation.scope import practice_scope
from tableside.records.outbox.models import Message
from tableside.records.practice.place_actions import add_location
from tableside.records.scheduling.hours_actions import set_hours
from tableside.records.scheduling.models import Appointment, Booking
from tableside.ui import moments
from tests.personas import FOUNDED, Cast, signed_in
from tests.portal.booking_steps import GUEST, book, chosen, instant, offered

pytestmark = pytest.mark.django_db


def test_a_guest_books_by_plain_links_and_forms_from_the_first_page_to_the_last(client: Browser, cast: Cast) -> None:
    services = client.get("/book/").content.decode()
    (to_therapist,) = re.findall(r'href="([^"]+)" aria-label="Swedish massage, 60 minutes, €80.00"', services)
    therapists = client.get(to_therapist.replace("&amp;", "&")).content.decode()
    (to_time,) = re.findall(r'href="([^"]+)">Ben Okafor</a>', therapists)
    times = client.get(to_time.replace("&amp;", "&"))
    start = re.findall(r'name="start" value="([^"]+)"', times.content.decode())[0]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', times.content.decode())
    details = client.post("/book/hold/", dict(hidden) | {"start": start}, follow=True)
    (key,) = re.findall(r'name="key" value="([^"]+)"', details.content.decode())

    answer = client.post(f"{details.request['PATH_INFO']}?{details.request['QUERY_STRING']}", GUEST | {"key": key})

    assert answer.status_code == 302
    shown = client.get(answer["Location"])
    assert "Ben Okafor" in shown.content.decode()
    assert "Booked. The confirmation follows by mail in 3 minutes." in shown.content.decode()
    with practice_scope(cast.practice.id):
        appointment = Appointment.objects.select_related("client", "therapist", "service").get()
        assert (
            appointment.client.name,
            appointment.client.email,
            appointment.client.user_id,
            appointment.therapist,
            appointment.service,
            appointment.starts_at,
            appointment.ends_at - appointment.starts_at,
            appointment.price_minor,
        ) == (
            "Gwen Hart",
            "gwen@guests.example",
            None,
            cast.ben.as_therapist,
            cast.swedish,
            instant(start),
            timedelta(minutes=60),
            8000,
        )


def test_only_locations_where_the_chosen_therapist_works_are_a_choice(client: Browser, cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        mill = add_location("Mill Lane", rooms={"Attic": 1}, address="Mill Lane 1", by=cast.owner.actor, now=FOUNDED)
        saturday = [(5, 9 * 60, 17 * 60)]
        set_hours(cast.ana.as_therapist, location=mill, hours=saturday, by=cast.owner.actor, now=FOUNDED)

    def places(**choice: Any) -> list[str]:
        page = client.get(f"/book/time/?{chosen(cast.swedish, **choice)}").context["page"]
        return [tab.label for tab in page.locations]

    everywhere = ["Anywhere", "Linden Street", "Mill Lane"]
    assert places() == everywhere
    assert places(therapist=cast.ana.as_therapist) == everywhere
    assert places(therapist=cast.ana.as_therapist, location=mill.id) == everywhere
    assert places(therapist=cast.ben.as_therapist) == []
    assert places(therapist=cast.ben.as_therapist, location=mill.id) == everywhere  # so that there is a way back


def test_looking_through_all_steps_writes_nothing(client: Browser, cast: Cast) -> None:
    entries = AuditEntry.everywhere.count()
    query = chosen(cast.swedish)
    start = offered(client, query)[0]

    for address in ("/book/", f"/book/therapist/?{query}", f"/book/details/?{query}&{urlencode({'start': start})}"):
        assert client.get(address).status_code == 200

    assert (Booking.everywhere.count(), Message.everywhere.count()) == (0, 0)
    assert AuditEntry.everywhere.count() == entries


def test_a_known_client_only_confirms(cast: Cast) -> None:
    browser = signed_in(cast.clara)
    query = chosen(cast.swedish, therapist=cast.ana.as_therapist)
    start = offered(browser, query)[0]
    page = browser.get(f"/book/details/?{query}&{urlencode({'start': start})}")
    assert [page.context["form"].own_fields(), "agree" in page.context["form"].fields] == [[], True]

    answer = browser.post(f"/book/details/?{query}&{urlencode({'start': start})}", {"agree": "on", "key": "k"})

    assert answer.status_code == 302
    with practice_scope(cast.practice.id):
        assert Appointment.objects.get().client == cast.clara.client


def test_a_client_at_another_practice_books_here_as_a_guest_would_there(cast: Cast) -> None:
    """Una belongs to Mill Lane, so she sees Mill Lane and its services, never those of Linden."""
    browser = signed_in(cast.other_client)

    assert browser.get(f"/book/therapist/?{chosen(cast.swedish)}")["Location"] == "/book/"
    assert browser.get("/book/").context["cards"] == []


def test_staff_who_use_the_public_page_book_as_a_guest(cast: Cast) -> None:
    browser = signed_in(cast.front_desk)
    query = chosen(cast.swedish)

    assert book(browser, query, offered(browser, query)[0]).status_code == 302
    with practice_scope(cast.practice.id):
        assert Appointment.objects.get().client.name == "Gwen Hart"


def test_two_people_book_side_by_side_and_each_gets_a_record_and_a_letter_of_their_own(
    client: Browser, cast: Cast
) -> None:
    query = chosen(cast.couples)
    assert client.get(f"/book/therapist/?{query}")["Location"].startswith("/book/time/?")
    start = offered(client, query)[0]

    answer = book(client, query, start, partner_name="Hugo Hart", partner_email="hugo@guests.example")

    assert answer.status_code == 302
    with practice_scope(cast.practice.id):
        both = Appointment.objects.select_related("client", "therapist", "table__room").order_by("client__name")
        assert [each.client.name for each in both] == ["Gwen Hart", "Hugo Hart"]
        assert {each.therapist for each in both} == {cast.ana.as_therapist, cast.ben.as_therapist}
        assert len({each.table_id for each in both}) == 2
        assert {each.table.room.name for each in both if each.table} == {"Garden room"}
        assert {each.booking_id for each in both} == {Booking.objects.get().id}
        assert sorted(Message.objects.filter(kind="confirmation").values_list("address", flat=True)) == [
            "gwen@guests.example",
            "hugo@guests.example",
        ]


def test_anyone_who_is_free_may_be_left_to_the_practice(client: Browser, cast: Cast) -> None:
    query = chosen(cast.swedish)
    start = offered(client, query)[0]

    statuses = [
        book(client, query, start, key=key, name=name, email=f"{key}@guests.example").status_code
        for key, name in (("a", "Gwen Hart"), ("b", "Hugo Hart"), ("c", "Ida Hart"))
    ]

    assert statuses == [302, 302, 422]
    with practice_scope(cast.practice.id):
        assert {each.therapist for each in Appointment.objects.select_related("therapist")} == {
            cast.ana.as_therapist,
            cast.ben.as_therapist,
        }


def test_whoever_loses_a_race_sees_the_three_nearest_times_and_can_book_one(client: Browser, cast: Cast) -> None:
    query = chosen(cast.swedish, therapist=cast.ana.as_therapist)
    times = offered(client, query)
    start = times[0]
    assert book(client, query, start).status_code == 302

    lost = book(client, query, start, key="another-key", name="Hugo Hart", email="hugo@guests.example")

    assert lost.status_code == 422
    assert 'value="Hugo Hart"' in lost.content.decode()
    alternatives = lost.context["alternatives"]
    assert len(alternatives) == 3
    free = offered(client, query)
    assert re.findall(r"start=([^&]+)", alternatives[0][1].replace("%3A", ":").replace("%2B", "+"))[0] == free[0]
    assert book(client, query, free[0], key="third-key", email="hugo@guests.example").status_code == 302


def test_where_there_is_no_policy_nobody_has_to_say_they_read_it(cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        cast.practice.policy_text = ""
        cast.practice.save()
    browser = signed_in(cast.clara)
    query = chosen(cast.swedish)
    start = offered(browser, query)[0]

    answer = browser.post(f"/book/details/?{query}&{urlencode({'start': start})}", {"key": "k"})

    assert answer.status_code == 302


def test_a_form_sent_twice_books_once(client: Browser, cast: Cast) -> None:
    query = chosen(cast.swedish)
    start = offered(client, query)[0]

    answers = [book(client, query, start) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert (Booking.everywhere.count(), Message.everywhere.filter(kind="confirmation").count()) == (1, 1)


def test_a_form_without_its_key_still_books(client: Browser, cast: Cast) -> None:
    query = chosen(cast.swedish)
    start = offered(client, query)[0]

    answer = client.post(f"/book/details/?{query}&{urlencode({'start': start})}", GUEST)

    assert answer.status_code == 302


def test_the_same_guest_is_known_again_by_mail_and_name(client: Browser, cast: Cast) -> None:
    query = chosen(cast.swedish)
    first, *_, last = offered(client, query)

    book(client, query, first, key="first")
    book(client, query, last, key="last", name="gwen hart", email="Gwen@Guests.example")

    assert Client.everywhere.filter(email="gwen@guests.example").count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "This field is required"),
        ({"email": "gwen"}, "Enter a valid email address"),
        ({"email": "gwen@guests.example\nBcc: all@example.org"}, "Enter a valid email address"),
        ({"agree": ""}, "This field is required"),
        ({"name": "x" * 5000}, "at most 120 characters"),
    ],
)
def test_details_that_cannot_be_used_come_back_in_words_and_book_nothing(
    client: Browser, cast: Cast, changed: dict[str, str], sentence: str
) -> None:
    query = chosen(cast.swedish)

    page = book(client, query, offered(client, query)[0], **changed)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Booking.everywhere.exists()


NONSENSE = [
    "",
    "service=x&minutes=60",
    "service={swedish}",
    "service={swedish}&minutes=61",
    "service={swedish}&minutes=-60",
    "service=00000000-0000-0000-0000-000000000000&minutes=60",
    "service={swedish}&minutes=60&therapist=x&location=y&on=2027-02-31&start=yesterday",
    "service={swedish}&minutes=60&start=2027-02-01T09:00",
    "service={swedish}&minutes=60&therapist={otto}",
    "service={swedish}&minutes=60&on=9999-12-31",
    "service={swedish}&minutes=60&start=0001-01-01T00:00:00%2B14:00",
    "service={swedish}&minutes=60&start=9999-12-31T23:59:00-12:00",
]


@pytest.mark.parametrize("query", NONSENSE)
@pytest.mark.parametrize("step", ["/book/", "/book/therapist/", "/book/time/", "/book/details/"])
def test_nonsense_in_the_address_counts_as_not_chosen(client: Browser, cast: Cast, step: str, query: str) -> None:
    query = query.format(swedish=cast.swedish.id, otto=cast.other_therapist.as_therapist.id)

    assert client.get(f"{step}?{query}").status_code in (200, 302)


@pytest.mark.parametrize(
    "start",
    [
        "2020-01-06T09:00:00+00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:00-12:00",
        "2026-12-06T03:00:00+00:00",
        "2026-12-07T09:07:00+00:00",
    ],
)
def test_a_time_that_is_not_offered_is_refused_in_words(client: Browser, cast: Cast, start: str) -> None:
    page = book(client, chosen(cast.swedish), start)

    assert page.status_code in (302, 422)
    if page.status_code == 302:
        assert page["Location"].startswith("/book/time/")
    else:
        assert page.context["refusal"].detail in page.content.decode()
    assert not Booking.everywhere.exists()


def test_a_service_of_another_practice_cannot_be_booked_here(client: Browser, cast: Cast, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["mill.example"]  # type: ignore[attr-defined]

    answer = client.get(f"/book/therapist/?{chosen(cast.swedish)}", headers={"host": "mill.example"})

    assert (answer.status_code, answer["Location"]) == (302, "/book/")


@pytest.mark.parametrize("step", ["/book/", "/book/therapist/", "/book/time/"])
def test_the_steps_on_the_way_only_answer_reading(client: Browser, cast: Cast, step: str) -> None:
    assert client.post(step).status_code == 405


def test_asking_for_the_head_of_a_page_gets_its_status_without_its_body(client: Browser, cast: Cast) -> None:
    answer = client.head("/book/")

    assert (answer.status_code, answer.content) == (200, b"")


def test_the_last_step_answers_reading_and_posting_only(client: Browser, cast: Cast) -> None:
    assert client.delete("/book/details/").status_code == 405


def test_until_the_mail_leaves_the_page_says_when_and_afterwards_no_more(client: Browser, cast: Cast) -> None:
    query = chosen(cast.swedish, therapist=cast.ben.as_therapist)
    address = book(client, query, offered(client, query)[0])["Location"]
    with practice_scope(cast.practice.id):
        due = Message.objects.get(kind="confirmation").due_at
    waiting = client.get(address).content.decode()
    with practice_scope(cast.practice.id):
        Message.objects.filter(kind="confirmation").update(done_at=due)
    sent = client.get(address).content.decode()

    words = f"Our mail to you leaves at {moments.clock(due, ZoneInfo('Europe/Vienna'))}"
    assert (words in waiting, "Our mail to you leaves" in sent) == (True, False)
