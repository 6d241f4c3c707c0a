"""No client reads the name of an illness that they did not report: neither what they may have, nor what others have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import tableside
from tableside.core.screening.result import Outcome
from tests.conditions_named import unreported
from tests.spec.screening_cases import cases

SOURCE = Path(tableside.__file__).parent
#: Words that are the same for everybody, so that they may name no illness at all.
FOR_EVERYBODY = (
    "core/screening/house_rules.py",
    "core/screening/result.py",
    "core/screening/work.py",
    "core/screening/question.py",
    "core/messages/*.py",
    "workflows/letters/*.py",
    "workflows/clearance/provider_letter.py",
    "desk/templates/desk/intake/letter.html",
    "portal/templates/portal/clearance/*.html",
    "site/check/answer.py",
    "site/templates/site/check/answer.html",
)


def test_what_a_client_reads_of_a_finding_names_nothing_that_they_did_not_report() -> None:
    named = [
        (case.title, finding.rule_id, names)
        for case in cases()
        for finding in case.screened().findings
        if (names := unreported(f"{finding.for_client} {finding.clearance_from}", case.answers()))
    ]

    assert named == []


def test_the_letter_that_a_client_carries_names_nothing_that_they_did_not_report() -> None:
    named = [
        (case.title, finding.rule_id, names)
        for case in cases()
        for finding in case.screened().findings
        if finding.outcome is Outcome.NEEDS_CLEARANCE and (names := unreported(finding.title, case.answers()))
    ]

    assert named == []


def test_words_for_everybody_name_no_illness() -> None:
    read = {path for pattern in FOR_EVERYBODY for path in SOURCE.glob(pattern)}
    named = {str(path.relative_to(SOURCE)): names for path in read if (names := unreported(" ".join(_words(path)), {}))}

    assert len(read) > len(FOR_EVERYBODY)
    assert named == {}


def test_the_words_for_therapists_would_not_pass() -> None:
    """They do name what a sign may mean, so the tests above can fail."""
    named = {
        finding.rule_id
        for case in cases()
        for finding in case.screened().findings
        if unreported(f"{finding.for_therapist} {finding.reason}", case.answers())
    }

    assert {"rf_clot", "rf_chest", "hospital_infection", "knock_new"} <= named


def _words(path: Path) -> Iterator[str]:
    """The texts of a file: of Python its strings without what is written for programmers."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        yield re.sub(r"{#.*?#}", "", text)
        return
    tree = ast.parse(text)
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks:
            yield node.value if " " in node.value else ""
