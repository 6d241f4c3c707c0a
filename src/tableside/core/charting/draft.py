"""A first draft of the SOAP note from what was recorded anyway. It states what was said, found and done; what to make
of it is for the therapist to write. Nothing that somebody has written is ever replaced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tableside.core.charting.note import Note


@dataclass(frozen=True, slots=True)
class ScoreSaid:
    """``name`` fits "Arrived with ... 6/10"."""

    name: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class MarkFound:
    label: str
    kind: str = ""
    score: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class WorkDone:
    label: str
    technique: str
    minutes: int
    pressure: int
    body_tool: str = ""
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackSaid:
    """``words`` is what the client asked for ("lighter"); ``minute`` counts from the start of the session."""

    words: str
    minute: int
    label: str = ""
    discomfort: int | None = None


@dataclass(frozen=True, slots=True)
class AreaAgreed:
    """The client's yes to work on an area, and when they took it back, in minutes from the start of the session."""

    label: str
    minute: int
    withdrawn_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """What was seen that ended the session, in minutes from its start; or that was seen once it had ended."""

    what: str
    minute: int
    called_minute: int | None = None
    had_ended: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a session left behind, in words. ``changes`` say what the scores mean; ``next_steps`` what is agreed."""

    scores: tuple[ScoreSaid, ...] = ()
    marks: tuple[MarkFound, ...] = ()
    works: tuple[WorkDone, ...] = ()
    feedback: tuple[FeedbackSaid, ...] = ()
    agreed: tuple[AreaAgreed, ...] = ()
    stops: tuple[Stopped, ...] = ()
    changes: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()


def draft_note(recorded: Recorded) -> Note:
    """The four parts, one line a fact. A part about which nothing was recorded stays empty.

    >>> draft_note(Recorded(scores=(ScoreSaid("pain", before="6"),))).subjective
    'Arrived with pain 6/10.'
    """
    return Note(
        subjective="\n".join(
            [*_scores(recorded.scores), *map(_agreed, recorded.agreed), *map(_feedback, recorded.feedback)]
        ),
        objective="\n".join([*map(_mark, recorded.marks), *map(_work, recorded.works), *map(_stopped, recorded.stops)]),
        assessment="\n".join(recorded.changes),
        plan="\n".join(recorded.next_steps),
    )


def fill_empty(note: Note, *, draft: Note) -> Note:
    """The draft's words where the note has none."""
    return Note(
        subjective=note.subjective if note.subjective.strip() else draft.subjective,
        objective=note.objective if note.objective.strip() else draft.objective,
        assessment=note.assessment if note.assessment.strip() else draft.assessment,
        plan=note.plan if note.plan.strip() else draft.plan,
    )


def _scores(scores: tuple[ScoreSaid, ...]) -> list[str]:
    return [
        *_scored("Arrived", scores, lambda score: score.before),
        *_scored("Left", scores, lambda score: score.after),
    ]


def _scored(verb: str, scores: tuple[ScoreSaid, ...], number: Callable[[ScoreSaid], str]) -> list[str]:
    said = [f"{score.name} {number(score)}/10" for score in scores if number(score)]
    return [f"{verb} with {', '.join(said)}."] if said else []


def _feedback(said: FeedbackSaid) -> str:
    where = f" at {_lower(said.label)}" if said.label else ""
    how = f", discomfort {said.discomfort}/10" if said.discomfort is not None else ""
    return f"Minute {said.minute}: pressure {said.words}{where}{how}."


def _agreed(area: AreaAgreed) -> str:
    back = "" if area.withdrawn_minute is None else f", taken back in minute {area.withdrawn_minute}"
    return f"Minute {area.minute}: said yes to work on {_lower(area.label)}{back}."


def _stopped(stop: Stopped) -> str:
    called = "" if stop.called_minute is None else f" Help was called in minute {stop.called_minute}."
    seen = "seen after the session" if stop.had_ended else "stopped, because of"
    return f"Minute {stop.minute}: {seen}: {_lower(stop.what)}.{called}"


def _mark(mark: MarkFound) -> str:
    strength = f"{mark.score}/10" if mark.score is not None else ""
    found = " ".join(filter(None, [mark.kind.lower(), strength])) or "marked"
    return f"{mark.label}: {found}{f', {mark.note}' if mark.note else ''}.".replace("..", ".")


def _work(work: WorkDone) -> str:
    with_what = f" with {work.body_tool.lower()}" if work.body_tool else ""
    reason = f" Beyond a limit of screening, because: {work.override_reason}" if work.override_reason else ""
    what = f"{work.technique}{with_what}, {work.minutes} min, pressure level {work.pressure}"
    return f"{work.label}: {what}.{reason}"


def _lower(label: str) -> str:
    return f"{label[0].lower()}{label[1:]}"
