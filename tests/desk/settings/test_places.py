"""Locations, rooms and massage tables."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tableside.records.audit.queries import newest_entries
from tableside.records.practice.models import Room
from tableside.records.practice.place_actions import add_room
from tableside.records.practice.queries import locations_with_rooms
from tests.personas import FOUNDED, Cast, signed_in

PLACES = reverse("desk:settings-places")


def rooms(cast: Cast) -> dict[str, list[str]]:
    location = locations_with_rooms().get(pk=cast.location.id)
    return {room.name: [table.name for table in room.tables.all()] for room in location.rooms.all()}


def a_room(cast: Cast) -> Room:
    return locations_with_rooms()[0].rooms.get(name="Quiet room")


def test_a_location_gets_rooms_and_rooms_get_massage_tables(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    browser.post(reverse("desk:settings-place-add"), {"name": "Mill", "address": "Mill Road 1", "directions": "Bell 2"})
    browser.post(reverse("desk:settings-room-add", args=[linden.location.id]), {"name": "Attic", "tables": "2"})
    browser.post(reverse("desk:settings-table-add", args=[a_room(linden).id]), {"name": "Window"})

    assert rooms(linden) == {
        "Attic": ["Attic, table 1", "Attic, table 2"],
        "Garden room": ["Garden room, table 1", "Garden room, table 2"],
        "Quiet room": ["Quiet room", "Window"],
    }
    assert [entry.deed for entry in newest_entries()[:3]] == ["table.added", "room.added", "location.added"]


def test_what_clients_read_of_a_location_is_changed(linden: Cast) -> None:
    address = reverse("desk:settings-place", args=[linden.location.id])

    signed_in(linden.owner).post(address, {"name": "Linden Street", "address": "Linden Street 5"})

    assert locations_with_rooms()[0].address == "Linden Street 5"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("settings-place-add", {"name": "Linden Street"}),
        ("settings-room-add", {"name": "Quiet room", "tables": "1"}),
        ("settings-table-add", {"name": "Quiet room"}),
    ],
)
def test_a_name_is_given_once(linden: Cast, name: str, given: dict[str, str]) -> None:
    args = {
        "settings-place-add": [],
        "settings-room-add": [linden.location.id],
        "settings-table-add": [a_room(linden).id],
    }
    before = newest_entries().count()

    answer = signed_in(linden.owner).post(reverse(f"desk:{name}", args=args[name]), given)

    assert (answer.status_code, "There is one of this name already" in answer.content.decode()) == (422, True)
    assert newest_entries().count() == before


@pytest.mark.parametrize("tables", ["-1", "21", "many"])
def test_a_room_has_between_none_and_twenty_tables(linden: Cast, tables: str) -> None:
    address = reverse("desk:settings-room-add", args=[linden.location.id])

    assert signed_in(linden.owner).post(address, {"name": "Attic", "tables": tables}).status_code == 422
    assert "Attic" not in rooms(linden)


def test_more_rooms_cost_no_more_queries(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    counts = []
    for name in ("Attic", "Cellar"):
        with CaptureQueriesContext(connection) as captured:
            browser.get(PLACES)
        counts.append(len(captured))
        add_room(linden.location, name, tables=2, by=linden.owner.actor, now=FOUNDED)

    assert counts[0] == counts[1]
