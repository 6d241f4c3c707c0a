"""Run one bench script, or all that lie here. A script has ``run()``, which answers with a ``Report``. It ends with 1
when a goal was missed."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from bench.report import as_json, as_table

NOT_SCRIPTS = {"__init__", "__main__", "report"}


def scripts() -> list[str]:
    """The names of what can be run: modules in this folder that say ``def run(``."""
    found = sorted(path for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_SCRIPTS)
    return [path.stem for path in found if "\ndef run(" in path.read_text("utf-8")]


def main() -> int:
    names = scripts()
    parser = argparse.ArgumentParser(prog="tableside bench", description=f"Scripts: {', '.join(names)}.")
    parser.add_argument("name", nargs="?", choices=names, metavar="NAME", help="only this one")
    parser.add_argument("--json", action="store_true", help="for a program to read")
    wanted = parser.parse_args()
    reports = []
    for name in [wanted.name] if wanted.name else names:
        report = importlib.import_module(f"bench.{name}").run()
        reports.append(report)
        if not wanted.json:
            print(as_table(report), flush=True)
    if wanted.json:
        print(as_json(reports))
    return 0 if all(goal.is_met for report in reports for goal in report.goals) else 1


if __name__ == "__main__":
    sys.exit(main())
