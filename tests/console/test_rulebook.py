"""The printed rulebook and the files it is printed from say the same."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tableside.console.rulebook.answers import looked_at
from tableside.console.rulebook.printed import MARK, pages
from tableside.console.rulebook.words import places, when
from tableside.knowledge.load_body import load_body
from tableside.knowledge.load_rulebook import RULES, load_questions, load_rulebook

ROOT = Path(__file__).parents[2]
PRINTED = ROOT / "docs" / "use" / "rulebook"
COMMAND = [sys.executable, "-m", "tableside", "rulebook"]


def test_the_printed_pages_are_those_of_the_rules() -> None:
    kept = {path.name: path.read_text("utf-8") for path in PRINTED.glob("*.md")}
    printed = pages()

    stale = sorted(name for name in kept.keys() | printed.keys() if kept.get(name) != printed.get(name))
    assert stale == [], "docs/use/rulebook is behind the rules. Renew it with: ./tableside rulebook"


def test_every_rule_is_printed_once_with_its_source() -> None:
    text = "\n".join(pages().values())

    assert sorted(re.findall(r"^- \*\*Rule:\*\* `(\w+)`$", text, re.MULTILINE)) == sorted(
        rule.id for rule in load_rulebook().rules
    )
    assert [rule.id for rule in load_rulebook().rules if f"- **Source:** {rule.source}\n" not in text] == []


def test_every_link_to_a_rule_leads_to_it() -> None:
    printed = pages()
    links = {link for text in printed.values() for link in re.findall(r"\]\(([\w-]+\.md)#(\w+)\)", text)}

    assert len(links) == len(load_rulebook().rules)
    assert [(page, rule) for page, rule in links if f'<a id="{rule}"></a>' not in printed[page]] == []


def test_every_rule_stands_beside_an_answer_that_calls_it_up() -> None:
    rows = [row for row in pages()["answers.md"].splitlines() if row.startswith("| ")]
    named = {rule: sum(f"`{rule}`" in row for row in rows) for rule in (one.id for one in load_rulebook().rules)}

    assert [rule for rule, times in named.items() if times == 0] == []
    assert [rule.id for rule in load_rulebook().rules if not looked_at(rule) >= (rule.when.signs or set())] == []


def test_an_answer_that_a_rule_excludes_does_not_call_it_up() -> None:
    rows = [row for row in pages()["answers.md"].splitlines() if "`eczema`" in row]

    assert [row.split(" | ")[0] for row in rows] == ["| Eczema or psoriasis"]


def test_conditions_are_told_in_the_words_of_the_questions() -> None:
    told = [f"{rule.id}: {when(rule.when.told, load_questions())}" for rule in load_rulebook().rules]

    assert [words for words in told if "`" in words or "{" in words] == []


@pytest.mark.parametrize(
    ("named", "words"),
    [
        (("leg",), "leg"),
        (("calf.left", "calf.right", "sacrum"), "calf, sacrum"),
        (("shoulder.left",), "left shoulder"),
        (("shoulder",), "shoulder"),
    ],
)
def test_places_are_said_as_short_as_can_be(named: tuple[str, ...], words: str) -> None:
    body = load_body()

    assert places(tuple(place for one in named for place in body.expand(one)), body) == words


def test_the_command_renews_its_own_pages_and_leaves_others_alone(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text(f"{MARK}\n\n# Gone\n")
    (tmp_path / "mine.md").write_text("# Mine\n")
    (tmp_path / "README.md").write_text(f"{MARK}\n\n# Old\n")

    done = subprocess.run([*COMMAND, str(tmp_path)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {**pages(), "mine.md": "# Mine\n"}


def test_where_nothing_can_be_written_a_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    done = subprocess.run([*COMMAND, str(tmp_path / "file")], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == f"!! {tmp_path / 'file'} cannot be written to: File exists.\n"


def test_the_example_of_how_to_correct_a_rule_is_a_real_one() -> None:
    page = (ROOT / "docs" / "use" / "correct-a-rule.md").read_text("utf-8")
    before, after = (tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL))
    rules = [row for path in RULES.glob("*.toml") for row in tomllib.loads(path.read_text("utf-8"))["rule"]]
    rule = next(row for row in rules if row["id"] == before["id"])

    assert {key: rule[key] for key in before} == before, "the rule has changed: let the page say what it says now"
    assert after.keys() == before.keys()
    assert after != before


def test_the_page_about_rules_names_every_line_that_a_rule_may_have() -> None:
    page = (ROOT / "docs" / "use" / "correct-a-rule.md").read_text("utf-8")
    used = {
        key for path in RULES.glob("*.toml") for row in tomllib.loads(path.read_text("utf-8"))["rule"] for key in row
    }

    assert sorted(key for key in used - {"id", "title"} if f"`{key}`" not in page) == [], (
        "the page has to say what it means"
    )
