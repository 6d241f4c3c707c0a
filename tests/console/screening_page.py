"""``python -m tests.console.screening_page`` renews the examples of docs/use/screening-json.md: every input gets an
answer to each critical question that is new, and below it stands what the command says now. Look at what changed before
you keep it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any  # JSON values

from tableside.knowledge.load_rulebook import load_questions
from tests.spec.screening_cases import healthy

PAGE = Path(__file__).parents[2] / "docs" / "use" / "screening-json.md"
COMMAND = [sys.executable, "-m", "tableside", "screen", "-"]
VERSION_LEFT_OUT = "..."
_EXAMPLE = re.compile(r"^### (.+?)\n(.*?)^```json\n(.*?)^```\n\n```json\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    title: str
    about: str
    told: str
    answer: str


def examples() -> Iterator[Example]:
    for found in _EXAMPLE.finditer(PAGE.read_text("utf-8")):
        yield Example(*found.groups())


def printed(told: str) -> tuple[int, str]:
    """Exit status and standard output, without the version of the rulebook."""
    done = subprocess.run(COMMAND, input=told.encode(), capture_output=True, check=False)
    return done.returncode, re.sub(r'"[0-9a-f]{64}"', f'"{VERSION_LEFT_OUT}"', done.stdout.decode())


def main() -> None:
    text = _EXAMPLE.sub(_renewed, PAGE.read_text("utf-8"))
    PAGE.write_text(text, "utf-8")


def _renewed(found: re.Match[str]) -> str:
    title, about, told, _ = found.groups()
    asked: dict[str, Any] = json.loads(told)
    if title != "Mistakes":
        asked["answers"] = _complete(asked["answers"])
    told = _short(asked)
    return f"### {title}\n{about}```json\n{told}```\n\n```json\n{printed(told)[1]}```\n"


def _complete(answers: dict[str, Any]) -> dict[str, Any]:
    questions = load_questions()
    read = {key: questions.read_answer(questions.question(key), value) for key, value in answers.items()}
    heard = questions.heard(read)[1]
    return questions.as_json({**healthy(questions, heard), **read})


def _short(asked: dict[str, Any]) -> str:
    """One line for each field, and what was answered by "no" or "none" together on few lines."""
    lines = []
    for key, value in asked.items():
        if key != "answers" or not value:
            lines.append(f'  "{key}": {json.dumps(value, default=date.isoformat)}')
            continue
        pairs = [f'"{question}": {json.dumps(answer)}' for question, answer in value.items()]
        rows = [", ".join(pairs[start : start + 5]) for start in range(0, len(pairs), 5)]
        lines.append('  "answers": {\n    ' + ",\n    ".join(rows) + "\n  }")
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main()
