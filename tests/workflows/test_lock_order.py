"""Every deed takes its locks in one order, so that no two wait for each other in a circle."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from tableside.records.foundation import locks
from tableside.records.practice.models import Practice
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.waitlist_queries import offers_newest_first
from tableside.workflows.booking.answer_request import accept_request
from tableside.workflows.booking.book import Person, book
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.changing.change_length import change_length
from tableside.workflows.changing.reschedule import reschedule
from tableside.workflows.changing.undo_change import undo_change
from tableside.workflows.series.book_series import SeriesRequest, book_series
from tableside.workflows.series.change_series import Which, cancel_dates, move_dates
from tableside.workflows.series.change_series_treatment import Wanted, change_treatments
from tableside.workflows.series.undo_series import undo_dates
from tableside.workflows.waitlist.answer_offer import accept
from tableside.workflows.waitlist.offer_openings import offer_openings
from tests.personas import Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, found, wish
from tests.workflows.test_side_by_side import one_of, person
from tests.workflows.waiting import taken, waits

WEEK, MINUTE = timedelta(weeks=1), timedelta(minutes=1)


@contextmanager
def noted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[str]]]:
    """What each call asks for that is not held yet."""
    asked: list[list[str]] = []
    real: Callable[[Iterable[str]], None] = locks.lock

    def lock(names: Iterable[str]) -> None:
        wanted = list(names)
        held = {name for some in asked for name in some}
        asked.append([name for name in dict.fromkeys(wanted) if name not in held])
        real(wanted)

    with monkeypatch.context() as patched:
        for module in list(sys.modules.values()):
            if getattr(module, "lock", None) is real:
                patched.setattr(module, "lock", lock)
        yield asked


def kinds_of(asked: list[list[str]], *, but: str = "") -> list[str]:
    """In the order in which they came, each as often as somebody may have to be waited for in it: nobody waits for who
    is new."""
    calls = [[name for name in some if not but or but not in name] for some in asked]
    return [" and ".join(sorted({name.partition(":")[0] for name in some})) for some in calls if some]


def kinds(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object]) -> list[str]:
    with noted(monkeypatch) as asked:
        deed()
    return kinds_of(asked)


def test_booking_and_changing_two_side_by_side(linden: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody new is added, which is written to the log, and comes with somebody who may be sending answers."""
    by, order = linden.front_desk.actor, partial(kinds, monkeypatch)
    people = (Person("Gwen Hart", "gwen@guests.example"), person(linden.clara))
    asked = replace(wish(linden), service_id=linden.couples.id, people=people, therapist_id=None)
    with noted(monkeypatch) as booking:
        book(asked, by=by, now=NOW)
    new = Appointment.objects.get(client__name="Gwen Hart").client_id
    assert kinds_of(booking, but=str(new)) == ["start", "key", "taken", "intake", "audit"]

    clara = partial(one_of, linden.clara)
    once, to = ["key", "taken", "audit"], MONDAY_TEN + HOUR
    assert order(lambda: reschedule(clara(), starts_at=to, therapist_id=None, by=by, now=NOW, key="a")) == once
    assert order(lambda: undo_change(clara(), by=by, now=NOW)) == ["taken", "audit"]
    assert order(lambda: change_length(clara(), minutes=90, by=by, now=NOW, key="b")) == once
    assert order(lambda: cancel(clara(), for_both=True, by=by, now=NOW, key="c")) == once
    assert order(lambda: undo_change(clara(), by=by, now=NOW)) == ["taken", "audit"]


def test_booking_and_changing_a_series(linden: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """First visits are limited, so that their turn is waited for as well; the dates lie on different massage tables."""
    Practice.objects.filter(pk=linden.practice.pk).update(new_clients_per_day=3)
    by, ben, order = linden.front_desk.actor, linden.ben.as_therapist.id, partial(kinds, monkeypatch)
    days = tuple(MONDAY_TEN + number * WEEK for number in range(3))
    book(replace(wish(linden, start=days[1]), therapist_id=ben), by=by, now=NOW)
    wanted = SeriesRequest(linden.clara.client, linden.swedish, 60, days, "k", linden.ana.as_therapist.id)
    assert order(lambda: book_series(wanted, by=by, now=NOW)) == ["key", "taken", "intake", "audit"]

    dates = list(Appointment.objects.filter(series__isnull=False).order_by("starts_at"))
    assert len({one.table_id for one in dates}) == 2
    starts, once = {one.pk: one.starts_at + 2 * HOUR for one in dates}, ["key", "taken", "audit"]
    assert order(lambda: move_dates(starts, of=dates[0], therapist_id=ben, by=by, now=NOW, key="a")) == once
    assert order(lambda: undo_dates(dates[0], by=by, now=NOW)) == ["taken", "audit"]
    some, longer = [dates[0].pk, dates[2].pk], Wanted(linden.swedish.id, 90, ben)
    assert order(lambda: change_treatments(some, longer, of=dates[0], by=by, now=NOW, key="b")) == once
    assert order(lambda: cancel_dates(dates[0], Which.ALL, by=by, now=NOW, key="c")) == once


def test_answering_an_offer_and_accepting_a_request(linden: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    by, clara, order = linden.front_desk.actor, linden.clara, partial(kinds, monkeypatch)
    gwen, ben = taken(linden), linden.ben.as_therapist
    waits(linden, clara)
    later = replace(wish(linden, start=MONDAY_TEN + WEEK, key="later", person=person(clara)), therapist_id=ben.id)
    release = found(book(later, by=clara.actor, now=NOW))

    assert order(lambda: cancel(gwen, by=by, now=NOW)) == ["taken", "audit"]
    offer_openings(now=NOW + 20 * MINUTE)
    offer = offers_newest_first()[0]
    answered = order(lambda: accept(offer, release=release, by=clara.actor, now=NOW + 30 * MINUTE))
    assert answered == ["waitlist", "key", "taken", "intake", "audit"]

    Practice.objects.filter(pk=linden.practice.pk).update(accepts_first=True)
    request = found(book(wish(linden, start=MONDAY_TEN + 2 * HOUR, key="asked"), by=None, now=NOW))
    assert order(lambda: accept_request(request, by=by, now=NOW)) == ["taken", "audit"]
