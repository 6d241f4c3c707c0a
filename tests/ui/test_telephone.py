"""What is a number that a device can call, and what is more than one."""

from __future__ import annotations

import pytest

from tableside.ui.telephone import call_address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("142", "tel:142"),
        ("+43 (1) 404-00", "tel:+43140400"),
        ("116 123, day and night", ""),
        ("or 142", ""),
        ("", ""),
        ("+", ""),
    ],
)
def test_only_what_is_nothing_but_a_number_can_be_pressed(written: str, address: str) -> None:
    assert call_address(written) == address
