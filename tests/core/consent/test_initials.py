"""What may stand beside a clause."""

from __future__ import annotations

import pytest

from tableside.core.consent.initials import check_initials


@pytest.mark.parametrize("text", ["ON", "j.-p.", "O'B", "陈", "Ž.Ď.", "A B", "ABCDEF"])
def test_letters_of_any_script_are_initials(text: str) -> None:
    assert check_initials(text)


@pytest.mark.parametrize("text", ["", " ", "..", "12", "A1", "ABCDEFG", "<b>", "A\nB", "A\u202eB", "✓"])
def test_anything_else_is_not(text: str) -> None:
    assert not check_initials(text)
