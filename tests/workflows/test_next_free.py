"""When each therapist is free next, as the front door shows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tableside.records.practice.people_actions import NewTherapist, add_therapist
from tableside.records.scheduling.hours_actions import set_hours, take_time_off
from tableside.workflows.times.next_free import NextFree, next_free_by_therapist
from tests.personas import Cast

MONDAY = datetime(2027, 2, 1, 6, 0, tzinfo=UTC)  # 07:00 in Vienna; with four hours' notice, 11:00 is the first start


def test_each_therapist_shows_first_starts_two_hours_apart_for_the_first_treatment_they_give(linden: Cast) -> None:
    ben = linden.ben.as_therapist
    noon = datetime(2027, 2, 1, 11, 0, tzinfo=UTC)
    take_time_off(ben, start=MONDAY, end=noon, by=linden.ben.actor, now=MONDAY)

    found = next_free_by_therapist(now=MONDAY, count=2)

    assert found == {
        linden.ana.as_therapist.id: NextFree(
            linden.swedish, 60, (datetime(2027, 2, 1, 10, 0, tzinfo=UTC), datetime(2027, 2, 1, 12, 0, tzinfo=UTC))
        ),
        ben.id: NextFree(linden.swedish, 60, (noon, noon + timedelta(hours=2))),
    }


def test_a_therapist_who_only_gives_another_treatment_shows_times_for_that(linden: Cast) -> None:
    new = NewTherapist(name="Cleo Adler", services=(linden.prenatal,))
    cleo = add_therapist(new, membership=None, by=linden.owner.actor, now=MONDAY)
    set_hours(cleo, location=linden.location, hours=[(0, 600, 780)], by=linden.owner.actor, now=MONDAY)

    assert next_free_by_therapist(now=MONDAY, count=1)[cleo.id] == NextFree(
        linden.prenatal, 60, (datetime(2027, 2, 1, 10, 0, tzinfo=UTC),)
    )


def test_everything_is_read_once_however_many_therapists_there_are(linden: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            next_free_by_therapist(now=MONDAY)
        return len(captured)

    with_two = queries()
    for name in ("Cleo Adler", "Dina Roth", "Emil Ivers"):
        new = NewTherapist(name=name, services=(linden.prenatal, linden.swedish))
        therapist = add_therapist(new, membership=None, by=linden.owner.actor, now=MONDAY)
        set_hours(therapist, location=linden.location, hours=[(0, 540, 1020)], by=linden.owner.actor, now=MONDAY)

    assert queries() == with_two
