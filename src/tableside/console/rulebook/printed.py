"""The rulebook as Markdown: a page for each subject, one for each class of techniques, the answers and the sources."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping

from tableside.console.rulebook import words
from tableside.console.rulebook.answers import by_answer
from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.result import Outcome
from tableside.core.screening.rulebook import Rule, Rulebook
from tableside.knowledge.load_rulebook import SOURCES, Subject, load_rulebook, load_subjects
from tableside.knowledge.load_techniques import load_techniques

MARK = "<!-- Printed by `tableside rulebook` from src/tableside/knowledge. Correct the rule there and print again. -->"
_HEAD = ("| Rule | There | Elsewhere | Limits | Certainty |", "|---|---|---|---|---|")
_LEGEND = """
Each rule says when it fires, what it asks for, why, and where that comes from. Where several fire, the strictest word
counts, and only where the treatment goes: [how that is decided](../../algorithms/screening.md). Most of what is known
here rests on how the body works and on the agreement of professionals, not on trials; the certainty of each rule says
how firm it is.

| What a rule asks for | It means |
|---|---|
| go ahead | a reason not to turn somebody away |
| adapt the treatment | treat, within the limits that the rule names |
| leave the area out | treat, but not there |
| clearance first | somebody who knows the client's health has to agree |
| do not use | not this technique; where gentle work is barred too, no treatment |
| seek care now | no massage; medical care |

Pressure goes from level 1 (lotion) to level 5 (deep). A rule that is wrong can be [corrected](../correct-a-rule.md).
"""


def pages() -> dict[str, str]:
    """File names and texts. The same rulebook gives the same pages, to the letter."""
    book, subjects = load_rulebook(), load_subjects()
    home = {rule.id: subject for subject in subjects for rule in subject.rules}
    found = {f"{subject.id}.md": _subject(subject, book) for subject in subjects}
    found |= {f"technique-{one.value.lower()}.md": _technique(one, book, home) for one in ScreeningClass}
    found["answers.md"] = by_answer(book, home)
    found["sources.md"] = _sources(home)
    found["README.md"] = _index(book, subjects)
    return {name: f"{MARK}\n\n{text.strip()}\n" for name, text in found.items()}


def _index(book: Rulebook, subjects: tuple[Subject, ...]) -> str:
    by_subject = [f"- [{one.title}]({one.id}.md) ({len(one.rules)})" for one in subjects]
    by_technique = [f"- [{words.CLASSES[one]}](technique-{one.value.lower()}.md)" for one in ScreeningClass]
    lines = [
        "# The rulebook of screening",
        "",
        f"{len(book.rules)} rules. The last review of any of them was on {max(one.reviewed_on for one in book.rules)}.",
        _LEGEND,
        "## By subject",
        "",
        *by_subject,
        "",
        "## By technique",
        "",
        *by_technique,
        "",
        "[By answer](answers.md): which answer of a client calls up which rules.",
        "",
        "[All sources](sources.md), with the rules that rest on each.",
    ]
    return "\n".join(lines)


def _subject(subject: Subject, book: Rulebook) -> str:
    lines = [f"# {subject.title}", "", "[The whole rulebook](README.md)", ""]
    for rule in subject.rules:
        lines += [f'<a id="{rule.id}"></a>', "", f"## {rule.title}", "", *_rule(rule, book), ""]
    return "\n".join(lines)


def _rule(rule: Rule, book: Rulebook) -> Iterator[str]:
    told = {
        "Rule": f"`{rule.id}`",
        "When": words.when(rule.when.told, book.questions),
        "Where": words.where(rule, book.body, book.questions),
        "Asks for": words.columns(rule.columns),
        "Elsewhere": words.columns(rule.elsewhere) if rule.elsewhere else "",
        "Limits": words.limits(rule, book.body),
        "Clearance": f"from {rule.clearance_from}, for {rule.clearance_days} days" if rule.clearance_from else "",
        "Would change": rule.would_change,
        "Number shown": ", ".join(words.CALLS[call] for call in rule.calls),
        "The client reads": rule.for_client,
        "The therapist reads": rule.for_therapist,
        "Why": rule.reason,
        "Takes the place of": ", ".join(f"`{one}`" for one in sorted(rule.supersedes)),
        "Source": rule.source,
        "Certainty": f"{words.CERTAINTIES[rule.certainty.value]}, reviewed on {rule.reviewed_on}",
    }
    for term, text in told.items():
        if text:
            yield f"- **{term}:** {text}"


def _technique(kind: ScreeningClass, book: Rulebook, home: Mapping[str, Subject]) -> str:
    names = [one.name for one in load_techniques().values() if one.screening_class is kind]
    lines = [f"# {words.CLASSES[kind]}", "", "[The whole rulebook](README.md)", ""]
    if names:
        lines += [f"Holds for: {', '.join(names)}.", ""]
    for outcome in sorted(Outcome, key=lambda one: -one.rank):
        rules = [rule for rule in book.rules if _strictest(rule, kind) is outcome]
        if not rules:
            continue
        title = words.OUTCOMES[outcome]
        lines += [f"## {title[0].upper()}{title[1:]}", "", *_HEAD]
        lines += [_row(rule, kind, book, home) for rule in rules]
        lines.append("")
    return "\n".join(lines)


def _strictest(rule: Rule, kind: ScreeningClass) -> Outcome:
    here = [rule.columns[kind], *([rule.elsewhere[kind]] if rule.elsewhere else [])]
    return max(here, key=lambda one: one.rank)


def _row(rule: Rule, kind: ScreeningClass, book: Rulebook, home: Mapping[str, Subject]) -> str:
    elsewhere = words.OUTCOMES[rule.elsewhere[kind]] if rule.elsewhere else ""
    cells = [
        f"[{rule.title}]({home[rule.id].id}.md#{rule.id})",
        words.OUTCOMES[rule.columns[kind]],
        elsewhere,
        words.limits(rule, book.body),
        words.CERTAINTIES[rule.certainty.value],
    ]
    return f"| {' | '.join(cells)} |"


def _sources(home: Mapping[str, Subject]) -> str:
    told: Mapping[str, str] = tomllib.loads(SOURCES.read_text("utf-8"))["sources"]
    rules = [rule for subject in {one.id: one for one in home.values()}.values() for rule in subject.rules]
    lines = ["# Sources", "", "[The whole rulebook](README.md)", ""]
    for key, source in sorted(told.items(), key=lambda pair: pair[1].casefold()):
        resting = [rule for rule in rules if source in rule.source.split("; ")]
        links = ", ".join(f"[{rule.title}]({home[rule.id].id}.md#{rule.id})" for rule in resting)
        lines += [f"- {source} (`{key}`){f'. Rules: {links}' if links else ''}"]
    return "\n".join(lines)
