"""Which answer calls up which rules: the table in which a therapist looks up whether a condition is covered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tableside.core.screening.condition import DUE_ON, MEDICINE, WEEKS, Sign
from tableside.core.screening.question import NONE, Kind, Question
from tableside.core.screening.rulebook import Rule, Rulebook
from tableside.knowledge.load_rulebook import Subject

_ANY = {Kind.NUMBER: "the number", Kind.DATE: "the day", Kind.PLACES: "a place"}
_HEAD = ("| Answer | Rules |", "|---|---|")
_LEAD = """
Every answer that a client can give, and the rules in whose condition it stands. Many rules want more than one answer;
the rule itself says which. Where no rule is named, the answer adds none to those that are called up already.
"""


def looked_at(rule: Rule) -> frozenset[Sign]:
    """Every question with the answer that the condition wants, or with none where it wants a number, a day or a place;
    and the medicines. What a condition only excludes is not among them."""
    return frozenset(_wanted(rule.when.told))


def by_answer(book: Rulebook, home: Mapping[str, Subject]) -> str:
    offered = {(one.id, option.id) for one in book.questions.questions for option in one.options}
    offered |= {(MEDICINE, group) for group in book.medicines.says}
    links: dict[Sign, list[str]] = {}
    for rule in book.rules:
        called = {sign if sign in offered else (sign[0], "") for sign in looked_at(rule)}  # one row for all places
        for sign in called:
            links.setdefault(sign, []).append(f"[{rule.title}]({home[rule.id].id}.md#{rule.id}) `{rule.id}`")
    lines = ["# By answer", "", "[The whole rulebook](README.md)", _LEAD]
    for group in book.questions.groups:
        lines += [f"## {group.title}", ""]
        for question in group.questions:
            rows = [f"| {label} | {'; '.join(links.get(sign, ()))} |" for label, sign in _answers(question, links)]
            lines += [f"**{question.text}**", "", *_HEAD, *rows, ""] if rows else []
    lines += ["## Medicines in the client's list", "", *_HEAD]
    lines += [
        f"| {says} | {'; '.join(links.get((MEDICINE, group), ()))} |" for group, says in book.medicines.says.items()
    ]
    return "\n".join(lines)


def _answers(question: Question, links: Mapping[Sign, list[str]]) -> Iterator[tuple[str, Sign]]:
    """Each answer that says something; "no" and "none" do where a rule wants them."""
    for option in question.options:
        sign = (question.id, option.id)
        if sign in links or option.id not in ("no", NONE):
            yield option.label, sign
    sign = (question.id, "")
    if question.kind in _ANY and sign in links:
        yield _ANY[question.kind], sign


def _wanted(told: Mapping[str, Any]) -> Iterator[Sign]:  # Any: values as TOML has them
    match next(iter(told)):
        case "all" | "any" as joined:
            for part in told[joined]:
                yield from _wanted(part)
        case "medicine":
            yield MEDICINE, told["medicine"]
        case "weeks_pregnant":
            yield from ((DUE_ON, ""), (WEEKS, ""))
        case "answer":
            named = next((told[operator] for operator in ("is", "in", "has") if operator in told), "")
            yield from ((told["answer"], one) for one in ([named] if isinstance(named, str) else named))
