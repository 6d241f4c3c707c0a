"""The last save of a page of settings is undone by one press, all of it, and only while nothing was saved after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tableside.desk.settings.undoable import SETTINGS
from tableside.records.audit.queries import newest_entries
from tableside.records.foundation.keys import new_key
from tableside.records.practice.actions import ReminderRules, change_reminders
from tableside.records.practice.length_actions import LengthNeeds, set_length_needs
from tableside.records.practice.models import MassageTable, Practice, Room
from tableside.records.practice.place_actions import add_location
from tableside.records.practice.service_actions import NewAddOn, set_add_ons
from tests.personas import FOUNDED, Cast, signed_in, today_at_linden

UNDO = reverse("desk:settings-undo")


def _form(browser: Client, url: str, changes: dict[str, object]) -> dict[str, Any]:  # Any: what a browser sends
    """The form at this address as it is shown, but for these changes."""
    form = browser.get(url).context["form"]
    shown = {field.html_name: field.value() for one in getattr(form, "lines", [form]) for field in one}
    shown |= {name: f"{value:%H:%M}" for name, value in shown.items() if isinstance(value, time)}
    return {name: value for name, value in (shown | changes).items() if value is not None and value is not False}


def _practice(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    return "practice", "", reverse("desk:settings-practice"), {"name": "Linden and Daughters"}


def _policies(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    changes = {"horizon_days": 7, "policy_text": "", "late_fee": "50 %", "coming_limit": 2, "accepts_first": "on"}
    return "policies", "", reverse("desk:settings-policies"), changes


def _reminders(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    return "reminders", "", reverse("desk:settings-messages"), {"last_hours": 0, "asks_afterwards": "on"}


def _a_length_less(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    key = cast.swedish.id
    seventy_five = cast.swedish.lengths.get(minutes=75)
    set_length_needs(seventy_five, LengthNeeds(30, ("heated",)), by=cast.owner.actor, now=FOUNDED)
    changes = {"minutes_1": "", "price_1": "", "price_0": "1", "givers": [], "recovery_minutes": 20}
    return "service", str(key), reverse("desk:settings-service", args=[key]), changes


def _an_add_on_less(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    key, by = cast.swedish.id, cast.owner.actor
    given = [NewAddOn(new_key(), "Hot stones", 15, 1500), NewAddOn(new_key(), "Arnica", 0, 300)]
    set_add_ons(cast.swedish, given, by=by, now=FOUNDED)
    address = reverse("desk:settings-service-add-ons", args=[key])
    return "add_ons", str(key), address, {"add_on_0-name": "", "add_on_0-price": "", "add_on_1-name": "A warm stone"}


def _therapist(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    key = cast.ana.as_therapist.id
    changes = {"services": [], "is_bookable": "", "clients_a_day": 3}
    return "therapist", str(key), reverse("desk:settings-therapist", args=[key]), changes


def _location(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    key = cast.location.id
    return "location", str(key), reverse("desk:settings-place", args=[key]), {"name": "Elsewhere", "address": "1 Road"}


def _room(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    room = Room.objects.order_by("name")[0]
    changes: dict[str, object] = {"reset_minutes": 25}
    changes |= {str(table.id): ["wide"] for table in MassageTable.objects.filter(room=room)}
    return "room", str(room.id), reverse("desk:settings-room", args=[room.id]), changes


def _equipment(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    key = cast.location.id
    address = reverse("desk:settings-equipment", args=[key])
    return "equipment", f"{key}/Cups", address, {"name": "Cups", "pieces": 2}


def _travel(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    second = add_location("Mill", rooms={}, by=cast.owner.actor, now=FOUNDED)
    names = sorted([cast.location, second], key=lambda one: one.name)
    pair = f"{names[0].id}_{names[1].id}"
    return "travel", "", reverse("desk:settings-travel"), {pair: 30}


def _a_length_that_needs_more(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    key = f"{cast.swedish.id}/90"
    address = reverse("desk:settings-length", args=[cast.swedish.id, 90])
    return "length", key, address, {"recovery_minutes": 30, "training": "oncology", "table_features": ["heated"]}


def _initials(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    return "initials", "", reverse("desk:settings-consent"), {"clauses": ["control"]}


def _one_place_more(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    return "standing", "", reverse("desk:settings-place-add"), {"name": "Mill"}


def _one_room_more(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    address = reverse("desk:settings-room-add", args=[cast.location.id])
    return "standing", "", address, {"name": "Attic", "tables": 2}


def _one_table_more(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    address = reverse("desk:settings-table-add", args=[Room.objects.order_by("name")[0].id])
    return "standing", "", address, {"name": "Window"}


def _one_service_more(cast: Cast) -> tuple[str, str, str, dict[str, object]]:
    told = {
        "name": "Hot stones",
        "technique": "swedish",
        "minutes_0": 60,
        "price_0": 80,
        "minutes_1": "",
        "minutes_2": "",
    }
    told |= {"kind": "treatment", "therapists_needed": 1, "recovery_minutes": 15}
    return "services", "", reverse("desk:settings-service-add"), told | {"givers": [str(cast.ana.as_therapist.id)]}


CHANGES = (
    _initials,
    _a_length_that_needs_more,
    *(_one_place_more, _one_room_more, _one_table_more, _one_service_more),
    *(_practice, _policies, _reminders, _a_length_less, _an_add_on_less, _therapist),
    *(_location, _room, _equipment, _travel),
)


@pytest.mark.parametrize("change", CHANGES)
def test_the_last_save_is_undone_whole_and_once(
    linden: Cast, change: Callable[[Cast], tuple[str, str, str, dict[str, object]]]
) -> None:
    name, key, address, changes = change(linden)
    setting, by, browser = SETTINGS[name], linden.owner.actor, signed_in(linden.owner)
    before = setting.read(by, key)

    saved = browser.post(address, _form(browser, address, changes), follow=True)
    after = setting.read(by, key)
    undone = browser.post(UNDO, {"page": setting.page}, follow=True)

    assert (saved.status_code, after != before) == (200, True)
    assert saved.context["undo"] == {"page": setting.page, "words": str(setting.words)}
    assert (undone.context["undo"], setting.read(by, key)) == (None, before)
    assert [str(one) for one in browser.post(UNDO, {"page": setting.page}, follow=True).context["messages"]] == [
        "There is nothing to undo."
    ]


def test_what_was_saved_since_by_somebody_else_stays(linden: Cast) -> None:
    browser, address = signed_in(linden.owner), reverse("desk:settings-messages")
    browser.post(address, _form(browser, address, {"last_hours": 0}))
    change_reminders(ReminderRules(4320, 60, 1260, 480), by=linden.owner.actor, now=timezone.now())

    said = browser.post(UNDO, {"page": "settings"}, follow=True).context["messages"]

    assert [str(one) for one in said][1:] == ["This has been changed again since, so it stays as it is."]
    assert Practice.objects.get(pk=linden.practice.id).first_reminder_minutes == 4320
    assert newest_entries()[0].deed == "reminders.changed"


@pytest.mark.parametrize("deed", ["days", "own_day", "holidays", "offering"])
def test_days_and_offers_come_back_too(linden: Cast, deed: str) -> None:
    today, browser = today_at_linden(), signed_in(linden.owner)
    who, on = str(linden.ana.as_therapist.id), today.isoformat()
    key, address, given = {
        "days": ("", reverse("desk:settings-close"), {"who": who, "first": on}),
        "own_day": (on, reverse("desk:settings-holidays-day"), {"on": on, "name": "Fair", "deed": "close"}),
        "holidays": ("", reverse("desk:settings-holidays"), {"region": "AT"}),
        "offering": (
            str(linden.swedish.id),
            reverse("desk:settings-service-offering", args=[linden.swedish.id]),
            {"offered": "no"},
        ),
    }[deed]
    setting, by = SETTINGS[deed], linden.owner.actor
    before = setting.read(by, key)

    browser.post(address, given)
    after = setting.read(by, key)
    browser.post(UNDO, {"page": setting.page})

    assert (after != before, setting.read(by, key)) == (True, before)
