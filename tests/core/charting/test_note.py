"""The SOAP note: complete enough to sign, unchangeable afterwards, open to addenda."""

from __future__ import annotations

import itertools

import pytest

from tableside.core.charting.note import (
    TRANSITIONS,
    Note,
    NoteState,
    may_add,
    may_edit,
    may_move,
    may_sign,
    state_after_addendum,
)
from tableside.core.decision import Allowed, Decision, Refused

COMPLETE = Note("Stiff neck since Monday", "Left trapezius tense 6/10", "Desk posture", "Again in a week")


def sign(
    note: Note = COMPLETE,
    *,
    state: NoteState = NoteState.DRAFT,
    is_author: bool = True,
    has_region_work: bool = True,
) -> Decision:
    return may_sign(note, state=state, is_author=is_author, has_region_work=has_region_work)


def code(decision: Decision) -> str:
    assert isinstance(decision, Refused)
    return decision.code


def test_a_complete_draft_may_be_signed_by_its_author() -> None:
    assert sign() == Allowed()


def test_a_part_of_only_blanks_counts_as_missing() -> None:
    assert Note("Stiff neck", " \n", "Tense", "").missing() == ("objective", "plan")


def test_a_note_with_missing_parts_is_refused_and_names_them_all() -> None:
    assert sign(Note("Stiff neck", " ", "Tense", "")) == Refused(
        "note_incomplete",
        "Before signing, write something under objective and plan.",
        {"missing": ("objective", "plan")},
    )


def test_an_empty_note_names_all_four_parts_in_order() -> None:
    refused = sign(Note("", "", "", ""))

    assert isinstance(refused, Refused)
    assert refused.detail.endswith("under subjective, objective, assessment and plan.")


def test_a_note_without_any_region_worked_on_is_refused() -> None:
    assert code(sign(has_region_work=False)) == "no_region_work"


def test_another_therapist_cannot_sign() -> None:
    assert code(sign(is_author=False)) == "not_the_author"


@pytest.mark.parametrize("state", [NoteState.SIGNED, NoteState.AMENDED])
def test_a_signed_note_is_neither_signed_again_nor_edited(state: NoteState) -> None:
    assert code(sign(state=state)) == "already_signed"
    assert code(may_edit(state)) == "already_signed"


def test_a_draft_may_be_edited() -> None:
    assert may_edit(NoteState.DRAFT) == Allowed()


def test_a_note_moves_from_draft_to_signed_to_amended_and_never_back() -> None:
    moves = {(here, there) for here, there in itertools.product(NoteState, NoteState) if may_move(here, to=there)}

    assert moves == {
        (NoteState.DRAFT, NoteState.SIGNED),
        (NoteState.SIGNED, NoteState.AMENDED),
        (NoteState.AMENDED, NoteState.AMENDED),
    }


def test_every_state_has_its_row_in_the_table() -> None:
    assert set(TRANSITIONS) == set(NoteState)


def test_a_draft_takes_no_addendum() -> None:
    assert code(may_add("Called the next day: no soreness.", state=NoteState.DRAFT)) == "not_signed"
    with pytest.raises(ValueError, match="takes no addendum"):
        state_after_addendum(NoteState.DRAFT)


def test_an_empty_addendum_is_refused() -> None:
    assert code(may_add("  ", state=NoteState.SIGNED)) == "addendum_empty"


@pytest.mark.parametrize("state", [NoteState.SIGNED, NoteState.AMENDED])
def test_an_addendum_to_a_signed_note_makes_it_amended(state: NoteState) -> None:
    assert may_add("Called the next day: no soreness.", state=state) == Allowed()
    assert state_after_addendum(state) is NoteState.AMENDED
