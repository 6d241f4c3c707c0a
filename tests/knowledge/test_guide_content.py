"""The pages of the guide: each with its sources, its certainty and the day it was reviewed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tableside.knowledge
from tableside.knowledge.load_guide import GuideUnreadable, load_guide, parse_benefit, parse_chapter
from tableside.knowledge.load_techniques import load_techniques

FOLDER = Path(tableside.knowledge.__file__).parent
SLEEP = (FOLDER / "evidence/sleep.md").read_text("utf-8")
EXPECT = (FOLDER / "guide/expect.md").read_text("utf-8")


def test_every_claimed_benefit_carries_how_sure_we_are() -> None:
    assert {slug: benefit.certainty.value for slug, benefit in load_guide().benefits.items()} == {
        "pain": "low",
        "stress": "moderate",
        "anxiety_and_mood": "low",
        "sleep": "low",
        "motion": "low",
        "muscle_soreness": "moderate",
        "tension_headache": "low",
        "pregnancy": "low",
        "frozen_shoulder": "very_low",
        "carpal_tunnel": "very_low",
        "circulation": "contradicted",
        "detox": "none",
        "immune_system": "none",
    }


def test_every_technique_page_belongs_to_a_technique() -> None:
    assert set(load_guide().techniques) - set(load_techniques()) == set()


@pytest.mark.parametrize(
    "field", ["title", "claim", "certainty", "size", "measured", "plain", "not_claimed", "reviewed_on"]
)
def test_a_benefit_without_one_of_its_facts_is_refused(field: str) -> None:
    without = re.sub(rf"^{field} = (\[\n(.*\n)*?\]|.*)\n", "", SLEEP, count=1, flags=re.MULTILINE)

    assert without != SLEEP
    with pytest.raises(GuideUnreadable, match=field):
        parse_benefit("sleep", without)


@pytest.mark.parametrize("written", [SLEEP, EXPECT])
def test_a_page_without_sources_is_refused(written: str) -> None:
    without = re.sub(r"^sources = \[\n(.*\n)*?\]\n", "", written, flags=re.MULTILINE)
    parse = parse_benefit if written is SLEEP else parse_chapter

    with pytest.raises(GuideUnreadable, match="sources"):
        parse("page", without)


def test_an_unknown_certainty_is_refused() -> None:
    with pytest.raises(GuideUnreadable, match="rather"):
        parse_benefit("sleep", SLEEP.replace('certainty = "low"', 'certainty = "rather"'))


def test_a_page_without_front_matter_is_refused() -> None:
    with pytest.raises(GuideUnreadable, match="front matter"):
        parse_chapter("page", "# Hello")


def test_html_in_a_page_is_shown_as_text() -> None:
    chapter = parse_chapter("expect", EXPECT + "\n## More\n<script>alert(1)</script>\n")

    assert chapter.sections[-1].html == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
