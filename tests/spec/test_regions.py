"""Runs the table of places that bear less than others: as the files say it, as screening does, as a session does."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any  # the table is TOML: what lies in it is checked by using it

import pytest

from tableside.core.charting.body import Region
from tableside.core.charting.technique import ScreeningClass
from tableside.core.decision import Refused
from tableside.core.screening.request import Request
from tableside.core.screening.result import Outcome, Screened
from tableside.core.screening.screen import screen
from tableside.core.screening.work import Wish, WorkRules
from tableside.knowledge.load_rulebook import load_rulebook
from tests.spec.screening_cases import TODAY, healthy

TABLE = tomllib.loads((Path(__file__).parent / "regions.toml").read_text("utf-8"))
BOOK = load_rulebook()
Row = dict[str, Any]


def rows(key: str = "says") -> list[Any]:
    """Each row that has the key, at each of its regions."""
    found = [(row, at) for row in TABLE["row"] if key in row for at in row["at"]]
    return [pytest.param(row, BOOK.body.regions[at], id=f"{row['says']} ({at})") for row, at in found]


def asked(**wish: Any) -> Screened:
    told: Row = {"technique": ScreeningClass.SWE, "pressure": 1, "places": (), "trainings": frozenset()} | wish
    request = Request(on=TODAY, minutes=60, **told)
    return screen(BOOK, healthy(BOOK.questions, {}), request=request)


@pytest.mark.parametrize(("row", "region"), rows())
def test_the_chart_says_what_the_table_says(row: Row, region: Region) -> None:
    spot = next((one for one in region.spots if one.id == row.get("spot")), None)
    if "spot" in row:
        assert spot is not None
        of_spot = (spot.pressure_cap, list(spot.strokes), bool(spot.only_with))
        assert of_spot == (row["spot_highest"], row.get("strokes", []), row.get("only_with", False))
        assert f"{spot.name}:" in region.caution
    if "highest" in row:
        tools = [tool.value for tool in region.barred_tools]
        of_region = (region.pressure_cap, [one.value for one in region.barred], tools)
        assert of_region == (row["highest"], row["barred"], row.get("barred_tools", []))
        assert (region.training, region.trained_cap) == (row.get("training", ""), row.get("trained_highest", 0))
    assert row.get("told", "") in region.caution
    assert region.asks_consent or not row.get("consent")
    assert ("Only if the client agreed to it today." in region.caution) is region.asks_consent


@pytest.mark.parametrize(("row", "region"), rows("barred"))
@pytest.mark.parametrize("technique", ScreeningClass)
def test_a_technique_that_is_never_used_there_is_replaced_and_the_rest_of_the_body_is_not_refused(
    row: Row, region: Region, technique: ScreeningClass
) -> None:
    there, everywhere = asked(technique=technique, places=region.places), asked(technique=technique)

    is_barred = technique.value in row["barred"]
    assert there.outcome is (Outcome.MODIFY if is_barred else Outcome.PROCEED)
    assert there.substitute == (ScreeningClass(row["instead"]) if is_barred else None)
    assert (everywhere.outcome, everywhere.limits.avoid, everywhere.substitute) == (Outcome.PROCEED, (), None)


@pytest.mark.parametrize(("row", "region"), rows("highest"))
def test_in_a_session_what_the_body_does_not_bear_is_refused_whatever_reason_is_given(row: Row, region: Region) -> None:
    rules = WorkRules(BOOK.body, asked().limits, may_override=True, agreed=frozenset([region.id]))
    place, reason = region.places[0], "I am sure."

    deeper = rules.may_give(Wish(place, ScreeningClass.SWE, 5, row["highest"] + 1, reason))
    assert isinstance(deeper, Refused)
    assert deeper.code == "too_deep_for_region"
    for kind in row["barred"]:
        refused = rules.may_give(Wish(place, ScreeningClass(kind), 5, 1, reason))
        assert isinstance(refused, Refused)
        assert (refused.code, refused.data["instead"]) == ("barred_for_region", row["instead"])
    for tool in row.get("barred_tools", []):
        refused = rules.may_give(Wish(place, ScreeningClass.SWE, 5, 1, reason, tool=tool))
        assert isinstance(refused, Refused)
        assert refused.code == "tool_barred_for_region"
    assert rules.may_give(Wish(place, ScreeningClass(row["instead"]), 5, row["highest"], tool="hands"))


@pytest.mark.parametrize("region", BOOK.body.regions.values(), ids=lambda region: region.id)
def test_an_area_that_asks_for_it_is_worked_on_only_with_a_yes_of_today(region: Region) -> None:
    wish = Wish(region.places[0], ScreeningClass.SWE, 5, 1, "I am sure.")
    asked_first, agreed = (
        WorkRules(BOOK.body, asked().limits, may_override=True, agreed=frozenset(held)).may_give(wish)
        for held in (BOOK.body.regions.keys() - {region.id}, {region.id})
    )

    assert (bool(asked_first), bool(agreed)) == (not region.asks_consent, True)
    if isinstance(asked_first, Refused):
        assert (asked_first.code, asked_first.data) == ("area_not_agreed", {"region": region.id})


@pytest.mark.parametrize(("row", "region"), rows("training"))
def test_training_opens_what_it_is_for_and_nothing_else(row: Row, region: Region) -> None:
    wish = {"places": region.places, "pressure": row["trained_highest"]}
    trained, other = frozenset([row["training"]]), frozenset(["oncology"])

    found = [asked(**wish, trainings=held).outcome for held in (frozenset(), other, trained)]
    assert found == [Outcome.MODIFY, Outcome.MODIFY, Outcome.PROCEED]
    for held in (other, trained):
        limits, agreed = asked(trainings=held).limits, frozenset([region.id])
        rules = WorkRules(BOOK.body, limits, may_override=False, trainings=held, agreed=agreed)
        given = rules.may_give(Wish(region.places[0], ScreeningClass.SWE, 5, row["trained_highest"]))
        assert bool(given) is (held == trained)


@pytest.mark.parametrize("answers", [one for row in TABLE["over"] for one in row["answers"]])
def test_over_what_was_told_of_nothing_is_done_and_the_rest_is_treated(answers: Row) -> None:
    given, problems = BOOK.questions.read_answers(answers)
    request = Request(on=TODAY, technique=ScreeningClass.SWE, pressure=3, minutes=60)
    screened = screen(BOOK, healthy(BOOK.questions, given), request=request)

    assert problems == {}
    assert (screened.outcome, "chest.left" in screened.limits.avoid) == (Outcome.AVOID_REGION, True)


def test_the_spots_and_bars_of_the_chart_are_all_in_the_table() -> None:
    spots = {(row["spot"], at) for row in TABLE["row"] if "spot" in row for at in row["at"]}
    barred = {at for row in TABLE["row"] if "barred" in row for at in row["at"]}

    regions = BOOK.body.regions.values()
    assert {(spot.id, region.id) for region in regions for spot in region.spots} == spots
    assert {region.id for region in regions if region.barred} == barred
