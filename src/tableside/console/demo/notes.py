"""What a therapist writes after a session: from the scores, and from what was said and found that day."""

from __future__ import annotations

from random import Random

from tableside.console.demo.complaints import COMPLAINTS
from tableside.console.demo.town import Guest, Visit
from tableside.core.charting.note import Note

_REAL_CHANGE = 2  # points of pain: less is ordinary ups and downs
_BAD_DAY = 5  # of ten, on arrival

_BETTER = ("Better than last time.", "A good stretch since the last session.", "Eased, and it has mostly stayed so.")
_SAME = ("About as last time.", "Good for some days, then back to where it was.", "Little change since the last visit.")
_WORSE = ("Worse than last time.", "A bad week.", "It came back before the week was over.")
_FLARE = (
    "Flared up after the weekend, without a fall or anything new.",
    "A bad patch since moving furniture on Sunday. No numbness, no weakness.",
    "Came back hard after a long journey. Nothing else has changed.",
)
_AFTER = {
    True: ("Eased by the end of the session.", "Gets up lighter than on arrival.", "Moves more freely afterwards."),
    False: (
        "About the same at the end.",
        "Hardly a difference today; pressure was right.",
        "Comfortable, no change in the score.",
    ),
}


def note_of(guest: Guest, visit: Visit, random: Random) -> Note:
    complaint = COMPLAINTS[guest.regular.complaint]
    bad_day = 0 if visit.pain.before >= _BAD_DAY else -1
    found = random.sample([pair[bad_day] for pair in complaint.finds], k=2)
    return Note(
        subjective=f"{_opening(guest, visit, random)} {_in_turn(complaint.says, visit)}",
        objective=" ".join(found),
        assessment=f"{random.choice(_AFTER[visit.pain.after < visit.pain.before])} {_since_the_first(guest, visit)}",
        plan=complaint.next[visit.number % len(complaint.next)],
    )


def _in_turn(says: tuple[str, ...], visit: Visit) -> str:
    """The first at the first visit, then the others one after the other."""
    return says[0] if visit.number == 0 else says[1 + visit.number % (len(says) - 1)]


def _opening(guest: Guest, visit: Visit, random: Random) -> str:
    score = f"Pain {visit.pain.before} of 10 on arrival."
    if visit.number == 0:
        return f"First session. {score}"
    if visit.pain.is_flare:
        return f"{random.choice(_FLARE)} {score}"
    moved = visit.pain.before - guest.visits[visit.number - 1].pain.before
    words = _BETTER if moved < 0 else _WORSE if moved >= _REAL_CHANGE else _SAME
    return f"{random.choice(words)} {score}"


def _since_the_first(guest: Guest, visit: Visit) -> str:
    first = guest.visits[0].pain.before
    if visit.number == 0:
        return "To be compared from the next visit on."
    moved = first - visit.pain.before
    told = f"On arrival {first} at the first visit, {visit.pain.before} today"
    if moved >= _REAL_CHANGE:
        return f"{told}: more than ordinary ups and downs."
    if moved <= -_REAL_CHANGE:
        return f"{told}: worse than at the start."
    return f"{told}: no clear change."
