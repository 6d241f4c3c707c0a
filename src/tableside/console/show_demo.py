"""The demo practice's data folder: recognised, cleared and filled."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from tableside.console.talk import CannotGoOn, say

STARTED, FILLED = "demo.started", "demo.filled"


def check_folder(folder: Path) -> None:
    """Never make a demo of, and never clear, a folder that holds something else."""
    if any(folder.iterdir()) and not (folder / STARTED).exists():
        raise CannotGoOn(f"{folder} holds something that is not the demo. Name another folder: --data DIR")
    (folder / STARTED).touch()


def is_half_made(folder: Path) -> bool:
    """The last start was interrupted while it made the demo."""
    return not (folder / FILLED).exists()


def clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name in {STARTED, "running.lock"}:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def fill_if_empty(folder: Path) -> None:
    from django.conf import settings

    from tableside.console.demo.make import fill

    today = datetime.now(UTC).date().isoformat()
    if (folder / FILLED).exists():
        if (made_on := (folder / FILLED).read_text().strip()) != today:
            say(f"This demo was made on {made_on}, and its days have gone on without it. Fresh again: --reset")
        return
    say(f"Making the demo practice: {settings.DEMO_WEEKS} weeks of a small practice's life, in about a minute ...")
    fill(datetime.now(UTC), weeks=settings.DEMO_WEEKS)
    (folder / FILLED).write_text(today)


def sign_ins() -> list[str]:
    """One line each for the owner, a therapist, the front desk and a client."""
    from tableside.console.demo.make import sign_ins as made

    return [f"   {line}" for line in made()]
