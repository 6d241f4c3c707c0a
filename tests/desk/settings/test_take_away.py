"""Rooms and massage tables are taken away once nothing ahead stands there, and put back."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tableside.records.audit.queries import newest_entries
from tableside.records.practice.models import MassageTable, Room
from tableside.records.scheduling.queries import tables_of
from tableside.workflows.changing.cancel import cancel_for_client
from tests.personas import Cast, signed_in, today_at_linden
from tests.sessions import booked

PLACES = reverse("desk:settings-places")
UNDO = reverse("desk:settings-undo")


def offered(cast: Cast) -> set[str]:
    return {table.name for table in tables_of([cast.location.id])}


def use(browser: Browser, one: Room | MassageTable, *, again: bool = False) -> int:
    kind = "room" if isinstance(one, Room) else "table"
    return browser.post(
        reverse(f"desk:settings-{kind}-use", args=[one.id]), {"use": "yes" if again else "no"}
    ).status_code


def test_a_massage_table_with_something_ahead_is_not_taken_away_until_that_is_moved(linden: Cast) -> None:
    browser = signed_in(linden.owner)
    booked(linden, at=timezone.now() - timedelta(days=3))
    appointment = booked(linden, at=timezone.now() + timedelta(days=3))
    table = appointment.table
    assert table is not None

    asked = browser.post(reverse("desk:settings-table-use", args=[table.id]), {"use": "no"})
    kept = table.name in offered(linden)
    cancel_for_client(appointment, by=linden.front_desk.actor, now=timezone.now())
    taken = use(browser, table)

    assert (asked.status_code, list(asked.context["appointments"]), kept) == (422, [appointment], True)
    assert "One appointment ahead stands here." in asked.content.decode()
    assert (taken, table.name in offered(linden), newest_entries()[0].deed) == (302, False, "table.taken_away")
    assert appointment.table == MassageTable.objects.get(pk=table.id)
    assert use(browser, table, again=True) == 302
    assert table.name in offered(linden)


def test_a_room_goes_with_its_tables_is_listed_and_comes_back_by_undo(linden: Cast) -> None:
    browser, room = signed_in(linden.owner), Room.objects.get(name="Garden room")

    taken, left = use(browser, room), offered(linden)
    page = browser.get(PLACES)
    browser.post(UNDO, {"page": "settings-places"})

    assert (taken, left, list(page.context["rooms_away"])) == (302, {"Quiet room"}, [room])
    assert len(offered(linden)) == 3


def test_a_room_that_was_added_and_booked_since_stays_and_that_is_said(linden: Cast) -> None:
    browser = signed_in(linden.owner)
    browser.post(reverse("desk:settings-room-add", args=[linden.location.id]), {"name": "Attic", "tables": "1"})
    MassageTable.objects.exclude(name="Attic").update(is_in_use=False)
    booked(linden, at=timezone.now() + timedelta(days=3))
    MassageTable.objects.update(is_in_use=True)

    said = browser.post(UNDO, {"page": "settings-places"}, follow=True).context["messages"]

    assert "It has been used since" in str(list(said)[-1])
    assert "Attic" in offered(linden)


def test_the_column_of_a_table_that_is_gone_stands_where_something_was(linden: Cast) -> None:
    browser = signed_in(linden.owner)
    past = booked(linden, at=timezone.now() - timedelta(days=3))
    assert past.table is not None
    use(browser, past.table)

    def columns(days_ago: int) -> set[str]:
        on = today_at_linden() - timedelta(days=days_ago)
        told = browser.get(reverse("desk:calendar"), {"on": on.isoformat(), "by": "room"}).content.decode()
        return {str(table.id) for table in MassageTable.objects.all() if str(table.id) in told}

    assert str(past.table.id) in columns(3)
    assert str(past.table.id) not in columns(2)
