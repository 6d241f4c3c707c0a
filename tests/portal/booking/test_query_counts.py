"""More treatments and more therapists on the booking pages cost no more queries."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from tableside.records.practice.people_actions import NewTherapist, add_therapist
from tableside.records.practice.service_actions import NewService, add_service
from tableside.records.scheduling.hours_actions import set_hours
from tests.personas import FOUNDED, Cast, today_at_linden
from tests.portal.booking_steps import book, chosen, offered
from tests.query_counts import queries_of


def add_therapists(cast: Cast, count: int) -> None:
    for number in range(count):
        new = NewTherapist(name=f"Therapist {number}", services=(cast.swedish,))
        therapist = add_therapist(new, membership=None, by=cast.owner.actor, now=FOUNDED)
        hours = [(weekday, 540, 1020) for weekday in range(5)]
        set_hours(therapist, location=cast.location, hours=hours, by=cast.owner.actor, now=FOUNDED)


def test_three_more_treatments_cost_no_more_queries(linden: Cast) -> None:
    before = queries_of(Browser(), "/book/")
    for name in ("Sports massage", "Chair massage", "Hot stone massage"):
        add_service(NewService(name, "sports", lengths=((60, 9000),)), by=linden.owner.actor, now=FOUNDED)

    assert queries_of(Browser(), "/book/") == before


@pytest.mark.parametrize("step", ["therapist", "time"])
def test_twenty_therapists_cost_as_many_queries_as_two(linden: Cast, step: str) -> None:
    address = f"/book/{step}/?{chosen(linden.swedish)}"
    before = queries_of(Browser(), address)
    add_therapists(linden, 18)

    assert queries_of(Browser(), address) == before


def test_moving_costs_as_many_queries_among_five_therapists_as_among_two(linden: Cast) -> None:
    later = today_at_linden() + timedelta(days=9)
    query = chosen(linden.swedish, therapist=linden.ana.as_therapist, on=later)
    browser = Browser()
    start = offered(browser, query)[0]
    address = f"{book(browser, query, start)['Location']}move/"
    before = queries_of(browser, address)
    add_therapists(linden, 3)
    book(Browser(), query, offered(Browser(), query)[0], key="another", email="other@guests.example")

    assert queries_of(browser, address) == before


def test_a_booking_asks_no_question_twice(linden: Cast) -> None:
    query = chosen(linden.swedish)
    start = offered(Browser(), query)[0]
    with CaptureQueriesContext(connection) as captured:
        assert book(Browser(), query, start).status_code == 302

    asked = Counter(one["sql"] for one in captured if one["sql"].startswith("SELECT"))
    twice = [sql for sql, times in asked.items() if times > 1]
    # The newest row of the audit log is another one each time, and its lock is held already; who books counts before
    # and after, and is looked for before and after their turn.
    changes = ("audit_auditentry", "pg_advisory_xact_lock", "shared_cache", '"clients_client"."user_id" IS NULL')
    assert [sql for sql in twice if not any(word in sql for word in changes)] == []
    assert len(asked) > len(twice) > 0
