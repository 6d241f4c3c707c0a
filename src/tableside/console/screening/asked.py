"""One input of ``tableside screen`` as values. Every mistake in it is told, each with its path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from tableside.console.screening.strict_json import Unreadable, Wrong, read, step
from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.condition import ANSWERED_ON
from tableside.core.screening.position import Position
from tableside.core.screening.question import Kind, NotAnAnswer, Question
from tableside.core.screening.reading import DIASTOLIC, SYSTOLIC, TAKEN_ON
from tableside.core.screening.request import Answer, ClearanceHeld, Request
from tableside.core.screening.rulebook import Rulebook
from tableside.knowledge.load_techniques import load_techniques

VERSION = 1
LONGEST_MINUTES = 480
_T = TypeVar("_T")
_Read = Callable[[str, object], _T | None]
_Told = Mapping[str, Any]  # Any: JSON values, each looked at here


@dataclass(frozen=True, slots=True)
class Asked:
    """``name`` is the caller's own, given back unread; ``unheard`` are answers to follow-ups that the other answers do
    not open."""

    name: str
    answers: Mapping[str, Answer]
    request: Request
    clearances: tuple[ClearanceHeld, ...]
    unheard: tuple[str, ...]


def read_asked(text: str, rulebook: Rulebook) -> Asked:
    """Raises ``Unreadable`` with everything that is wrong, each thing once."""
    told, wrong = read(text)
    reading = _Reading(rulebook)
    asked = reading.asked(told)
    seen = {one.path for one in wrong}
    wrong += [one for one in reading.wrong if one.path not in seen]
    if wrong or asked is None:
        raise Unreadable(*wrong)
    return asked


@dataclass
class _Reading:
    rulebook: Rulebook
    wrong: list[Wrong] = field(default_factory=list)

    def asked(self, told: object) -> Asked | None:
        if not isinstance(told, dict):
            self._no("", "An object is needed here.")
            return None
        top = self._object("", told, needed={"version", "answers", "request"}, may={"id", "measured", "clearances"})
        if "version" in top and (type(top["version"]) is not int or top["version"] != VERSION):
            self._no("version", f"Version {VERSION} is the one that is understood here.")
        answers = self._answers(top)
        request = self._request(top.get("request", {}))
        held = [
            self._clearance(f"clearances[{number}]", one)
            for number, one in enumerate(self._list("clearances", top.get("clearances", [])))
        ]
        name = self._text("id", top["id"], longest=200) if "id" in top else ""
        if self.wrong or request is None:
            return None
        if {SYSTOLIC, DIASTOLIC} & dict(top.get("measured", {})).keys():
            answers.setdefault(TAKEN_ON, answers.get(ANSWERED_ON, request.on))
        heard = self.rulebook.questions.heard(answers)[1]
        unheard = tuple(key for key in answers if key not in heard)
        return Asked(name, heard, request, tuple(one for one in held if one), unheard)

    def _answers(self, top: _Told) -> dict[str, Answer]:
        known = {question.id: question for question in self.rulebook.questions.questions}
        measurable = {key for key, one in known.items() if one.kind is Kind.NUMBER}
        order = {key: number for number, key in enumerate(known)}
        read: dict[str, Answer] = {}
        told = self._object("answers", top.get("answers", {}), may={ANSWERED_ON, *known}, name="question")
        measured = self._object("measured", top.get("measured", {}), may=measurable, name="measured value")
        for key in sorted(told.keys() & measured.keys() & measurable):
            self._no(step("measured", key), "Given among the answers as well. Give it once.")
        if (answered_on := told.get(ANSWERED_ON)) is not None:
            read[ANSWERED_ON] = self._day(step("answers", ANSWERED_ON), answered_on) or date.min
        given = [("answers", key) for key in told.keys() & known.keys()]
        given += [("measured", key) for key in measured.keys() & measurable]
        for path, key in sorted(given, key=lambda one: order[one[1]]):
            answer = self._answer(step(path, key), known[key], (told if path == "answers" else measured)[key])
            if answer not in (None, "", ()):
                read[key] = answer
        return read

    def _answer(self, path: str, question: Question, value: object) -> Answer | None:
        wanted, say = _JSON_KINDS[question.kind]
        ids = ", ".join(option.id for option in question.options)
        fits = isinstance(value, wanted) and (wanted is not int or type(value) is int)
        if not fits or (isinstance(value, list) and not all(isinstance(one, str) for one in value)):
            self._no(path, f"{say}{f' Choose from: {ids}.' if ids else ''}")
            return None
        if value in ("", []):
            return None
        try:
            return self.rulebook.questions.read_answer(question, value)
        except NotAnAnswer as problem:
            given = set(value if isinstance(value, list) else [value])
            is_known = given <= {option.id for option in question.options}
            self._no(path, str(problem) if is_known or not ids else f"Choose from: {ids}.")
            return None

    def _request(self, told: object) -> Request | None:
        may = {"places", "trainings", "position"}
        row = self._object("request", told, needed={"on", "technique", "pressure", "minutes"}, may=may)
        on = self._given(row, "on", self._day)
        technique = self._given(row, "technique", self._technique)
        pressure = self._given(row, "pressure", lambda path, value: self._number(path, value, low=1, high=5))
        minutes = self._given(
            row, "minutes", lambda path, value: self._number(path, value, low=1, high=LONGEST_MINUTES)
        )
        places = self._given(row, "places", self._places)
        trainings = self._given(row, "trainings", self._trainings)
        position = self._given(row, "position", self._position)
        if on is None or technique is None or pressure is None or minutes is None:
            return None
        return Request(on, technique, pressure, minutes, places or (), frozenset(trainings or ()), position)

    def _clearance(self, path: str, told: object) -> ClearanceHeld | None:
        row = self._object(path, told, needed={"rule", "given_on", "expires_on"}, may={"pressure", "avoid", "barred"})
        rule = self._given(row, "rule", self._rule, path=path)
        given = self._given(row, "given_on", self._day, path=path)
        expires = self._given(row, "expires_on", self._day, path=path)
        cap = self._given(row, "pressure", lambda at, value: self._number(at, value, low=0, high=5), path=path)
        avoid = self._given(row, "avoid", self._places, path=path)
        barred = self._given(row, "barred", self._techniques, path=path)
        if given and expires and expires < given:
            self._no(f"{path}.expires_on", "It ends before it was given.")
        if rule is None or given is None or expires is None:
            return None
        return ClearanceHeld(rule, given, expires, cap, avoid or (), barred or ())

    def _given(
        self, row: _Told, key: str, read: Callable[[str, object], _T | None], path: str = "request"
    ) -> _T | None:
        return read(step(path, key), row[key]) if key in row else None

    def _object(
        self,
        path: str,
        told: object,
        *,
        needed: set[str] | frozenset[str] = frozenset(),
        may: set[str] | Any = frozenset(),  # Any: the keys of a mapping are as good as a set
        name: str = "field",
    ) -> _Told:
        if not isinstance(told, dict):
            self._no(path, "An object is needed here.")
            return {}
        for key in told:
            if key not in needed and key not in may:
                self._no(step(path, key), f"There is no {name} of this name.")
        for key in sorted(needed - told.keys()):
            self._no(step(path, key), "This is missing.")
        return told

    def _list(self, path: str, told: object) -> list[Any]:
        if isinstance(told, list):
            return told
        self._no(path, "A list is needed here.")
        return []

    def _text(self, path: str, told: object, *, longest: int) -> str:
        if isinstance(told, str) and len(told) <= longest:
            return told
        self._no(path, f"Text of at most {longest} characters is needed here.")
        return ""

    def _number(self, path: str, told: object, *, low: int, high: int) -> int | None:
        if type(told) is int and low <= told <= high:
            return told
        self._no(path, f"A whole number from {low} to {high} is needed here.")
        return None

    def _day(self, path: str, told: object) -> date | None:
        try:
            if isinstance(told, str) and len(told) == 10:
                return date.fromisoformat(told)
        except ValueError:
            pass
        self._no(path, "A date as year, month and day is needed here, such as 2026-05-31.")
        return None

    def _technique(self, path: str, told: object) -> ScreeningClass | None:
        techniques = load_techniques()
        if isinstance(told, str) and told in techniques:
            return techniques[told].screening_class
        if isinstance(told, str) and told in set(ScreeningClass):
            return ScreeningClass(told)
        self._no(path, f"Choose from: {', '.join([*techniques, *ScreeningClass])}.")
        return None

    def _techniques(self, path: str, told: object) -> tuple[ScreeningClass, ...]:
        read = [self._technique(f"{path}[{number}]", one) for number, one in enumerate(self._list(path, told))]
        return tuple(one for one in read if one)

    def _places(self, path: str, told: object) -> tuple[str, ...]:
        meant: set[str] = set()
        body = self.rulebook.body
        for number, named in enumerate(self._list(path, told)):
            try:
                meant.update(body.expand(named if isinstance(named, str) else ""))
            except KeyError:
                self._no(f"{path}[{number}]", "There is no region, place or part of the body of this name.")
        return tuple(place for place in body.places if place in meant)

    def _trainings(self, path: str, told: object) -> tuple[str, ...]:
        known = sorted({rule.training for rule in self.rulebook.rules} - {""})
        for number, one in enumerate(listed := self._list(path, told)):
            if one not in known:
                self._no(f"{path}[{number}]", f"Choose from: {', '.join(known)}.")
        return tuple(one for one in listed if one in known)

    def _position(self, path: str, told: object) -> Position | None:
        if isinstance(told, str) and told in set(Position):
            return Position(told)
        self._no(path, f"Choose from: {', '.join(Position)}.")
        return None

    def _rule(self, path: str, told: object) -> str | None:
        try:
            return self.rulebook.rule(told if isinstance(told, str) else "").id
        except KeyError:
            self._no(path, "There is no rule of this name.")
            return None

    def _no(self, path: str, message: str) -> None:
        self.wrong.append(Wrong(path, message))


_ONE = "One of the answers is needed here, as text."
_SEVERAL = "A list of texts is needed here."
_JSON_KINDS: Mapping[Kind, tuple[type, str]] = {
    Kind.YES_NO: (str, _ONE),
    Kind.YES_NO_UNSURE: (str, _ONE),
    Kind.CHOICE: (str, _ONE),
    Kind.MANY: (list, _SEVERAL),
    Kind.PLACES: (list, _SEVERAL),
    Kind.NUMBER: (int, "A whole number is needed here."),
    Kind.DATE: (str, "A date as year, month and day is needed here, such as 2026-05-31."),
    Kind.TEXT: (str, "Text is needed here."),
}
