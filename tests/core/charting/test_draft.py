"""The drafted note says what was recorded, in the therapist's words, and never writes over anybody's text."""

from __future__ import annotations

from tableside.core.charting.draft import (
    AreaAgreed,
    FeedbackSaid,
    MarkFound,
    Recorded,
    ScoreSaid,
    Stopped,
    WorkDone,
    draft_note,
    fill_empty,
)
from tableside.core.charting.note import Note

SESSION = Recorded(
    scores=(ScoreSaid("pain", "6", "3"), ScoreSaid("muscle tension", "7"), ScoreSaid("stress")),
    marks=(MarkFound("Left shoulder", "Trigger point", 7, "refers to the neck"), MarkFound("Jaw")),
    works=(
        WorkDone("Left shoulder", "Trigger point therapy", 15, 4, "Thumb"),
        WorkDone("Jaw", "Swedish massage", 5, 2, override_reason="Asked for by her dentist."),
    ),
    feedback=(FeedbackSaid("should be lighter", 12, "Left shoulder", 7), FeedbackSaid("is good", 20)),
    agreed=(AreaAgreed("Jaw", 3), AreaAgreed("Chest", 4, 9)),
    stops=(Stopped("Fainted, or about to", 31, 33), Stopped("A seizure", 34, had_ended=True)),
    changes=("Pain now: 6 to 3, better (MCID 2, MDC 2).",),
    next_steps=("Go on with the plan: 8 sessions, every 7 days.",),
)


def test_each_part_of_the_draft_holds_what_belongs_there() -> None:
    assert draft_note(SESSION) == Note(
        subjective=(
            "Arrived with pain 6/10, muscle tension 7/10.\n"
            "Left with pain 3/10.\n"
            "Minute 3: said yes to work on jaw.\n"
            "Minute 4: said yes to work on chest, taken back in minute 9.\n"
            "Minute 12: pressure should be lighter at left shoulder, discomfort 7/10.\n"
            "Minute 20: pressure is good."
        ),
        objective=(
            "Left shoulder: trigger point 7/10, refers to the neck.\n"
            "Jaw: marked.\n"
            "Left shoulder: Trigger point therapy with thumb, 15 min, pressure level 4.\n"
            "Jaw: Swedish massage, 5 min, pressure level 2. "
            "Beyond a limit of screening, because: Asked for by her dentist.\n"
            "Minute 31: stopped, because of: fainted, or about to. Help was called in minute 33.\n"
            "Minute 34: seen after the session: a seizure."
        ),
        assessment="Pain now: 6 to 3, better (MCID 2, MDC 2).",
        plan="Go on with the plan: 8 sessions, every 7 days.",
    )


def test_where_nothing_was_recorded_the_draft_is_empty() -> None:
    assert draft_note(Recorded()) == Note("", "", "", "")


def test_a_note_that_ends_with_a_full_stop_gets_no_second_one() -> None:
    marks = (MarkFound("Jaw", "Pain", 0, "Clicks."),)

    assert draft_note(Recorded(marks=marks)).objective == "Jaw: pain 0/10, Clicks."


def test_only_empty_parts_are_filled() -> None:
    written = Note("Slept badly.", "  ", "", "See a doctor first.")

    assert fill_empty(written, draft=Note("s", "o", "a", "p")) == Note("Slept badly.", "o", "a", "See a doctor first.")
