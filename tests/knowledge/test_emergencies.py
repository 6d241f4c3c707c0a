"""What to do when something goes wrong: complete, in plain words, and no illness is named to the client."""

from __future__ import annotations

import pytest

from tableside.core.screening.emergency import Urgency
from tableside.knowledge.load_emergencies import EmergencyUnreadable, load_emergencies, parse_emergencies
from tests.knowledge.test_rulebook import DIAGNOSES

HEAD = 'always = ["Stop."]\n[signs]\n'


def test_the_most_pressing_come_first_and_the_last_fits_whatever_it_is() -> None:
    signs = list(load_emergencies().signs.values())

    assert [one.urgency for one in signs] == sorted((one.urgency for one in signs), key=list(Urgency).index)
    assert (signs[0].id, signs[-1].id) == ("no_answer", "other")


def test_no_client_hears_the_name_of_an_illness() -> None:
    assert [sign.id for sign in load_emergencies().signs.values() if DIAGNOSES.search(sign.say)] == []


@pytest.mark.parametrize(
    "row",
    [
        'faint = { title = "Faint", urgency = "now", say = "Lie down." }',
        'faint = { title = "Faint", urgency = "later", steps = ["Lie."], say = "Lie down." }',
        'faint = { title = "Faint", urgency = "now", steps = ["Lie."], say = "Lie down.", calls = ["nobody"] }',
        'faint = { title = "Faint", urgency = "now", steps = ["Lie."], say = "Lie down.", colour = "red" }',
    ],
)
def test_a_sign_that_does_not_say_what_to_do_is_refused(row: str) -> None:
    with pytest.raises(EmergencyUnreadable):
        parse_emergencies(HEAD + row)
