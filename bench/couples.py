"""The first start for two people side by side (workload W1): our timelines against a constraint solver.

The solver is asked for the earliest start only; ours finds every start of the 90 days in that time.
"""

from __future__ import annotations

from dataclasses import replace

from ortools.sat.python import cp_model

from bench.availability import NEEDED, question, working_spans
from bench.report import Goal, Report, Row, in_turn_ms
from bench.workload import DAYS, NOTICE, STEP, Span, Workload, make, merged
from tableside.core.availability.offers import Question, TableTime, offers


def side_by_side(load: Workload) -> Question:
    """The same question for two therapists and two tables. All tables stand in one room, as the solver has it."""
    asked = question(load)
    tables = tuple(TableTime(one.table, "the room", one.location, one.busy) for one in asked.tables)
    return replace(asked, wish=replace(asked.wish, therapists_at_once=2), tables=tables)


def with_solver(load: Workload) -> int | None:
    """The earliest minute at which two therapists and two tables are free together."""
    model = cp_model.CpModel()
    opens, closes = load.now_minute + NOTICE, load.now_minute + (DAYS + 1) * 1440
    step = model.new_int_var(-(-opens // STEP), closes // STEP, "step")
    start = model.new_int_var(opens, closes, "start")
    model.add(start == step * STEP)

    def taken_once(number: int, kind: str, busy: list[Span]) -> cp_model.IntVar:
        """Whether this one is used; what is used may not overlap with where it is taken."""
        used = model.new_bool_var(f"{kind} {number}")
        treatment = model.new_optional_fixed_size_interval_var(start, NEEDED, used, f"treatment by {kind} {number}")
        fixed = [model.new_fixed_size_interval_var(s, e - s, f"{kind} {number} from {s}") for s, e in busy]
        model.add_no_overlap([treatment, *fixed])
        return used

    therapists = [
        taken_once(number, "therapist", merged([*between(working_spans(exceptions), opens, closes), *busy]))
        for number, (exceptions, busy) in enumerate(zip(load.exceptions, load.busy, strict=True))
    ]
    tables = [taken_once(number, "table", merged(list(busy))) for number, busy in enumerate(load.tables)]
    model.add(sum(therapists) == 2)
    model.add(sum(tables) == 2)
    model.minimize(start)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return int(solver.value(start)) if solver.solve(model) == cp_model.OPTIMAL else None


def between(spans: list[Span], opens: int, closes: int) -> list[Span]:
    """Where nobody works: what lies between these spans."""
    ends, starts = [opens - NEEDED, *(end for _, end in spans)], [*(start for start, _ in spans), closes + NEEDED]
    return [(end, start) for end, start in zip(ends, starts, strict=True) if end < start]


def run() -> Report:
    """Measure, after making sure that both name the same first start."""
    load = make(10, 7)
    ours = offers(side_by_side(load))
    assert ours.first() == with_solver(load), "the solver names another first start"
    warm_question = side_by_side(load)
    took = in_turn_ms(
        {
            "timelines, rows to every start": lambda: offers(side_by_side(load)).minutes(),
            "timelines, timelines kept, every start": lambda: offers(warm_question).minutes(),
            "OR-Tools CP-SAT, the first start alone": lambda: with_solver(load),
        },
        times=20,
    )
    cold, _, solver = took.values()
    rows = tuple(Row(name, value) for name, value in took.items())
    goals = (Goal("CP-SAT / rows to every start", solver / cold, at_least=20),)
    note = f"{len(ours.minutes()):,} starts; both name the same first one. The solver works with one thread."
    return Report("Two side by side, 90 days: 10 therapists, 7 massage tables", rows, goals, note)
