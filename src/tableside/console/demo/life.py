"""Half a year in the demo practice: who comes when, and what follows from what."""

from __future__ import annotations

from datetime import datetime, timedelta

from tableside.console.demo import care, dates, health
from tableside.console.demo.regulars import DESK_NOTES, PAIRS, REGULARS, Pair
from tableside.console.demo.team import TEAM
from tableside.console.demo.town import Guest, Town, Visit, arrives
from tableside.console.demo.treatment import Hour

_MINUTE = timedelta(minutes=1)
_FATES = (("moved", 0.05), ("cancelled", 0.05), ("missed", 0.02))
_UNDISTURBED = range(-1, 2)  # yesterday, today and tomorrow are looked at: nothing there is left to chance


def begin(town: Town, *, phone: str, weeks: int) -> None:
    """Everybody's first contact goes on the agenda; all else follows from it."""
    numbers = (f"{phone[:-2]}{number:02}" for number in range(11, 99))
    for regular in REGULARS:
        minute = TEAM[regular.therapist].seats[regular.seat]
        _look(town, arrives(regular, town, phone=next(numbers), weeks=weeks, minute=minute))
    for pair in PAIRS:
        _call(town, pair, phones=(next(numbers), next(numbers)), weeks=weeks)


def _look(town: Town, guest: Guest) -> None:
    """They look at the page, or call, some days before the first date."""
    first = guest.visits[0]
    day = min(first.day - guest.random.randint(4, 8), -1)
    contact = town.at(day, guest.random.randint(9 * 60, 18 * 60 + 30))

    def book(now: datetime) -> None:
        dates.first_contact(town, guest, now)
        if note := DESK_NOTES.get(guest.regular.name):
            town.agenda.put(now + 15 * _MINUTE, lambda later: dates.note_for_the_desk(town, guest, note, later))
        if guest.regular.has_account:
            town.agenda.put(now + 40 * _MINUTE, lambda later: dates.claim(guest, later))
        _expect(town, guest, first, now)

    town.agenda.put(contact, book)


def _call(town: Town, pair: Pair, *, phones: tuple[str, str], weeks: int) -> None:
    first, second = (
        arrives(regular, town, phone=phone, weeks=weeks, minute=pair.minute)
        for regular, phone in zip((pair.first, pair.second), phones, strict=True)
    )

    def book(number: int, now: datetime) -> None:
        dates.book_pair(town, (first, second), number, now)
        for guest in (first, second):
            _expect(town, guest, guest.visits[number], now)

    for visit in first.visits:
        before = visit.starts_at - timedelta(days=9, hours=5)  # late in the morning
        town.agenda.put(before, lambda now, number=visit.number: book(number, now))  # type: ignore[misc]


def _expect(town: Town, guest: Guest, visit: Visit, now: datetime) -> None:
    """What becomes of a date that has just been booked, and what follows from it."""
    if visit.appointment_id is None:
        return
    if visit.number == 0:
        health.answers_soon(town, guest, now)
    else:
        health.looked_at(town, guest, visit, now)
    if visit.number == 0 or visit.day in _UNDISTURBED:
        _keep(town, guest, visit)
        return
    chance = guest.random.random()
    for fate, share in _FATES:
        if chance < share:
            _meet(town, guest, visit, fate)
            return
        chance -= share
    _keep(town, guest, visit)


def _meet(town: Town, guest: Guest, visit: Visit, fate: str) -> None:
    put, days_before = town.agenda.put, guest.random.randint(2, 3)
    decides = town.at(town.day_of(visit.starts_at) - days_before, guest.random.randint(8 * 60 + 30, 19 * 60))
    if fate == "missed":
        put(visit.starts_at + 20 * _MINUTE, lambda now: dates.miss(town, visit, now))
        _leave(town, guest, visit)
    elif fate == "cancelled":
        put(decides, lambda now: dates.call_off(town, guest, visit, now))
        _leave(town, guest, visit)
    else:

        def move(now: datetime) -> None:
            dates.move(town, guest, visit, now)
            _keep(town, guest, visit)

        put(decides, move)


def _keep(town: Town, guest: Guest, visit: Visit) -> None:
    """They come, are treated, and book again."""
    early = guest.random.randint(1, 9) * _MINUTE
    town.agenda.put(visit.starts_at - early, lambda now: dates.arrive(town, guest, visit, now))
    Hour(town, guest, visit).comes()
    _leave(town, guest, visit)


def _leave(town: Town, guest: Guest, visit: Visit) -> None:
    """Whatever became of this date, the next ones are asked for when it is over."""
    over = visit.starts_at + timedelta(minutes=guest.regular.minutes + 4)

    def book_again(now: datetime) -> None:
        care.looks_ahead(town, guest, visit, now)
        for following in guest.visits[visit.number + 1 : visit.number + 1 + guest.regular.ahead]:
            if not following.is_settled:
                following.is_settled = True
                if following.appointment_id is None:
                    dates.book_next(town, guest, following, now)
                _expect(town, guest, following, now)

    if guest.regular.service != "couples":
        town.agenda.put(over, book_again)
