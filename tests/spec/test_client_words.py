"""No client reads the name of an illness that they did not report: neither what they may have, nor what others have."""

from __future__ import annotations

from tests.conditions_named import unreported
from tests.spec.screening_cases import cases


def test_what_a_client_reads_of_a_finding_names_nothing_that_they_did_not_report() -> None:
    named = [
        (case.title, finding.rule_id, names)
        for case in cases()
        for finding in case.screened().findings
        if (names := unreported(f"{finding.for_client} {finding.clearance_from}", case.answers()))
    ]

    assert named == []


def test_the_words_for_therapists_would_not_pass() -> None:
    """They do name what a sign may mean, so the test above can fail."""
    named = {
        finding.rule_id
        for case in cases()
        for finding in case.screened().findings
        if unreported(f"{finding.for_therapist} {finding.reason}", case.answers())
    }

    assert {"rf_clot", "rf_chest"} <= named
