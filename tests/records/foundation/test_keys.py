"""Keys sort by time of birth."""

from __future__ import annotations

from uuid import RFC_4122

from tableside.records.foundation.keys import new_key


def test_keys_made_one_after_the_other_sort_so() -> None:
    keys = [new_key() for _ in range(1000)]

    assert keys == sorted(set(keys))


def test_a_key_says_which_version_it_is() -> None:
    key = new_key()

    assert (key.version, key.variant) == (7, RFC_4122)
