"""Finding a time quickly: a month of days, whoever is free first, a list of therapists, and addresses that err."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client as Browser

from tableside.records.practice.models import Practice
from tableside.records.practice.people_actions import NewTherapist, add_therapist
from tableside.records.scheduling.hours_actions import set_hours
from tableside.records.scheduling.models import Appointment
from tableside.workflows.practice.change_hours import close_days
from tests.personas import FOUNDED, Cast, today_at_linden
from tests.portal.booking_steps import book, chosen, instant, offered
from tests.sessions import booked


def time_step(query: str) -> str:
    return Browser().get(f"/book/time/?{query}").content.decode()


def add_cem(linden: Cast) -> None:
    cem = add_therapist(
        NewTherapist(name="Cem Aydin", services=(linden.swedish,)), membership=None, by=linden.owner.actor, now=FOUNDED
    )
    mornings = [(weekday, 7 * 60, 8 * 60 + 30) for weekday in range(5)]
    set_hours(cem, location=linden.location, hours=mornings, by=linden.owner.actor, now=FOUNDED)


def test_every_day_with_times_is_a_link_that_shows_them_and_the_first_is_shown_already(linden: Cast) -> None:
    page = Browser().get(f"/book/time/?{chosen(linden.swedish, on=today_at_linden() + timedelta(days=40))}")
    days = [day for week in page.context["page"].choice.month.weeks for day in week if day]
    weekday = next(day for day in days if day.url and not day.is_chosen)
    sunday = next(day for day in days if day.words.startswith("Sunday"))

    shown = Browser().get(weekday.url).context["page"].choice

    assert [day.is_chosen for day in days].count(True) == 1
    assert (sunday.url, sunday.words[-12:]) == ("", "nothing free")
    assert (len(shown.offers), shown.day_words[:-5]) == (weekday.count, weekday.words.partition(":")[0])


def test_a_month_in_which_the_practice_is_closed_leads_to_the_next_free_time(linden: Cast) -> None:
    first = (today_at_linden().replace(day=1) + timedelta(days=32)).replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    days = [first + timedelta(days=number) for number in range((after - first).days)]
    close_days([linden.ana.as_therapist, linden.ben.as_therapist], days, by=linden.owner.actor, now=FOUNDED)

    page = Browser().get(f"/book/time/?{chosen(linden.swedish, on=first)}")
    choice = page.context["page"].choice

    assert (choice.offers, choice.day_words) == ((), "")
    assert f"Nothing free in {choice.month.title}" in page.content.decode()
    assert Browser().get(choice.otherwise.url).context["page"].choice.month.title in choice.otherwise.words
    assert "Tell me when something opens" in page.content.decode()


def test_whoever_is_free_is_named_with_the_first_time_each_a_link_to_it(linden: Cast) -> None:
    start = offered(Browser(), chosen(linden.swedish))[0]
    booked(linden, at=instant(start))  # Ana is taken then, so Ben comes first

    ben, ana = Browser().get(f"/book/time/?{chosen(linden.swedish)}").context["page"].choice.firsts

    assert (ben.term, ana.term) == ("Ben Okafor", "Ana Lindqvist")
    page = Browser().get(ana.url).context
    assert page["choices"].therapist == linden.ana.as_therapist
    assert page["page"].offers[0].clock == ana.text[-5:]
    assert page["page"].choice.firsts == ()


def test_one_of_a_list_of_therapists_is_found_and_booked_and_nobody_else(linden: Cast) -> None:
    add_cem(linden)
    ana, ben = linden.ana.as_therapist, linden.ben.as_therapist
    both = f"{chosen(linden.swedish, on=today_at_linden() + timedelta(days=7))}&therapist={ana.id}&therapist={ben.id}"
    start = offered(Browser(), both)[0]

    text = time_step(both)
    hold = dict.fromkeys(re.findall(r'<input type="hidden" name="therapist" value="([^"]+)"', text))
    statuses = [book(Browser(), both, start, key=key, email=f"{key}@guests.example").status_code for key in "abc"]

    assert "With whom: Ana Lindqvist or Ben Okafor" in text
    assert f'name="on" value="{today_at_linden() + timedelta(days=7)}"' in text  # the list keeps the day
    assert list(hold) == [str(ana.id), str(ben.id)]
    assert statuses == [302, 302, 422]
    assert {one.therapist for one in Appointment.objects.all()} == {ana, ben}


def test_a_list_is_asked_for_only_where_there_are_more_than_two(linden: Cast) -> None:
    before = time_step(chosen(linden.swedish))
    add_cem(linden)

    assert ("With whom:" in before, "With whom: anyone who is free" in time_step(chosen(linden.swedish))) == (
        False,
        True,
    )


def test_what_an_address_says_that_is_not_so_is_said_and_times_are_shown(linden: Cast) -> None:
    otto = linden.other_therapist.as_therapist

    for query, sentence in (
        (chosen(linden.swedish, therapist=otto), "Somebody named in this address does not give this treatment"),
        (chosen(linden.swedish, location=otto.id), "The place named in this address is none of ours."),
        (chosen(linden.swedish, on="soon"), "The day named in this address is none."),
        (chosen(linden.swedish, on="9999-12-31"), "cannot be booked: bookings are taken from today until"),
    ):
        text = time_step(query)
        assert (sentence in text, 'class="offer"' in text) == (True, True), query
    assert "notice--caution" not in time_step(chosen(linden.swedish, therapist=linden.ana.as_therapist))


def test_times_too_soon_to_book_say_how_to_ask_for_them(linden: Cast) -> None:
    Practice.objects.filter(pk=linden.practice.pk).update(notice_minutes=14 * 24 * 60)
    soon = today_at_linden() + timedelta(days=(7 - today_at_linden().weekday()))

    page = Browser().get(f"/book/time/?{chosen(linden.swedish, on=soon)}")
    text = page.content.decode()

    assert (page.context["page"].offers, page.context["page"].choice.on_request) == ((), ("09:00–15:45",))
    assert "On request: 09:00–15:45." in text
    assert 'href="tel:+431234567"' in text
