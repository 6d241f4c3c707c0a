"""A time that opens is offered to one person at a time, in turn, and whoever takes it has it."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from tableside.core.decision import Refusal
from tableside.core.waitlist.fit import Window
from tableside.records.clients.access import guest
from tableside.records.foundation.scope import practice_scope
from tableside.records.outbox.models import Message
from tableside.records.practice.models import Practice
from tableside.records.scheduling.models import Appointment, Reservation, WaitlistEntry, WaitlistOffer
from tableside.records.scheduling.waitlist_queries import offers_newest_first
from tableside.workflows.booking.book import Person, book
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.waitlist import offer_openings as openings
from tableside.workflows.waitlist.answer_offer import accept, decline, later_appointments
from tableside.workflows.waitlist.join_waitlist import change, join, leave
from tableside.workflows.waitlist.offer_openings import offer_openings
from tests.personas import Cast
from tests.workflows.booking_wishes import MONDAY_TEN, NOW, found, wish
from tests.workflows.waiting import MONDAY, ONE_HOUR, person, rival, taken, told, waits, wanted

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def offer() -> WaitlistOffer:
    return offers_newest_first()[0]


def opened(cast: Cast) -> None:
    """Clara and then Dora wait for the hour that Gwen has; Gwen gives it back."""
    gwen = taken(cast)
    waits(cast, cast.clara)
    waits(cast, cast.dora, now=NOW + MINUTE)
    cancel(gwen, by=guest(gwen.client), now=NOW + 5 * MINUTE)


def test_nobody_joins_for_a_time_that_is_free(linden: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        waits(linden, linden.clara)

    assert (refused.value.code, refused.value.data["nearest"]) == ("free_already", (MONDAY_TEN,))


def test_nothing_is_offered_while_nothing_opens(linden: Cast) -> None:
    taken(linden)
    waits(linden, linden.clara)

    assert (offer_openings(now=NOW + HOUR), told()) == (0, [])


def test_a_time_just_given_back_is_offered_once_it_can_no_longer_be_taken_back(linden: Cast) -> None:
    opened(linden)

    assert offer_openings(now=NOW + 7 * MINUTE) == 0
    assert offer_openings(now=NOW + 8 * MINUTE) == 1
    assert told() == [("Clara Novak", "01 09:00", "open")]
    assert offer().why == "Has waited longest of all."
    assert offer().expires_at == NOW + 8 * MINUTE + 2 * HOUR


def test_an_offer_stands_as_long_as_the_practice_says(linden: Cast) -> None:
    Practice.objects.filter(pk=linden.practice.id).update(offer_minutes=45)
    opened(linden)

    offer_openings(now=NOW + 8 * MINUTE)

    assert offer().expires_at == NOW + 8 * MINUTE + 45 * MINUTE


def test_the_time_is_held_and_nobody_else_is_asked_meanwhile(linden: Cast) -> None:
    opened(linden)
    offer_openings(now=NOW + 10 * MINUTE)

    assert offer_openings(now=NOW + HOUR) == 0
    with pytest.raises(Refusal):
        book(rival(linden, MONDAY_TEN), by=None, now=NOW + HOUR)


def test_the_letter_names_time_and_treatment_and_says_nothing_else(linden: Cast) -> None:
    opened(linden)
    offer_openings(now=NOW + 10 * MINUTE)

    letter = Message.objects.get(kind="waitlist_offer")
    assert (letter.address, letter.content["subject"]) == (
        linden.clara.client.email,
        "Linden Massage: A time has opened for you",
    )
    assert "Monday 1 February 2027, 10:00–11:00" in letter.content["text"]
    assert "until Monday 25 January 2027, 11:10" in letter.content["text"]


@pytest.mark.parametrize("answer", ["declined", "expired"])
def test_what_one_lets_pass_goes_to_the_next_and_never_back(linden: Cast, answer: str) -> None:
    opened(linden)
    offer_openings(now=NOW + 10 * MINUTE)
    if answer == "declined":
        decline(offer(), by=linden.clara.actor, now=NOW + 11 * MINUTE)
    later = NOW + 3 * HOUR

    assert offer_openings(now=later) == 1
    assert told() == [("Clara Novak", "01 09:00", answer), ("Dora Weiss", "01 09:00", "open")]
    assert offer().why.endswith("1 who has waited longer wants other times.")
    offer_openings(now=later + 3 * HOUR)
    assert offer_openings(now=later + 4 * HOUR) == 0
    assert not Reservation.objects.exists()


def test_nobody_is_written_to_at_night(linden: Cast) -> None:
    opened(linden)

    assert offer_openings(now=NOW + 13 * HOUR) == 0  # 22:00 in Vienna
    assert offer_openings(now=NOW + 23 * HOUR) == 1


def test_taking_it_books_it_and_ends_the_wait(linden: Cast) -> None:
    opened(linden)
    offer_openings(now=NOW + 10 * MINUTE)

    made = accept(offer(), by=linden.clara.actor, now=NOW + 20 * MINUTE)

    appointment = found(made)
    assert (appointment.client, appointment.starts_at) == (linden.clara.client, MONDAY_TEN)
    assert told() == [("Clara Novak", "01 09:00", "accepted")]
    assert WaitlistEntry.objects.get(client=linden.clara.client).ended == "booked"
    assert set(Reservation.objects.values_list("why", flat=True)) == {"appointment"}


def test_an_offered_time_needs_no_notice(linden: Cast) -> None:
    gwen = taken(linden)
    waits(linden, linden.clara)
    cancel(gwen, by=linden.owner.actor, now=MONDAY_TEN - 2 * HOUR)
    offer_openings(now=MONDAY_TEN - 110 * MINUTE)

    assert offer().expires_at == MONDAY_TEN - 80 * MINUTE
    accept(offer(), by=linden.clara.actor, now=MONDAY_TEN - 90 * MINUTE)
    assert Appointment.objects.get(client=linden.clara.client).starts_at == MONDAY_TEN


def test_a_later_appointment_is_given_back_in_the_same_go(linden: Cast) -> None:
    later = found(
        book(wish(linden, start=MONDAY_TEN + 7 * DAY, person=person(linden.clara)), by=linden.clara.actor, now=NOW)
    )
    opened(linden)
    offer_openings(now=NOW + 10 * MINUTE)

    assert later_appointments(offer(), now=NOW + HOUR) == [later]
    accept(offer(), release=later, by=linden.clara.actor, now=NOW + HOUR)
    mine = Appointment.objects.filter(client=linden.clara.client).order_by("starts_at")
    assert [(one.starts_at, one.status) for one in mine] == [
        (MONDAY_TEN, "booked"),
        (MONDAY_TEN + 7 * DAY, "cancelled"),
    ]


def test_an_offer_that_has_ended_books_nothing(linden: Cast) -> None:
    opened(linden)
    offer_openings(now=NOW + 10 * MINUTE)

    with pytest.raises(Refusal) as refused:
        accept(offer(), by=linden.clara.actor, now=NOW + 3 * HOUR)
    assert (refused.value.code, told()) == ("offer_over", [("Clara Novak", "01 09:00", "open")])


def test_whoever_leaves_is_not_asked_and_their_offer_goes_on(linden: Cast) -> None:
    opened(linden)
    offer_openings(now=NOW + 10 * MINUTE)
    leave(WaitlistEntry.objects.get(client=linden.clara.client), by=linden.clara.actor, now=NOW + 20 * MINUTE)

    offer_openings(now=NOW + 21 * MINUTE)

    assert told() == [("Clara Novak", "01 09:00", "withdrawn"), ("Dora Weiss", "01 09:00", "open")]


def test_whoever_never_answers_is_asked_three_times_until_they_change_what_suits_them(linden: Cast) -> None:
    gwen = taken(linden)
    entry = waits(linden, linden.clara)
    cancel(gwen, by=guest(gwen.client), now=NOW + MINUTE)
    change(entry, (Window(first=MONDAY, last=MONDAY),), by=linden.clara.actor, now=NOW + MINUTE)
    for round_number in range(1, 4):
        assert offer_openings(now=NOW + round_number * 3 * HOUR) == 1

    assert offer_openings(now=NOW + 12 * HOUR) == 0
    change(entry, (Window(first=MONDAY, last=MONDAY),), by=linden.clara.actor, now=NOW + DAY)
    assert offer_openings(now=NOW + DAY + MINUTE) == 1


def test_a_guest_who_joins_twice_waits_once(linden: Cast) -> None:
    taken(linden)
    hugo = Person("Hugo", "hugo@guests.example")
    for _ in range(2):
        join(hugo, wanted(linden), by=None, now=NOW)

    assert [entry.client.name for entry in WaitlistEntry.objects.select_related("client")] == ["Hugo"]


def test_who_is_signed_in_is_told_that_they_wait_already(linden: Cast) -> None:
    taken(linden)
    waits(linden, linden.clara)

    with pytest.raises(Refusal) as refused:
        join(person(linden.clara), wanted(linden, *ONE_HOUR), by=linden.clara.actor, now=NOW)
    assert refused.value.code == "waits_already"


def test_a_worker_that_dies_has_neither_skipped_nor_asked_anybody(
    linden: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is killed after the offer is written and before its letter is: all of it is gone, and the next one asks."""
    opened(linden)

    def killed(*_args: object, **_kwargs: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken, pytest.raises(SystemExit):
        broken.setattr(openings, "_tell", killed)
        offer_openings(now=NOW + 10 * MINUTE)
    assert (told(), Reservation.objects.count()) == ([], 0)

    for _ in range(2):
        offer_openings(now=NOW + 11 * MINUTE)
    assert told() == [("Clara Novak", "01 09:00", "open")]
    assert Message.objects.filter(kind="waitlist_offer").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_an_offer_and_one_who_books_exactly_one_has_it(cast: Cast) -> None:
    with practice_scope(cast.practice.id):
        opened(cast)
        offer_openings(now=NOW + 10 * MINUTE)
        mine = offer()
    outcomes: list[str] = []
    start = threading.Barrier(3)

    def run(deed: object) -> None:
        assert callable(deed)
        try:
            with practice_scope(cast.practice.id):
                start.wait()
                deed()
            outcomes.append("booked")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    deeds = [
        lambda: accept(mine, by=cast.clara.actor, now=NOW + HOUR),
        lambda: accept(mine, by=cast.clara.actor, now=NOW + HOUR),
        lambda: book(rival(cast, MONDAY_TEN), by=None, now=NOW + HOUR),
    ]
    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count("booked") == 1
    assert set(outcomes) <= {"booked", "offer_over", "offer_taken", "therapist_busy"}
    with practice_scope(cast.practice.id):
        assert [one.client for one in Appointment.objects.filter(status="booked")] == [cast.clara.client]
