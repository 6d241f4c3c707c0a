"""The SOAP note: when it is complete enough to sign, and what may still happen to it afterwards.

A signed note never changes. What has to be said later is added below it, dated and signed by whoever says it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from tableside.core.decision import Allowed, Decision, Refused


class NoteState(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"
    AMENDED = "amended"  # signed, with at least one addendum


TRANSITIONS: Final[dict[NoteState, frozenset[NoteState]]] = {
    NoteState.DRAFT: frozenset({NoteState.SIGNED}),
    NoteState.SIGNED: frozenset({NoteState.AMENDED}),
    NoteState.AMENDED: frozenset({NoteState.AMENDED}),
}


@dataclass(frozen=True, slots=True)
class Note:
    """The four parts, as typed."""

    subjective: str  # what the client says
    objective: str  # what the therapist finds and measures
    assessment: str  # what the therapist makes of it
    plan: str  # what comes next

    def missing(self) -> tuple[str, ...]:
        """Names of the parts with nothing in them, in the order of the note.

        >>> Note("Stiff neck", " ", "Tense", "").missing()
        ('objective', 'plan')
        """
        return tuple(part.name for part in fields(self) if not getattr(self, part.name).strip())


def may_move(state: NoteState, *, to: NoteState) -> Decision:
    if to in TRANSITIONS[state]:
        return Allowed()
    return Refused("note_transition", f"A {state} note cannot become {to}.", {"state": state, "to": to})


def may_edit(state: NoteState) -> Decision:
    if state is NoteState.DRAFT:
        return Allowed()
    return Refused("already_signed", "This note is signed and stays as it is. Write an addendum below it instead.")


def may_sign(note: Note, *, state: NoteState, is_author: bool, has_region_work: bool) -> Decision:
    """Whether this person may sign this note now.

    Complete enough means: something in each of the four parts, and at least one region with what was done
    there. How much to write is the therapist's judgement; that a part was forgotten is not.
    """
    moved = may_edit(state)
    if not moved:
        return moved
    if not is_author:
        return Refused("not_the_author", "Only the therapist who gave this session can sign its note.")
    missing = note.missing()
    if missing:
        named = _listed(missing)
        return Refused("note_incomplete", f"Before signing, write something under {named}.", {"missing": missing})
    if not has_region_work:
        return Refused("no_region_work", "Before signing, record at least one region and what was done there.")
    return Allowed()


def may_add(addendum: str, *, state: NoteState) -> Decision:
    """Whether this text may be added below the note. Whoever may write notes may add, in their own name."""
    if state is NoteState.DRAFT:
        return Refused("not_signed", "This note is still a draft: change the note itself.")
    if not addendum.strip():
        return Refused("addendum_empty", "Write what is to be added.")
    return Allowed()


def state_after_addendum(state: NoteState) -> NoteState:
    """``AMENDED``, from any state that ``may_add`` allows."""
    if NoteState.AMENDED not in TRANSITIONS[state]:
        raise ValueError(f"a {state} note takes no addendum")
    return NoteState.AMENDED


def _listed(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"
