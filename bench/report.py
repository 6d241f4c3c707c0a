"""What a bench script answers with, and how it is printed: every figure beside another one of the same run."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured: a median of processor time in milliseconds, or another ``unit``."""

    what: str
    value: float
    unit: str = "ms"


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio of two figures of this run, and what it should be: at most, or at least."""

    what: str
    ratio: float
    at_most: float | None = None
    at_least: float | None = None

    @property
    def is_met(self) -> bool:
        low = self.at_least is None or self.ratio >= self.at_least
        return low and (self.at_most is None or self.ratio <= self.at_most)


@dataclass(frozen=True, slots=True)
class Report:
    """``rows`` are compared with the first one; ``note`` says how it was measured."""

    title: str
    rows: tuple[Row, ...]
    goals: tuple[Goal, ...] = ()
    note: str = ""


def processor_ms(work: Callable[[], object], *, times: int) -> float:
    """The median processor time of ``times`` calls, after one that does not count."""
    work()
    taken = []
    for _ in range(times):
        began = time.process_time_ns()
        work()
        taken.append((time.process_time_ns() - began) / 1e6)
    return statistics.median(taken)


def in_turn_ms(works: Mapping[str, Callable[[], object]], *, times: int) -> dict[str, float]:
    """The median of each, one after the other in every round: what else the machine does then meets all of them. Each
    is called once before, so that none finds the processor's memory full of what another left there."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(times):
        for name, work in works.items():
            work()
            began = time.process_time_ns()
            work()
            taken[name].append((time.process_time_ns() - began) / 1e6)
    return {name: statistics.median(some) for name, some in taken.items()}


def as_table(report: Report) -> str:
    """Aligned columns: what, how much, and how many times the first row."""
    first = report.rows[0].value
    cells = [("", "median", "ratio")] + [
        (row.what, f"{row.value:,.3f} {row.unit}", f"{row.value / first:,.2f} x" if first else "")
        for row in report.rows
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(3)]
    lines = [report.title, "-" * len(report.title)]
    lines += [f"{what:<{widths[0]}}  {value:>{widths[1]}}  {ratio:>{widths[2]}}" for what, value, ratio in cells]
    if report.goals:
        lines += ["", *(_goal_line(goal) for goal in report.goals)]
    return "\n".join([*lines, *(["", report.note] if report.note else []), ""])


def as_json(reports: list[Report]) -> str:
    """All reports for a program to read, each goal with whether it is met."""
    return json.dumps(
        [
            {**asdict(report), "goals": [{**asdict(goal), "is_met": goal.is_met} for goal in report.goals]}
            for report in reports
        ],
        indent=2,
    )


def _goal_line(goal: Goal) -> str:
    bounds = [f"at most {goal.at_most:g}"] if goal.at_most is not None else []
    bounds += [f"at least {goal.at_least:g}"] if goal.at_least is not None else []
    return f"{'met ' if goal.is_met else 'MISS'}  {goal.what}: {goal.ratio:.2f} (goal: {' and '.join(bounds)})"
