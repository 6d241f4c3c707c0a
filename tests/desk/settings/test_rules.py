"""The rules of screening as a practice reads them, makes them stricter and takes that back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.house_rules import HouseRule, PressureLimits
from tableside.core.screening.result import Outcome
from tableside.records.audit.queries import newest_entries
from tableside.records.intake.queries import house_rules, house_versions, newest_screening
from tests.factories import BLOOD_THINNER, answered
from tests.personas import Cast, ClientPersona, StaffPersona, signed_in
from tests.query_counts import queries_of
from tests.sessions import booked

RULE = "anticoagulant"
LIST, LIMITS = reverse("desk:settings-rules"), reverse("desk:settings-pressure-limits")
SHOW, CHANGE = reverse("desk:settings-rule", args=[RULE]), reverse("desk:settings-rule-change", args=[RULE])
OURS = reverse("desk:settings-rule-ours", args=[RULE])
GIVEN: dict[str, Any] = {"outcome": "do_not_treat", "reason": "We have no nurse at hand."}
READINGS = {"clearance_systolic": 150, "clearance_diastolic": 95, "stop_systolic": 170, "stop_diastolic": 110}


def make_stricter(browser: Browser, **changes: Any) -> Any:
    return browser.post(CHANGE, {**GIVEN, **changes, "confirmed": "yes"})


def test_the_list_is_searched_by_every_word_and_marks_what_is_stricter(linden: Cast) -> None:
    browser = signed_in(linden.owner)
    make_stricter(browser)

    page = browser.get(LIST, {"q": "blood thinner"})
    rows = [row for subject in page.context["page"].subjects for row in subject.rows]
    assert [row.is_stricter for row in rows if row.rule.id == RULE] in ([True], [])
    stricter = browser.get(LIST, {"stricter": "1"})
    assert [row.rule.id for one in stricter.context["page"].subjects for row in one.rows] == [RULE]
    assert "Stricter here" in stricter.content.decode()
    assert "No such rule" in browser.get(LIST, {"q": "no such words"}).content.decode()


def test_what_a_change_does_is_shown_before_it_is_saved(linden: Cast) -> None:
    booked(linden, at=timezone.now() + timedelta(days=2))
    answered(linden.clara, now=timezone.now(), **BLOOD_THINNER)
    entries = newest_entries().count()

    page = signed_in(linden.owner).post(CHANGE, GIVEN)

    assert page.status_code == 200
    assert "One future appointment would be held back" in page.content.decode()
    assert "We have no nurse at hand." in page.content.decode()
    assert (house_versions().count(), newest_entries().count()) == (0, entries)


def test_saving_screens_what_is_booked_and_the_finding_names_the_version(linden: Cast) -> None:
    appointment = booked(linden, at=timezone.now() + timedelta(days=2))
    answered(linden.clara, now=timezone.now(), **BLOOD_THINNER)

    saved = make_stricter(signed_in(linden.owner), cap="1", barred=["TP"], minutes="30")

    assert (saved.status_code, saved["Location"]) == (302, SHOW)
    assert house_rules().rules[RULE] == HouseRule(
        RULE, GIVEN["reason"], Outcome.DO_NOT_TREAT, cap=1, minutes=30, barred=(ScreeningClass.TP,)
    )
    screening = newest_screening(appointment.id)
    assert screening is not None
    assert (screening.outcome, screening.house_version) == ("do_not_treat", 1)
    therapist = signed_in(linden.ana)
    assert "Clara" in therapist.get(reverse("desk:intake_queue")).content.decode()
    finding = therapist.get(reverse("desk:finding", args=[appointment.id])).content.decode()
    assert "House rules, version 1" in finding
    assert "These are the rules of today." in finding
    assert GIVEN["reason"] in finding


def test_taking_back_is_a_version_with_its_reason(linden: Cast) -> None:
    browser = signed_in(linden.owner)
    make_stricter(browser)

    browser.post(OURS, {"reason": "A nurse came."})

    assert [(one.number, one.reason) for one in house_versions()] == [(2, "A nurse came."), (1, GIVEN["reason"])]
    assert house_rules().rules == {}
    assert "A nurse came." in browser.get(SHOW).content.decode()
    assert browser.post(OURS).status_code == 404


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"reason": ""}, "Write down why"),
        ({"outcome": ""}, "Choose at least one thing that is stricter here."),
        ({"outcome": "proceed"}, "Select a valid choice"),
        ({"outcome": "refer_urgent"}, "Select a valid choice"),
        ({"cap": "5"}, "Select a valid choice"),
        ({"barred": ["SWE"]}, "Select a valid choice"),
        ({"barred": ["DT"]}, "Select a valid choice"),  # which the rule bars already
        ({"outcome": "", "clearance_days": "5000"}, ""),
    ],
)
def test_what_is_not_stricter_is_refused_and_what_was_typed_stays(
    linden: Cast, given: dict[str, Any], sentence: str
) -> None:
    page = make_stricter(signed_in(linden.owner), **given)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert house_versions().count() == 0


def test_limits_of_blood_pressure_are_set_shown_and_taken_back(linden: Cast) -> None:
    browser = signed_in(linden.owner)
    given = {**READINGS, "reason": "Older clients."}

    assert "No future appointment" in browser.post(LIMITS, given).content.decode()
    assert browser.post(LIMITS, {**given, "confirmed": "yes"}).status_code == 302

    assert house_rules().pressure == PressureLimits("Older clients.", (150, 95), (170, 110))
    assert "Clearance from 150 over 95" in browser.get(LIST).content.decode()
    browser.post(reverse("desk:settings-rule-ours", args=["blood_pressure"]))
    assert house_rules().pressure is None


def test_limits_above_ours_or_out_of_order_are_refused(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    above = browser.post(LIMITS, {**READINGS, "clearance_systolic": 165, "reason": "So."})
    crossed = browser.post(LIMITS, {**READINGS, "stop_systolic": 145, "reason": "So."})

    assert (above.status_code, crossed.status_code) == (422, 422)
    assert "no later than treatment stops" in crossed.content.decode()


def test_therapists_read_and_only_the_owner_changes(linden: Cast) -> None:
    people: tuple[StaffPersona | ClientPersona, ...] = (linden.owner, linden.ana, linden.front_desk, linden.clara)

    def answers(method: str, url: str) -> list[int]:
        browsers = (*(signed_in(one) for one in people), Browser())
        return [getattr(one, method)(url).status_code for one in browsers]

    assert answers("get", LIST) == [200, 200, 403, 403, 302]
    assert answers("get", SHOW) == [200, 200, 403, 403, 302]
    assert answers("get", CHANGE) == [200, 403, 403, 403, 302]
    assert answers("get", LIMITS) == [200, 403, 403, 403, 302]
    assert answers("post", OURS) == [404, 403, 403, 403, 302]
    assert answers("get", OURS) == [405] * 5
    assert "Make it stricter here" not in signed_in(linden.ana).get(SHOW).content.decode()


def test_a_rule_that_is_none_is_not_found(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    urls = [reverse(f"desk:{name}", args=["no-rule"]) for name in ("settings-rule", "settings-rule-change")]
    assert [browser.get(url).status_code for url in urls] == [404, 404]


def test_the_list_asks_no_more_of_the_database_when_more_is_stricter(linden: Cast) -> None:
    browser = signed_in(linden.owner)
    make_stricter(browser)
    one = queries_of(browser, LIST)
    browser.post(LIMITS, {**READINGS, "reason": "So.", "confirmed": "yes"})

    assert queries_of(browser, LIST) == one
