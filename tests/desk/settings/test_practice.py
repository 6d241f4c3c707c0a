"""The practice's details and policies: what a change does, and what is turned down."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tableside.records.audit.queries import newest_entries
from tableside.records.practice.models import PolicyVersion
from tableside.records.practice.queries import current_practice
from tests.personas import Cast, signed_in

DETAILS = reverse("desk:settings-practice")
POLICIES = reverse("desk:settings-policies")
NOW_HELD = {
    "notice": "4",
    "horizon_days": "90",
    "step_minutes": "15",
    "cancel_notice": "24",
    "reschedule_notice": "24",
    "hold_minutes": "10",
    "answer": "24",
    "undo_minutes": "3",
    "offer_minutes": "120",
    "soon_offer_minutes": "30",
    "policy_text": "Cancel a day ahead, please.",
}


def details(**changes: str) -> dict[str, str]:
    return {"name": "Linden Massage", "emergency_number": "144", "email": "", "phone": "", "about": ""} | changes


def test_the_overview_says_what_is_missing(linden: Cast) -> None:
    parts = signed_in(linden.owner).get(reverse("desk:settings")).context["parts"]

    assert [part.missing for part in parts if part.missing] == []
    assert [part.url for part in parts][-3:] == [reverse(f"desk:{name}") for name in ("mail", "incidents", "audit")]


def test_details_are_saved_and_the_log_names_what_changed(linden: Cast) -> None:
    answer = signed_in(linden.owner).post(DETAILS, details(phone="+43 1 9"))

    practice = current_practice()
    assert (answer.status_code, practice.phone, practice.emergency_number) == (302, "+43 1 9", "144")
    newest = newest_entries()[0]
    assert (newest.deed, newest.detail) == (
        "practice.changed",
        {"fields": ["crisis_line", "email", "emergency_number", "phone"]},
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "This field is required"),
        ({"emergency_number": ""}, "This field is required"),
        ({"email": "linden"}, "Enter a valid email address"),
        ({"phone": "1" * 41}, "at most 40 characters"),
    ],
)
def test_details_that_cannot_be_are_said_and_nothing_is_saved(
    linden: Cast, changes: dict[str, str], sentence: str
) -> None:
    before = newest_entries().count()

    answer = signed_in(linden.owner).post(DETAILS, details(**changes))

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert (newest_entries().count(), current_practice().emergency_number) == (before, "112")


@pytest.mark.parametrize(
    ("changes", "version"),
    [
        ({}, 1),
        ({"horizon_days": "60"}, 1),
        ({"notice": "2.5"}, 1),
        ({"policy_text": "Cancel two days ahead."}, 2),
        ({"cancel_notice": "48"}, 2),
        ({"reschedule_notice": "0"}, 2),
        ({"late_fee": "50 %"}, 2),
        ({"missed_fee": "30"}, 2),
    ],
)
def test_what_clients_agree_to_makes_a_new_version(linden: Cast, changes: dict[str, str], version: int) -> None:
    answer = signed_in(linden.owner).post(POLICIES, NOW_HELD | changes)

    assert (answer.status_code, current_practice().policy_version) == (302, version)


def test_hours_are_kept_as_minutes(linden: Cast) -> None:
    signed_in(linden.owner).post(POLICIES, NOW_HELD | {"notice": "2.5", "step_minutes": "30", "undo_minutes": "5"})

    practice = current_practice()
    assert (practice.notice_minutes, practice.step_minutes, practice.undo_minutes) == (150, 30, 5)


@pytest.mark.parametrize(
    "changes",
    [
        {"notice": "-1"},
        {"notice": "NaN"},
        {"horizon_days": "0"},
        {"horizon_days": "10000"},
        {"step_minutes": "7"},
        {"cancel_notice": "9999"},
        {"policy_text": "x" * 5001},
        {"late_fee": "0 %"},
        {"late_fee": "half"},
        {"missed_fee": "101%"},
        {"missed_fee": "999999999"},
    ],
)
def test_policies_that_cannot_be_are_given_back(linden: Cast, changes: dict[str, Any]) -> None:
    answer = signed_in(linden.owner).post(POLICIES, NOW_HELD | changes)

    practice = current_practice()
    assert (answer.status_code, practice.policy_version, practice.notice_minutes) == (422, 1, 240)


def test_every_version_is_kept_as_it_stood(linden: Cast) -> None:
    fees = {"late_fee": "50%", "missed_fee": "30,00", "waives_first_fee": "on"}
    signed_in(linden.owner).post(POLICIES, NOW_HELD | fees)
    signed_in(linden.owner).post(POLICIES, NOW_HELD | {"policy_text": "Come when you like."})

    kept = PolicyVersion.objects.order_by("number").values_list(
        *("number", "text", "late_fee_kind", "late_fee_value", "missed_fee_kind", "missed_fee_value"),
        "waives_first_fee",
    )
    assert list(kept) == [
        (1, "Cancel a day ahead, please.", "none", 0, "none", 0, False),
        (2, "Cancel a day ahead, please.", "percent", 50, "amount", 3000, True),
        (3, "Come when you like.", "none", 0, "none", 0, False),
    ]


def test_fees_are_shown_in_words_before_they_are_saved(linden: Cast) -> None:
    typed = NOW_HELD | {"late_fee": "50 %", "missed_fee": "30", "waives_first_fee": "on", "words": "1"}

    page = signed_in(linden.owner).post(POLICIES, typed)

    assert (page.status_code, current_practice().policy_version) == (200, 1)
    assert page.context["sentences"] == (
        "Cancelling costs nothing until 24 h before the start.",
        "Cancelling later costs a fee: 50 % of the price. Nothing is due the first time.",
        "Moving is possible until 24 h before the start.",
        "Missing an appointment costs a fee: €30.00, and never more than the price. Nothing is due the first time.",
    )
    assert page.context["form"]["missed_fee"].value() == "30"
