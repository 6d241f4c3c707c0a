"""Documents that name things keep up with the things they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tableside.core.permissions.permission import NEEDS_SECOND_FACTOR, Permission
from tableside.core.permissions.roles import ROLES, Role

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SECTIONS = ["Context", "Decision", "Consequences"]


def table_of_roles() -> dict[str, dict[str, bool]]:
    """What docs/operate/roles.md says: permission -> role -> held."""
    text = (ROOT / "docs" / "operate" / "roles.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if "|" in line]
    head, _rule, *body = rows
    return {row[0].strip("`"): dict(zip(head[2:], (cell == "yes" for cell in row[2:]), strict=True)) for row in body}


def test_the_page_about_roles_says_what_the_code_does() -> None:
    assert table_of_roles() == {
        permission.value: {role.value: permission in ROLES[role] for role in Role} for permission in Permission
    }


def test_the_page_about_roles_names_what_needs_a_second_factor() -> None:
    text = " ".join((ROOT / "docs" / "operate" / "roles.md").read_text("utf-8").split())
    sentence = re.search(r"\*\*A second factor is required\*\* of roles that hold (.+?):", text)

    assert sentence is not None
    assert set(re.findall(r"`(\w+)`", sentence[1])) == {permission.value for permission in NEEDS_SECOND_FACTOR}


def test_the_page_about_settings_names_what_the_program_reads() -> None:
    settings = (ROOT / "src" / "tableside" / "config" / "settings.py").read_text("utf-8")
    page = (ROOT / "docs" / "operate" / "settings.md").read_text("utf-8")
    read = re.findall(r'env\.\w+\(\s*"(\w+)"', settings)

    assert sorted(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == sorted(read)


def test_the_glossary_names_every_role() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text("utf-8")

    assert [role.value for role in Role if f"`{role}`" not in glossary] == []


def test_the_glossary_explains_each_word_once() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text("utf-8")
    words = [line.split("|")[1].strip() for line in glossary.splitlines() if line.startswith("| ")]
    explained = [word for word in words if word != "word"]

    assert sorted(explained) == sorted(set(explained))


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_number_status_context_decision_and_consequences(path: Path) -> None:
    text = path.read_text("utf-8")

    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert re.search(r"^Status: (proposed|accepted|superseded by \d+)$", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_link_inside_the_documents_leads_somewhere(path: Path) -> None:
    shown = re.sub(r"<!--.*?-->", "", path.read_text("utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", shown)

    assert [link for link in links if not (path.parent / link).exists()] == []
