"""A stored screening is made again by the rules that it names, after the files of the rulebook have changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from tableside.core.screening.stored import from_json
from tableside.knowledge import load_rulebook as loader
from tableside.records.intake import queries
from tableside.records.intake.models import KnowledgeVersion, Screening
from tableside.records.intake.queries import NotKept
from tableside.workflows.intake.replay_screening import Standing, replay
from tableside.workflows.intake.screen_outdated import screen_outdated
from tests.factories import BLOOD_THINNER, answered
from tests.personas import Cast, signed_in
from tests.sessions import booked

MONDAY = datetime(2027, 1, 25, 8, 0, tzinfo=UTC)


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the rules that may be changed; whoever asks afterwards has ours again."""
    for path in loader.RULES.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(loader, "RULES", tmp_path)
    yield tmp_path
    monkeypatch.undo()
    forget()


def forget() -> None:
    """As after a restart."""
    loader.load_rulebook.cache_clear()
    queries._knowledge_at.cache_clear()


def change(rules: Path, before: str, after: str) -> None:
    path = rules / "07_blood.toml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    forget()


def stored(cast: Cast) -> Screening:
    booked(cast, at=MONDAY + timedelta(days=1))
    answered(cast.clara, now=MONDAY, **BLOOD_THINNER)
    return Screening.objects.get()


def test_the_old_rules_say_again_what_they_said_and_the_new_ones_something_else(linden: Cast, rules: Path) -> None:
    kept = stored(linden)
    assert Standing.of(kept) == Standing(is_of_today=True, replays=True, agrees=True)

    change(rules, 'title = "A blood thinner"', 'title = "Something that thins the blood"')

    assert replay(kept) == from_json(kept.result)
    assert Standing.of(kept) == Standing(is_of_today=False, replays=True, agrees=False)
    screen_outdated(now=MONDAY)
    newest = Screening.objects.latest("screened_at", "pk")
    assert [one.title for one in from_json(newest.result).findings] == ["Something that thins the blood"]
    assert {one.version for one in KnowledgeVersion.objects.all()} == {kept.knowledge_version, newest.knowledge_version}


def test_rules_that_changed_elsewhere_say_the_same(linden: Cast, rules: Path) -> None:
    kept = stored(linden)

    change(rules, 'title = "Easy bruising"', 'title = "Bruises easily"')

    assert Standing.of(kept) == Standing(is_of_today=False, replays=True, agrees=True)


def test_the_therapist_reads_what_today_s_rules_say(linden: Cast, rules: Path) -> None:
    kept = stored(linden)
    assert kept.appointment is not None
    url = reverse("desk:finding", args=[kept.appointment.id])

    change(rules, 'title = "A blood thinner"', 'title = "Something that thins the blood"')

    page = signed_in(linden.ana).get(url).content.decode()
    assert "The rules of today say something else. By its own rules it comes out the same again." in page


def test_what_was_not_kept_is_said_and_never_guessed(linden: Cast) -> None:
    kept = stored(linden)
    kept.knowledge_version = "older"

    with pytest.raises(NotKept):
        replay(kept)
    assert Standing.of(kept) == Standing(is_of_today=False, replays=None, agrees=True)
    kept.asked = None
    assert Standing.of(kept) == Standing(is_of_today=False, replays=None, agrees=None)


def test_a_version_is_kept_once_and_in_full(linden: Cast) -> None:
    kept = stored(linden)
    answered(linden.dora, now=MONDAY)

    (version,) = KnowledgeVersion.objects.all()
    assert (version.version, loader.version_of(version.files)) == (kept.knowledge_version, kept.knowledge_version)


def test_a_result_that_does_not_come_out_again_is_noticed(linden: Cast) -> None:
    kept = stored(linden)
    kept.result = {**kept.result, "outcome": "proceed"}

    assert replace(Standing.of(kept), is_of_today=False) == Standing(is_of_today=False, replays=False, agrees=False)
