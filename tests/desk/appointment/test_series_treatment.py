"""Another length, treatment or therapist for dates of a series: each is looked at first, then they change as one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tableside.records.outbox.models import Message
from tableside.records.scheduling.models import Appointment, RulesSetAside
from tests.desk.appointment.test_series import made
from tests.personas import Cast, signed_in
from tests.sessions import booked


def address(appointment: Appointment) -> str:
    return reverse("desk:appointment-series-treatment", args=[appointment.id])


def asked(cast: Cast, *, which: str = "all", minutes: int = 90) -> dict[str, Any]:
    return {"which": which, "treatment": f"{cast.swedish.id}:{minutes}", "therapist": ""}


def lengths() -> list[int]:
    dates = Appointment.objects.filter(series__isnull=False).order_by("starts_at")
    return [int((one.ends_at - one.starts_at).total_seconds()) // 60 for one in dates]


@pytest.mark.parametrize(("which", "after"), [("this", [60, 90, 60]), ("later", [60, 90, 90]), ("all", [90, 90, 90])])
def test_the_dates_meant_get_longer_as_one_with_one_letter_and_are_undone_as_one(
    linden: Cast, which: str, after: list[int]
) -> None:
    desk, (_first, second, _third) = signed_in(linden.front_desk), made(linden)
    Message.objects.filter(kind="series_booked").update(done_at=timezone.now())

    page = desk.get(address(second), asked(linden, which=which))
    shown = page.context["dates"]
    assert {(words, is_ticked) for _one, words, is_ticked in shown} == {("Swedish massage, 90 minutes, €120.00", True)}
    assert lengths() == [60, 60, 60]
    sent = asked(linden, which=which) | {"date": [one.appointment.id for one, *_ in shown], "tell": "on", "key": "more"}
    answers = [desk.post(address(second), sent).status_code for _ in range(2)]

    assert (answers, lengths()) == ([302, 302], after)
    assert set(Appointment.objects.filter(pk__in=sent["date"]).values_list("price_minor", flat=True)) == {12000}
    assert Message.objects.filter(kind="series_changed").count() == 1
    desk.post(reverse("desk:appointment-series-undo", args=[second.id]))
    assert lengths() == [60, 60, 60]
    assert Message.objects.get(kind="series_changed").withdrawn_at is not None


def test_a_date_that_does_not_fit_is_named_and_left_and_refused_with_all_if_it_is_ticked(linden: Cast) -> None:
    desk, (first, second, third) = signed_in(linden.front_desk), made(linden)
    booked(linden, at=second.starts_at + timedelta(minutes=75), who=linden.dora)

    shown = desk.get(address(first), asked(linden)).context["dates"]
    assert [(bool(one.reason), is_ticked) for one, _words, is_ticked in shown] == [
        (False, True),
        (True, False),
        (False, True),
    ]
    everything = {**asked(linden), "date": [first.id, second.id, third.id]}
    refused = desk.post(address(first), everything)
    assert (refused.status_code, refused.context["refusal"].code, lengths()) == (422, "therapist_busy", [60] * 3)
    assert refused.context["insist"] is None  # two treatments at once: no reason helps
    assert [is_ticked for *_, is_ticked in refused.context["dates"]] == [True] * 3

    desk.post(address(first), {**everything, "date": [first.id, third.id]})
    assert lengths() == [90, 60, 90]


def test_what_only_a_rule_stands_against_is_changed_with_a_reason(linden: Cast) -> None:
    desk, (first, second, third) = signed_in(linden.front_desk), made(linden)
    booked(linden, at=second.starts_at + timedelta(minutes=90), who=linden.dora)
    everything = {**asked(linden), "date": [first.id, second.id, third.id]}

    refused = desk.post(address(first), everything)
    said = {"insist": "yes", "seen": refused.context["insist"].seen, "because": "Agreed by phone"}
    done = desk.post(address(first), everything | said)

    assert (refused.status_code, refused.context["insist"].seen) == (422, ("inside_buffer",))
    assert (done.status_code, lengths()) == (302, [90] * 3)
    assert RulesSetAside.objects.get().appointment_id == second.id


def test_a_date_that_is_so_already_is_not_offered_to_be_changed(linden: Cast) -> None:
    desk, (first, second, third) = signed_in(linden.front_desk), made(linden)
    nothing = "there is nothing to change"
    all_so = desk.get(address(first), asked(linden, minutes=60)).content.decode()
    assert ("These dates are that already: " + nothing in all_so, 'name="date"' in all_so) == (True, False)

    desk.post(address(first), {**asked(linden, which="this"), "date": [first.id]})
    page = desk.get(address(second), asked(linden))
    assert [one.is_so_now for one, *_ in page.context["dates"]] == [True, False, False]
    assert (page.content.decode().count(nothing), page.content.decode().count('name="date"')) == (1, 2)
    refused = desk.post(address(second), {**asked(linden), "date": [first.id, second.id, third.id]})
    assert (refused.status_code, refused.context["refusal"].code, lengths()) == (422, "nothing_to_change", [90, 60, 60])


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"treatment": "x:60"}, "no_treatment"),
        ({"date": []}, "no_dates"),
        ({"date": ["x"]}, "no_dates"),
        ({"date": ["00000000-0000-0000-0000-000000000001"]}, "series_changed"),
    ],
)
def test_nonsense_changes_nothing(linden: Cast, wrong: dict[str, Any], code: str) -> None:
    first, *_rest = made(linden)

    answer = signed_in(linden.front_desk).post(address(first), {**asked(linden), "date": [first.id], **wrong})

    assert (answer.status_code, answer.context["refusal"].code, lengths()) == (422, code, [60] * 3)
    assert signed_in(linden.front_desk).get(address(booked(linden))).status_code == 404
