"""What was screened by other rules or other answers is screened again, and nothing is lost when the worker stops."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from tableside.core.screening.house_rules import HouseRule
from tableside.records.intake.actions import note_review
from tableside.records.intake.models import Screening
from tableside.records.intake.queries import newest_screening, screened_by_other_rules
from tableside.records.scheduling.models import Appointment
from tableside.workflows.intake import change_house_rules, submit_intake
from tableside.workflows.intake.screen_outdated import screen_outdated, screen_outdated_everywhere
from tests.factories import BLOOD_THINNER, answered
from tests.personas import Cast
from tests.sessions import booked

MONDAY = datetime(2027, 1, 25, 8, 0, tzinfo=UTC)
NEVER = HouseRule("anticoagulant", "No nurse in the house.", outcome=None, cap=1)


class StopsAfter(threading.Event):
    """As if the process ended after so many."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.left = count

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


def week_of(linden: Cast, count: int = 3) -> list[Appointment]:
    return [booked(linden, at=MONDAY + timedelta(days=1 + number)) for number in range(count)]


def as_if_by_an_older_rulebook() -> None:
    Screening.objects.update(knowledge_version="older")


def test_after_a_new_version_of_the_rulebook_everything_ahead_is_screened_again(linden: Cast) -> None:
    appointments = week_of(linden)
    answered(linden.clara, now=MONDAY, **BLOOD_THINNER)
    assert screen_outdated(now=MONDAY) == 0
    as_if_by_an_older_rulebook()

    stopped = screen_outdated(now=MONDAY, stop=StopsAfter(2))
    rest = screen_outdated_everywhere(now=lambda: MONDAY)

    assert (stopped, rest) == (2, 1)
    assert not screened_by_other_rules(now=MONDAY).exists()
    assert [Screening.objects.filter(appointment=one).count() for one in appointments] == [2, 2, 2]


def test_what_says_the_same_again_need_not_be_seen_again(linden: Cast) -> None:
    seen, other = week_of(linden, 2)
    answered(linden.clara, now=MONDAY, **BLOOD_THINNER)
    first, second = newest_screening(seen.id), newest_screening(other.id)
    assert first is not None
    assert second is not None
    note_review(first, by=linden.ana.actor, now=MONDAY)
    note_review(second, by=linden.ana.actor, now=MONDAY)
    Screening.objects.filter(pk=second.pk).update(result={"outcome": "proceed"})
    as_if_by_an_older_rulebook()

    screen_outdated(now=MONDAY + timedelta(hours=1))

    again = [newest_screening(one.id) for one in (seen, other)]
    assert [one.reviewed_by for one in again if one] == ["Ana Lindqvist", ""]


def test_what_is_more_than_a_page_can_wait_for_is_left_to_the_worker(
    linden: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submit_intake, "AT_ONCE", 1)
    monkeypatch.setattr(change_house_rules, "AT_ONCE", 1)
    week_of(linden)

    answered(linden.clara, now=MONDAY, **BLOOD_THINNER)
    after_the_answers = Screening.objects.count()
    by_the_worker = screen_outdated(now=MONDAY)
    change_house_rules.change_house_rules(
        change_house_rules.stricter(NEVER), changed="anticoagulant", reason="So.", by=linden.owner.actor, now=MONDAY
    )

    assert (after_the_answers, by_the_worker) == (1, 2)
    assert screen_outdated(now=MONDAY) == 2
    assert {newest.house_version for newest in Screening.objects.order_by("-pk")[:3]} == {1}
