"""``python -m tableside.knowledge``: reads everything that is known, and says in a sentence what cannot be read."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable

from tableside.knowledge import (
    load_banned,
    load_body,
    load_consent,
    load_emergencies,
    load_guide,
    load_instruments,
    load_poison_lines,
    load_rulebook,
    load_techniques,
)

SUBJECTS: dict[str, Callable[[], object]] = {
    "body regions": load_body.load_body,
    "health questions": load_rulebook.load_questions,
    "medicines": load_rulebook.load_medicines,
    "screening rules": load_rulebook.load_rulebook,
    "techniques": load_techniques.load_techniques,
    "instruments": load_instruments.load_instruments,
    "consent": load_consent.load_consent,
    "emergencies": load_emergencies.load_emergencies,
    "guide": load_guide.load_guide,
    "poison lines": load_poison_lines.load_poison_lines,
    "phrases that promise too much": load_banned.load_banned,
}


def problems() -> list[str]:
    """The first problem of each subject, with its file and, in rules and questions, its line."""
    found: list[str] = []
    for subject, load in SUBJECTS.items():
        try:
            load()
        except (ValueError, LookupError, OSError, tomllib.TOMLDecodeError) as problem:
            said = f"{subject}: {problem}"
            if not any(line.endswith(f": {problem}") for line in found):  # rules rest on the questions
                found.append(said)
    return found


def main() -> int:
    found = problems()
    print("\n".join(found) if found else f"{len(SUBJECTS)} subjects read, each as it should be.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
