"""Writes the printed rulebook into a folder, and takes away pages of an earlier print that are no longer in it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tableside.console.rulebook.printed import MARK, pages
from tableside.console.talk import CannotGoOn, say
from tableside.core.screening.rulebook import RuleRefused
from tableside.knowledge.load_body import BodyUnreadable
from tableside.knowledge.load_rulebook import QuestionRefused


def print_rulebook(folder: Path) -> None:
    try:
        printed = pages()
    except (RuleRefused, QuestionRefused, BodyUnreadable, tomllib.TOMLDecodeError) as reason:
        raise CannotGoOn(f"The rulebook cannot be used: {reason}") from None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in printed.items():
            (folder / name).write_text(text, "utf-8")
        for path in folder.glob("*.md"):
            if path.name not in printed and path.read_text("utf-8").startswith(MARK):
                path.unlink()
    except OSError as reason:
        raise CannotGoOn(f"{folder} cannot be written to: {reason.strerror}.") from None
    say(f"{len(printed)} pages are in {folder}.")
