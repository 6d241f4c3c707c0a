"""Make a stored screening again: by the rules that it names, and by those of today. Nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from tableside.core.screening.result import Screened
from tableside.core.screening.rulebook import Rulebook
from tableside.core.screening.screen import screen
from tableside.core.screening.stored import asked_from_json
from tableside.records.intake.models import Screening
from tableside.records.intake.queries import NotKept, practice_rulebook, rulebook_at, screened_of


@dataclass(frozen=True, slots=True)
class Standing:
    """``is_of_today``: the rules of both versions are those that decide now. ``replays``: by its own rules it comes out
    as it was kept. ``agrees``: today's rules say the same. None: that cannot be said, since something was not kept."""

    is_of_today: bool
    replays: bool | None
    agrees: bool | None

    @classmethod
    def of(cls, screening: Screening) -> Standing:
        now, then = practice_rulebook(), screened_of(screening)
        is_of_today = (now.version, now.house_version) == (screening.knowledge_version, screening.house_version)
        try:
            agrees = then.says_the_same_as(_screened(screening, now))
        except NotKept:
            return cls(is_of_today, None, None)
        try:
            return cls(is_of_today, then == replay(screening), agrees)
        except NotKept:
            return cls(is_of_today, None, agrees)


def replay(screening: Screening) -> Screened:
    """The same answers, request and clearances, by the rules of its own versions. ``NotKept`` where they are not."""
    return _screened(screening, rulebook_at(screening.knowledge_version, screening.house_version))


def _screened(screening: Screening, book: Rulebook) -> Screened:
    if screening.asked is None:
        raise NotKept("screened before it was kept what was asked")
    request, clearances = asked_from_json(screening.asked)
    answers = book.questions.read_answers(screening.intake.answers)[0]
    return screen(book, answers, request=request, clearances=clearances)
