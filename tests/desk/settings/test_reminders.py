"""When reminders leave: the owner changes it, and what cannot be is given back."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from tableside.records.audit.models import AuditEntry
from tableside.records.practice.queries import current_practice
from tests.personas import Cast, signed_in

PAGE = "/desk/settings/messages/"
GIVEN = {"first_hours": "72", "last_hours": "2", "quiet_from": "20:30", "quiet_until": "07:00"}


def rules() -> tuple[int, int, int, int]:
    now = current_practice()
    return (
        now.first_reminder_minutes,
        now.last_reminder_minutes,
        now.quiet_from_minute,
        now.quiet_until_minute,
    )


def test_the_owner_says_when_reminders_leave(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    shown = browser.get(PAGE).content.decode()
    answer = browser.post(PAGE, GIVEN)

    assert 'value="21:00"' in shown
    assert (answer.status_code, rules()) == (302, (72 * 60, 120, 20 * 60 + 30, 420))
    assert AuditEntry.objects.order_by("-number").values_list("deed", flat=True).first() == "reminders.changed"


@pytest.mark.parametrize("change", [{"first_hours": "2"}, {"last_hours": "-1"}, {"quiet_from": "25:00"}])
def test_what_cannot_be_is_given_back(linden: Cast, change: dict[str, str]) -> None:
    answer = signed_in(linden.owner).post(PAGE, GIVEN | change)

    assert (answer.status_code, rules()) == (422, (2880, 180, 1260, 480))


def test_only_the_owner_may(linden: Cast) -> None:
    statuses = [signed_in(who).post(PAGE, GIVEN).status_code for who in (linden.ana, linden.front_desk, linden.clara)]

    assert (statuses, Browser().get(PAGE).status_code, rules()) == ([403, 403, 403], 302, (2880, 180, 1260, 480))
