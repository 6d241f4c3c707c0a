"""Other calendars are read when it is their turn, and what is taken there is not offered to clients."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest

from tableside.core.decision import Allowed, Refusal, Refused
from tableside.core.timeline.window import minute_of
from tableside.records.calendars.models import OtherCalendar
from tableside.records.calendars.other_actions import Read, read_soon, set_other_calendar
from tableside.records.practice.models import Membership
from tableside.records.practice.people_actions import end_membership
from tableside.records.scheduling.models import RulesSetAside
from tableside.workflows.booking.book import book
from tableside.workflows.booking.set_aside import Insistence
from tableside.workflows.calendars.busy_times import CannotRead, Reading
from tableside.workflows.calendars.calendar_reader import Errand
from tableside.workflows.calendars.fetch_calendar import Version
from tableside.workflows.calendars.read_elsewhere import read_due_calendars, read_in_a_process
from tableside.workflows.times.explain_time import explain_time
from tableside.workflows.times.find_times import Search, free_times
from tests.personas import Cast
from tests.workflows.booking_wishes import MONDAY_TEN, NOW, booked, wish

ADDRESS = "https://calendar.example/secret.ics"
TEN = minute_of(MONDAY_TEN)
QUARTER = timedelta(minutes=15)


@dataclass
class OtherSide:
    """Stands for the process that reads: answers in turn, and keeps what it was sent for."""

    answers: list[Read | str]
    errands: list[Errand] = field(default_factory=list)

    def __call__(self, errand: Errand) -> Read:
        self.errands.append(errand)
        answer = self.answers.pop(0)
        if isinstance(answer, str):
            raise CannotRead(answer)
        return answer


def give(cast: Cast) -> None:
    set_other_calendar(cast.ana.as_therapist, address=ADDRESS, by=cast.ana.actor, now=NOW)


def read(answers: list[Read | str], *, now: datetime = NOW) -> list[Errand]:
    other_side = OtherSide(answers)
    read_due_calendars(now=lambda: now, reader=other_side)
    return other_side.errands


def taken(cast: Cast, *spans: tuple[int, int]) -> None:
    give(cast)
    read([Read([(TEN + start, TEN + end) for start, end in spans])])


def test_what_is_taken_elsewhere_is_not_offered_and_no_one_is_told_why(linden: Cast) -> None:
    ana = linden.ana.as_therapist.id
    search = Search(linden.swedish, 60, therapist_id=ana)
    offered = [free_times(search, now=NOW).includes(MONDAY_TEN)]
    taken(linden, (30, 45))
    offered.append(free_times(search, now=NOW).includes(MONDAY_TEN))

    with pytest.raises(Refusal) as refused:
        booked(linden)

    assert offered == [True, False]
    assert free_times(Search(linden.swedish, 60), now=NOW).offers.therapists_at(TEN) == (linden.ben.as_therapist.id,)
    assert refused.value.detail == "The therapist has no time then. Please choose another time or another therapist."


def test_the_desk_is_told_where_the_therapist_is_and_books_over_it_with_a_reason(linden: Cast) -> None:
    ana, ben = linden.ana.as_therapist, linden.ben.as_therapist
    taken(linden, (0, 60))
    search = Search(linden.swedish, 60, ignores_notice=True)
    sure = replace(wish(linden), insists=Insistence("She asked me to.", ("elsewhere",)))

    said = {why.therapist.id: why.decision for why in explain_time(search, date(2027, 2, 1), 600, now=NOW)}
    with pytest.raises(Refusal):
        book(wish(linden), by=linden.front_desk.actor, now=NOW)
    book(sure, by=linden.front_desk.actor, now=NOW)

    assert said == {ana.id: Refused("elsewhere", "Elsewhere then, as their other calendar says."), ben.id: Allowed()}
    assert RulesSetAside.objects.get().warnings == ["elsewhere"]


def test_it_is_asked_for_until_bookings_end_and_again_after_a_quarter_of_an_hour(linden: Cast) -> None:
    give(linden)
    (first,) = read([Read([(TEN, TEN + 60)], etag='"1"')])
    rounds = [read([]), read([Read(None)], now=NOW + QUARTER), read([Read([])], now=NOW + timedelta(days=2))]

    assert (first.address, first.known, first.reading.zone) == (ADDRESS, Version(), "Europe/Vienna")
    assert first.reading.own == ("ana@therapists.example",)
    assert first.reading.start_minute <= minute_of(NOW) < minute_of(NOW + timedelta(days=90)) < first.reading.end_minute
    # Unchanged is enough for a day; then what repeats has to be unrolled further.
    assert [[errand.known.etag for errand in errands] for errands in rounds] == [[], ['"1"'], [""]]
    assert OtherCalendar.objects.get().busy == []


def test_a_failure_keeps_what_is_known_and_pauses_longer_each_time_until_it_works_again(linden: Cast) -> None:
    taken(linden, (0, 60))
    calendar, at, pauses = OtherCalendar.objects.get(), NOW + QUARTER, []
    for _ in range(7):
        read(["away"], now=at)
        calendar.refresh_from_db()
        pauses.append((calendar.next_read_at - at) // QUARTER)
        at = calendar.next_read_at
    failed = (calendar.problem, calendar.failing_since, calendar.busy)
    read([Read(None)], now=at)
    calendar.refresh_from_db()

    assert pauses == [1, 2, 4, 8, 16, 24, 24]
    assert failed == ("away", NOW + QUARTER, [[TEN, TEN + 60]])
    assert (calendar.problem, calendar.failing_since, calendar.read_at) == ("", None, at)


def test_an_address_that_is_replaced_while_it_is_read_leaves_nothing_behind(linden: Cast) -> None:
    give(linden)

    def slow(errand: Errand) -> Read:
        give(linden)
        return Read([(TEN, TEN + 60)])

    read_due_calendars(now=lambda: NOW, reader=slow)

    assert OtherCalendar.objects.values_list("busy", "read_at").get() == ([], None)


def test_reading_now_waits_a_minute_after_the_last_time(linden: Cast) -> None:
    taken(linden, (0, 60))
    calendar = OtherCalendar.objects.get()

    with pytest.raises(Refusal):
        read_soon(calendar, now=NOW + timedelta(seconds=59))
    read_soon(calendar, now=NOW + timedelta(seconds=60))

    assert len(read([Read([])], now=NOW + timedelta(seconds=61))) == 1


def test_of_who_leaves_nothing_is_read_or_kept(linden: Cast) -> None:
    give(linden)
    end_membership(Membership.objects.get(user=linden.ana.user), by=linden.owner.actor, now=NOW)

    assert read([]) == []
    assert not OtherCalendar.objects.exists()


def test_the_process_that_reads_reaches_nothing_inside_and_is_ended_when_it_takes_too_long() -> None:
    errand = Errand("https://localhost/", Version(), Reading("Europe/Vienna", 0, 60))
    problems = []
    for seconds in (30.0, 0.01):
        with pytest.raises(CannotRead) as caught:
            read_in_a_process(errand, seconds=seconds)
        problems.append(caught.value.code)

    assert problems == ["not_public", "too_slow"]
