"""The check before booking, read over every case of the rules: no illness that was not reported is named."""

from __future__ import annotations

from tableside.knowledge.load_techniques import load_techniques
from tableside.site.check.answer import Checked
from tableside.site.check.forms import Wish
from tests.conditions_named import unreported
from tests.spec.screening_cases import Case, cases


def checked(case: Case) -> Checked:
    """What the check before booking makes of it, without a practice."""
    request = case.request()
    technique = next(one for one in load_techniques().values() if one.screening_class == request.technique)
    return Checked(Wish(None, technique, request.minutes, request.on, request.places), case.screened(), None, ())


def test_the_check_before_booking_names_nothing_that_they_did_not_report() -> None:
    named = []
    for case in cases():
        page = checked(case)
        findings = [word for one in page.findings for word in (one.title, one.text, one.source, *one.details)]
        told = " ".join((*findings, *page.limits, *page.next_steps, *page.urgent_words, str(page.heading)))
        named += [(case.title, names) for names in [unreported(told, case.answers())] if names]

    assert named == []
