"""Every deed that the source writes into the audit log has its words, and no words wait for a deed that is gone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain
from typing import TypeGuard

from tableside.core.appointments.status import Status
from tableside.desk.audit.words import DEEDS
from tableside.records.plans.models import TreatmentPlan
from tableside.records.scheduling.models import WaitlistEntry, WaitlistOffer
from tests.architecture.source import modules, place, tree

#: What the middle of a deed can be where it is put together.
PUT_TOGETHER = {
    "f'appointment.{to.value}'": {f"appointment.{to}" for to in Status if to not in (Status.REQUESTED, Status.BOOKED)},
    "f'plan.{to}'": {f"plan.{to}" for to in TreatmentPlan.Status},
    "f'{kind}.removed'": {f"{kind}.removed" for kind in ("licence", "training", "location", "room", "table")},
    "f'{kind}.{deed}'": {f"{kind}.{deed}" for kind in ("room", "table") for deed in ("put_back", "taken_away")},
    "f'waitlist.{ended.value}'": {f"waitlist.{ended}" for ended in WaitlistEntry.Ended if ended},
    # an offer is open at first, and taken back with the whole entry
    "f'waitlist.{state.value}'": {
        f"waitlist.{state}"
        for state in WaitlistOffer.State
        if state not in (WaitlistOffer.State.OPEN, WaitlistOffer.State.WITHDRAWN)
    },
}


def test_every_deed_has_words_and_every_word_a_deed() -> None:
    written = set(chain.from_iterable(_deeds_of_source()))

    assert written == set(DEEDS)


def _deeds_of_source() -> Iterator[set[str]]:
    for path in modules("records") + modules("workflows") + modules("config") + modules("console"):
        for function in ast.walk(tree(path)):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if _is_recording(call):
                        yield _deeds(call.args[0], function, where=place(path, call))


def _is_recording(node: ast.AST) -> TypeGuard[ast.Call]:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    return node.func.id in ("record", "_record") and any(one.arg == "by" for one in node.keywords)


def _deeds(deed: ast.expr, function: ast.FunctionDef, *, where: str) -> set[str]:
    match deed:
        case ast.Constant(value=str(words)):
            return {words}
        case ast.IfExp(body=one, orelse=other):
            return _deeds(one, function, where=where) | _deeds(other, function, where=where)
        case ast.JoinedStr():
            return PUT_TOGETHER[ast.unparse(deed)]
        case ast.Name(id=name) if name in {argument.arg for argument in function.args.args}:
            return set()  # whoever calls this function says it
        case ast.Name(id=name):
            told = [one.value for one in ast.walk(function) if isinstance(one, ast.Assign) and _is(one, name)]
            assert told, f"{where}: which deed?"
            return set().union(*(_deeds(one, function, where=where) for one in told))
    raise AssertionError(f"{where}: write the deed so that this test can read it")


def _is(assigned: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in assigned.targets)
