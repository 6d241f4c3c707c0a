"""What the decisions of two people rely on: how rules are called that are never theirs to decide about."""

from __future__ import annotations

from tableside.core.screening.second_opinion import NO_VALID_YES, RED_FLAG
from tableside.knowledge.load_rulebook import load_rulebook, load_subjects


def test_the_rules_are_called_as_is_relied_on_here() -> None:
    red = {rule.id for rule in load_subjects()[0].rules}
    known = {rule.id for rule in load_rulebook().rules}

    assert red == {rule_id for rule_id in known if rule_id.startswith(RED_FLAG)}
    assert known >= NO_VALID_YES
