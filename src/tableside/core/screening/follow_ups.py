"""Which questions are open to somebody, and which of their answers count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tableside.core.screening.by_sign import BySign
from tableside.core.screening.condition import ANSWERED_ON, MEDICINES, Condition, Facts
from tableside.core.screening.medicines import Medicines
from tableside.core.screening.request import Answers

_ANY_DAY = date(2000, 1, 1)  # follow-ups never depend on the day; the parser refuses those that would


class FollowUps:
    """Of questions by their ids, in order, each with the condition on which it is asked: None for what everyone is
    asked. ``for_everyone`` are those by their places."""

    def __init__(self, asked_when: Mapping[str, Condition | None], medicines: Medicines) -> None:
        self._medicines = medicines
        self.for_everyone = tuple(number for number, when in enumerate(asked_when.values()) if when is None)
        self._heard_first = frozenset([ANSWERED_ON, *(name for name, when in asked_when.items() if when is None)])
        self._follow_ups = {number: (name, when.test) for number, (name, when) in enumerate(asked_when.items()) if when}
        self._by_sign = BySign(when.signs if when else frozenset() for when in asked_when.values())

    def opened_by(self, answers: Answers, *, on: date = _ANY_DAY) -> tuple[list[int], Facts]:
        """The places of the follow-ups that are open, in order; and the answers to all that is asked, with the
        medicines among them, as conditions look at them.

        A follow-up looks only at what is asked before it, so that what everyone is asked can be heard first.
        """
        kept = dict(answers)
        for name in kept.keys() - self._heard_first:  # all others have to wait until they are asked
            del kept[name]
        named = self._medicines.groups_in(answers.get(MEDICINES))
        facts = Facts(kept, on, named if MEDICINES in kept else frozenset())
        opened = []
        for number in self._by_sign.could_hold(answers, named):
            name, is_asked = self._follow_ups[number]
            if is_asked(facts):
                opened.append(number)
                if name in answers:
                    kept[name] = answers[name]
                    if name == MEDICINES:
                        facts = Facts(kept, on, named)
        return opened, facts
