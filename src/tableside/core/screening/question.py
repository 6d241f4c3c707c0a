"""The health questions: what is asked, when a follow-up opens, and how values from a form become typed answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from tableside.core.charting.body import Body
from tableside.core.screening.condition import ANSWERED_ON, Asks, Condition, Facts
from tableside.core.screening.follow_ups import FollowUps
from tableside.core.screening.medicines import Medicines
from tableside.core.screening.request import Answer, Answers

NONE = "none"  # the answer "none of these", which stands alone
UNSURE = "unsure"
CHANGED = "changed"  # of a question whose every other answer is news
PAIN_PLACES = "pain_places"  # the question where it hurts; therapists see its answer as a picture
LONGEST_TEXT = 2000


class Kind(StrEnum):
    YES_NO = "yes_no"
    YES_NO_UNSURE = "yes_no_unsure"
    CHOICE = "choice"
    MANY = "many"
    PLACES = "places"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    label: str


YES_NO = (Option("yes", "Yes"), Option("no", "No"))
YES_NO_UNSURE = (*YES_NO, Option(UNSURE, "Not sure"))


@dataclass(frozen=True, slots=True)
class Question:
    """``asked_when`` is None for what everyone is asked. Without an answer to a critical question no treatment may
    simply proceed, and "not sure" is no answer to it, unless a rule knows what to do with it (``unsure_counts``).
    ``is_future`` is for dates that may lie ahead; ``suggestions`` are words to begin a text with, which may say
    anything; the number that is asked for is always ``below`` that of another question. ``news`` are answers that, when
    they are new, end every clearance. The answers of one that ``is_folded`` open to whoever does not say none:
    its text and ``help`` name what they are about."""

    id: str
    text: str
    kind: Kind
    help: str = ""
    options: tuple[Option, ...] = ()
    is_critical: bool = False
    unsure_counts: bool = False
    asked_when: Condition | None = None
    unit: str = ""
    min: int | None = None
    max: int | None = None
    is_future: bool = False
    news: frozenset[str] = frozenset()
    suggestions: tuple[str, ...] = ()
    below: str = ""
    is_folded: bool = False
    #: What is no answer to a critical question.
    left_open_by: frozenset[Answer | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        unsure = () if self.unsure_counts else (UNSURE,)
        object.__setattr__(self, "left_open_by", frozenset([None, "", (), *unsure] if self.is_critical else ()))

    def is_open(self, answers: Answers) -> bool:
        """Whether this still needs an answer before anything may proceed."""
        return answers.get(self.id) in self.left_open_by

    def label(self, option: str) -> str:
        """The words of one of its answers. ``KeyError`` for none of them."""
        return {one.id: one.label for one in self.options}[option]


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    title: str
    lead: str
    questions: tuple[Question, ...]
    is_folded: bool = False  # beside other groups, its questions open to whoever wants to answer them


@dataclass(frozen=True)
class Questionnaire:
    """All questions in the order they are asked. ``version`` is the SHA-256 of the files they come from. ``medicines``
    are those that open a follow-up when the client's list names one. Nobody is asked what is ``worked_out``; its answer
    is set by the program."""

    version: str
    groups: tuple[Group, ...]
    body: Body
    medicines: Medicines = field(default_factory=lambda: Medicines({}))
    worked_out: frozenset[str] = frozenset()
    _by_id: Mapping[str, Question] = field(init=False, repr=False, compare=False)
    _flat: tuple[Question, ...] = field(init=False, repr=False, compare=False)
    _follow_ups: FollowUps = field(init=False, repr=False, compare=False)
    #: Of what everyone is asked, each by its place, with its id and what leaves it open.
    _critical: tuple[tuple[int, str, frozenset[Answer | None]], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        flat = tuple(question for group in self.groups for question in group.questions)
        object.__setattr__(self, "_flat", flat)
        object.__setattr__(self, "_by_id", {question.id: question for question in flat})
        object.__setattr__(self, "_follow_ups", FollowUps({one.id: one.asked_when for one in flat}, self.medicines))
        first = [(number, flat[number]) for number in self._follow_ups.for_everyone]
        critical = [(number, one) for number, one in first if one.is_critical and one.id not in self.worked_out]
        object.__setattr__(self, "_critical", tuple((number, one.id, one.left_open_by) for number, one in critical))

    @property
    def questions(self) -> tuple[Question, ...]:
        return self._flat

    @property
    def steps(self) -> tuple[Group, ...]:
        """The same groups, one question at a time; the two numbers of one reading stay together."""
        steps: list[Group] = []
        for group in self.groups:
            for question in group.questions:
                if question.below:
                    steps[-1] = replace(steps[-1], questions=(*steps[-1].questions, question))
                else:
                    is_first = question is group.questions[0]
                    steps.append(replace(group, lead=group.lead if is_first else "", questions=(question,)))
        return tuple(steps)

    def question(self, question_id: str) -> Question:
        """``KeyError`` for an id that is not asked."""
        return self._by_id[question_id]

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        """Every question that is open given the answers so far, in order. A follow-up looks only at what is asked."""
        return self.heard(answers)[0]

    def heard(self, answers: Answers) -> tuple[tuple[Question, ...], dict[str, Answer]]:
        """What is asked, and the answers to it; answers to follow-ups that are not open are left out."""
        opened, facts = self._follow_ups.opened_by(answers)
        asked = [self._flat[number] for number in sorted([*self._follow_ups.for_everyone, *opened])]
        names = (ANSWERED_ON, *[one.id for one in asked])
        heard = {name: facts.answers[name] for name in names if name in facts.answers}
        return tuple(one for one in asked if one.id not in self.worked_out), heard

    def facts(self, answers: Answers, *, on: date) -> tuple[Facts, tuple[str, ...]]:
        """The answers of ``heard`` as rules look at them on that day, and the critical questions still open."""
        opened, facts = self._follow_ups.opened_by(answers, on=on)
        missing = [number for number, name, no_answer in self._critical if facts.answers.get(name) in no_answer]
        missing += [number for number in opened if self._flat[number].is_open(facts.answers)]
        ids = [self._flat[number].id for number in sorted(missing)]
        return facts, tuple([one for one in ids if one not in self.worked_out])

    def read_answers(self, raw: Mapping[str, object]) -> tuple[dict[str, Answer], dict[str, str]]:
        """Values of a form or of stored JSON as typed answers, and a sentence for each value that cannot be one.

        Keys that are no question are ignored; so is what was left empty; answers to closed follow-ups are dropped.
        The day on which the answers were given may travel with them as ``answered_on``, an ISO date.
        """
        read: dict[str, Answer] = {}
        problems: dict[str, str] = {}
        for question in self._flat:
            value = raw.get(question.id)
            if value is None or value in ("", [], ()):
                continue
            try:
                read[question.id] = self.read_answer(question, value)
            except NotAnAnswer as problem:
                problems[question.id] = str(problem)
        if (answered := _day_or_none(raw.get(ANSWERED_ON))) is not None:
            read[ANSWERED_ON] = answered
        asked, kept = self.heard(read)
        open_ids = {question.id for question in asked}
        return kept, {key: sentence for key, sentence in problems.items() if key in open_ids}

    def implausible(self, answers: Answers) -> dict[str, str]:
        """A sentence for each number that cannot be right beside another one."""
        problems: dict[str, str] = {}
        for question in self._flat:
            lower, upper = answers.get(question.id), answers.get(question.below)
            if isinstance(lower, int) and isinstance(upper, int) and lower >= upper:
                problems[question.below] = "This number has to be the larger one. Please look at both again."
                problems[question.id] = "This number has to be the smaller one. Please look at both again."
        return problems

    def read_answer(self, question: Question, value: object) -> Answer:
        """One value as a typed answer. Raises ``NotAnAnswer`` with a sentence for whoever gave it."""
        return _READERS[question.kind](question, value, self.body)

    def as_json(self, answers: Answers) -> dict[str, object]:
        """The same answers in values that JSON has; ``read_answers`` takes them back."""
        return {
            key: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
            for key, value in answers.items()
        }

    def asks(self) -> dict[str, Asks]:
        """What conditions may say about each question."""
        return asks_of(self._flat, self.body)


def asks_of(questions: Iterable[Question], body: Body) -> dict[str, Asks]:
    names = frozenset([*body.places, *body.regions, *body.parts])
    return {
        one.id: Asks(
            one.kind.value, names if one.kind is Kind.PLACES else frozenset(option.id for option in one.options)
        )
        for one in questions
    }


class NotAnAnswer(ValueError):
    """A value that cannot be an answer. The message is for the person who gave it."""


def _one_option(question: Question, value: object, body: Body) -> Answer:
    if value is True or value is False:
        value = "yes" if value else "no"
    if not isinstance(value, str) or all(value != option.id for option in question.options):
        raise NotAnAnswer("Choose one of the answers.")
    return value


def _many_options(question: Question, value: object, body: Body) -> Answer:
    given = _texts(value)
    known = [option.id for option in question.options]
    if given - set(known):
        raise NotAnAnswer("Choose from the answers.")
    if NONE in given and len(given) > 1:
        raise NotAnAnswer(f"Choose either what applies or “{question.label(NONE)}”, not both.")
    return tuple(option for option in known if option in given)


def _places(question: Question, value: object, body: Body) -> Answer:
    given: set[str] = set()
    for named in _texts(value):
        try:
            given.update(body.expand(named))
        except KeyError:
            raise NotAnAnswer("Choose places from the list.") from None
    return tuple(place for place in body.places if place in given)


def _number(question: Question, value: object, body: Body) -> Answer:
    digits = value.strip() if isinstance(value, str) else str(value) if type(value) is int else ""
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else None
    low, high = question.min or 0, question.max if question.max is not None else 999_999
    if number is None or not low <= number <= high:
        raise NotAnAnswer(f"Give a whole number from {low} to {high}.")
    return number


def _date(question: Question, value: object, body: Body) -> Answer:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise NotAnAnswer("Give the date as year, month and day, such as 2026-05-31.") from None


def _day_or_none(value: object) -> date | None:
    """Nobody typed this day, so nobody is told when it cannot be read."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None


def _text(question: Question, value: object, body: Body) -> Answer:
    if not isinstance(value, str):
        raise NotAnAnswer("Write this as text.")
    text = "".join(sign for sign in value if sign in "\n\t" or sign.isprintable()).strip()
    if len(text) > LONGEST_TEXT:
        raise NotAnAnswer(f"Please say it in {LONGEST_TEXT} characters or fewer.")
    return text


def _texts(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return set(value)
    raise NotAnAnswer("Choose from the answers.")


_READERS = {
    Kind.YES_NO: _one_option,
    Kind.YES_NO_UNSURE: _one_option,
    Kind.CHOICE: _one_option,
    Kind.MANY: _many_options,
    Kind.PLACES: _places,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.TEXT: _text,
}
