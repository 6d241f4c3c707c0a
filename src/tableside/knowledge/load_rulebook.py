"""Reads the health questions, the rules and the names of medicines beside it into one rulebook; refuses what is wrong.

The version of a rulebook is the SHA-256 of everything it was read from, so that a stored screening names the words and
rules it was made with; and whoever keeps those texts can have that rulebook again.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tableside.core.charting.body import Body
from tableside.core.screening.condition import MEDICINES as LISTED
from tableside.core.screening.condition import Condition, ConditionRefused, compile_condition
from tableside.core.screening.medicines import Medicines
from tableside.core.screening.question import (
    CHANGED,
    NONE,
    YES_NO,
    YES_NO_UNSURE,
    Group,
    Kind,
    Option,
    Question,
    Questionnaire,
    asks_of,
)
from tableside.core.screening.rule_parser import parse_rules
from tableside.core.screening.rulebook import Rule, Rulebook, RuleRefused
from tableside.knowledge.load_body import FILE as BODY
from tableside.knowledge.load_body import load_body, parse_body
from tableside.knowledge.load_techniques import load_strokes

HERE = Path(__file__).parent
QUESTIONS, RULES, RED_FLAGS = HERE / "screening" / "questions", HERE / "screening" / "rules", HERE / "redflags"
SOURCES, MEDICINES = HERE / "screening" / "sources.toml", HERE / "medicines.toml"

_QUESTION_KEYS = frozenset(
    {
        "id", "text", "kind", "help", "options", "critical", "unsure_counts", "when", "unit", "min", "max", "future",
        "suggestions", "below", "news", "folded",
    }
)  # fmt: skip


_YES = (Kind.YES_NO, Kind.YES_NO_UNSURE)
_Row = Mapping[str, Any]  # Any: values as TOML has them
Files = Mapping[str, str]  # the texts of a rulebook by their names: ``rules/05_heart.toml``, ``sources.toml`` ...


@dataclass(frozen=True, slots=True)
class Subject:
    """The rules of one file, as people look things up: ``pregnancy``, "Pregnancy and the weeks after birth"."""

    id: str
    title: str
    rules: tuple[Rule, ...]


class QuestionRefused(ValueError):
    """A question that cannot be asked. The message names it and says what to mend."""


class MedicineRefused(RuleRefused):
    """A list of medicines that cannot be used. The message names the medicine and says what to mend."""


@cache
def load_questions() -> Questionnaire:
    paths = sorted(QUESTIONS.glob("*.toml"))
    try:
        return parse_questions({path.name: path.read_text("utf-8") for path in paths})
    except QuestionRefused as problem:
        raise QuestionRefused(f"{_where(problem, paths)}{problem}") from None


@cache
def load_rulebook() -> Rulebook:
    questions = load_questions()
    try:
        return _rulebook(rulebook_files(), questions)
    except RuleRefused as problem:
        raise RuleRefused(f"{_where(problem, _files())}{problem}") from None


def rulebook_files() -> dict[str, str]:
    """Everything that decides, and the names of the sources."""
    folders = {"questions": QUESTIONS, "rules": RULES, "redflags": RED_FLAGS}
    paths = {f"{folder}/{path.name}": path for folder, held in folders.items() for path in held.glob("*.toml")}
    paths |= {path.name: path for path in (MEDICINES, BODY, SOURCES)}
    return {name: paths[name].read_text("utf-8") for name in sorted(paths)}


def version_of(files: Files) -> str:
    """SHA-256 of the texts and their names, whatever the order they are in."""
    return hashlib.sha256(json.dumps(files, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def read_rulebook(files: Files) -> Rulebook:
    """The rulebook of texts that were kept. Raises ``QuestionRefused`` or ``RuleRefused`` for what this program no
    longer understands."""
    texts = {name.partition("/")[2]: files[name] for name in _within(files, "questions")}
    medicines = parse_medicines(tomllib.loads(files[MEDICINES.name]))
    return _rulebook(files, parse_questions(texts, body=parse_body(files[BODY.name]), medicines=medicines))


def _rulebook(files: Files, questions: Questionnaire) -> Rulebook:
    sources = tomllib.loads(files[SOURCES.name])["sources"]
    medicines, body = questions.medicines, questions.body
    rules = parse_rules(_told(files), questions=questions, medicines=medicines, body=body, sources=sources)
    for rule in rules:
        if unknown := set(rule.strokes_barred) - load_strokes().keys():
            raise RuleRefused(f"{rule.id}: {sorted(unknown)[0]!r} is no stroke of strokes.toml.")
    return Rulebook(version_of(files), rules, questions, medicines, body)


@cache
def load_subjects() -> tuple[Subject, ...]:
    """Red flags first, then every part of the body and of life: a file is one, unless it names subjects of its own."""
    book = load_rulebook()
    found = []
    for path in sorted(_files(), key=lambda one: one.parent != RED_FLAGS):
        told = tomllib.loads(path.read_text("utf-8"))
        left = {row["id"]: book.rule(row["id"]) for row in told["rule"]}
        for key, row in told.get("subjects", {}).items():
            found.append(Subject(key, row["title"], tuple(left.pop(rule_id) for rule_id in row["rules"])))
        if left:
            found.append(Subject(path.stem.lstrip("0123456789_"), told["title"], tuple(left.values())))
    return tuple(found)


@cache
def load_medicines() -> Medicines:
    return parse_medicines(tomllib.loads(MEDICINES.read_text("utf-8")))


def parse_medicines(told: Mapping[str, Any]) -> Medicines:  # Any: values as TOML has them
    """Raises ``MedicineRefused`` for a name that stands for two things, or that no client could be matched with."""
    groups: dict[str, str] = {}
    generics: dict[str, str] = {}
    says: dict[str, str] = {}
    for group, row in told["groups"].items():
        says[group] = row["says"]
        for generic, brands in row.items():
            if generic == "says":
                continue
            for name in (generic, *brands):
                if name in groups or name in told["other"]:
                    raise MedicineRefused(f"medicines.toml: {name!r} is listed twice. Keep it in one place.")
                if not name.isalpha() or name != name.casefold():
                    raise MedicineRefused(f"medicines.toml: {name!r} should be one word in lower case.")
                groups[name], generics[name] = group, generic
    nothing = frozenset(told.get("nothing", ()))
    return Medicines(groups, generics, says, frozenset(told["other"]) | nothing, nothing)


def parse_questions(files: Files, *, body: Body | None = None, medicines: Medicines | None = None) -> Questionnaire:
    """Groups in the order of their file names. A follow-up may only look at what was asked before it. Without a body
    and medicines, they are those of today."""
    body, medicines = body or load_body(), medicines or load_medicines()
    groups: list[Group] = []
    seen: list[Question] = []
    for name, text in files.items():
        try:
            told = tomllib.loads(text)
        except tomllib.TOMLDecodeError as problem:
            raise QuestionRefused(f"{name}: {problem}") from None
        first = len(seen)
        for row in told["question"]:
            seen.append(_question(row, before=seen, body=body, medicines=medicines))
        is_folded = told.get("folded", False)
        groups.append(Group(told["id"], told["title"], told.get("lead", ""), tuple(seen[first:]), is_folded))
    version = hashlib.sha256("\0".join(files.values()).encode()).hexdigest()
    return Questionnaire(version, tuple(groups), body, medicines)


def _question(row: _Row, *, before: list[Question], body: Body, medicines: Medicines) -> Question:
    name = row.get("id", "a question without an id")
    if unknown := set(row) - _QUESTION_KEYS:
        raise QuestionRefused(f"{name}: {sorted(unknown)[0]!r} is not known.")
    if not (row.get("id") and row.get("text")) or any(name == one.id for one in before):
        raise QuestionRefused(f"{name}: an id of its own and a text are needed.")
    try:
        kind = Kind(row["kind"])
        when = _opens(row["when"], before, body, medicines) if "when" in row else None
    except (KeyError, ValueError, ConditionRefused) as problem:
        raise QuestionRefused(f"{name}: {problem}.") from None
    options = tuple(Option(key, label) for key, label in row.get("options", {}).items())
    if kind in (Kind.CHOICE, Kind.MANY) and len(options) < 2:
        raise QuestionRefused(f"{name}: at least two options are needed.")
    if row.get("folded") and not (kind in (Kind.CHOICE, Kind.MANY) and NONE in row["options"]):
        raise QuestionRefused(f"{name}: only answers beside 'none' can be folded.")
    return Question(
        id=name,
        text=row["text"],
        kind=kind,
        help=row.get("help", ""),
        options={Kind.YES_NO: YES_NO, Kind.YES_NO_UNSURE: YES_NO_UNSURE}.get(kind, options),
        is_critical=row.get("critical", False),
        unsure_counts=row.get("unsure_counts", False),
        asked_when=when,
        unit=row.get("unit", ""),
        min=row.get("min"),
        max=row.get("max"),
        is_future=row.get("future", False),
        suggestions=_suggestions(row.get("suggestions", ())),
        below=_below(row.get("below", ""), before),
        news=_news(row.get("news", ()), options, kind, name),
        is_folded=row.get("folded", False),
    )


def _news(told: list[str], options: tuple[Option, ...], kind: Kind, name: str) -> frozenset[str]:
    """Some of its answers; of a date only that it changed."""
    known = {CHANGED} if kind is Kind.DATE else {"yes"} if kind in _YES else {one.id for one in options}
    if unknown := set(told) - known:
        raise QuestionRefused(f"{name}: {sorted(unknown)[0]!r} can be no news.")
    return frozenset(told)


def _suggestions(told: Any) -> tuple[str, ...]:  # Any: a value as TOML has it
    """Words of its own, or the names of all medicines."""
    return load_medicines().names if told == "medicines" else tuple(told)


def _below(other: str, before: list[Question]) -> str:
    if other and all(one.id != other or one.kind is not Kind.NUMBER for one in before):
        raise QuestionRefused(f"{other}: no number is asked for under this id before it is needed.")
    return other


def _opens(told: _Row, before: list[Question], body: Body, medicines: Medicines) -> Condition:
    is_listed = any(one.id == LISTED for one in before)
    groups = frozenset(medicines.groups.values()) if is_listed else frozenset()
    condition = compile_condition(told, questions=asks_of(before, body), medicines=groups)
    if condition.needs_day:
        raise ConditionRefused("a follow-up cannot depend on the day")
    return condition


def _files() -> Iterator[Path]:
    yield from sorted(RULES.glob("*.toml"))
    yield from sorted(RED_FLAGS.glob("*.toml"))


def _within(files: Files, folder: str) -> Iterator[str]:
    """The names, as they are read: in order."""
    yield from sorted(name for name in files if name.startswith(f"{folder}/"))


def _told(files: Files) -> Iterator[Mapping[str, Any]]:
    for name in (*_within(files, "rules"), *_within(files, "redflags")):
        try:
            yield from tomllib.loads(files[name])["rule"]
        except (tomllib.TOMLDecodeError, KeyError) as problem:
            raise RuleRefused(f"{name.partition('/')[2]}: {problem}") from None


def _where(problem: Exception, paths: Iterable[Path]) -> str:
    """``06_blood_pressure.toml, line 12: `` for a message that begins with the id of a rule or a question; of an id
    given twice it is the second place."""
    wanted = f'id = "{str(problem).partition(":")[0]}"'
    found = ""
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if line.strip() == wanted:
                found = f"{path.name}, line {number}: "
    return found
