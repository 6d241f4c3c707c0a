"""Names of medicines in what clients write."""

from __future__ import annotations

import pytest

from tableside.core.screening.medicines import Medicines, Understood

THINNERS = ("warfarin", "apixaban", "heparin", "eliquis")
MEDICINES = Medicines(dict.fromkeys(THINNERS, "thinner") | {"ass": "aspirin"})


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Warfarin 5 mg", ["warfarin"]),
        ("APIXABAN/heparin", ["apixaban", "heparin"]),
        ("warfrin", ["warfarin"]),
        ("warfarrin", ["warfarin"]),
        ("warfaron", ["warfarin"]),
        ("wafrarin", ["warfarin"]),
        ("warfarin, Warfarin, warfrin", ["warfarin"]),
        ("ass", ["ass"]),
        ("as", []),
        ("asa", []),
        ("worferon", []),
        ("vitamins and tea", []),
        ("", []),
    ],
)
def test_a_medicine_is_known_by_its_name_with_one_slip_at_most(written: str, names: list[str]) -> None:
    assert [one.name for one in MEDICINES.read(written)] == names


def test_what_was_understood_keeps_the_words_it_was_written_in() -> None:
    assert MEDICINES.read("Eliqis") == (Understood(written="Eliqis", name="eliquis", group="thinner"),)
