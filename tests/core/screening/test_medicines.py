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


TWO_THINGS = Medicines(
    {"losartan": "pressure", "lasartan": "water", "apixaban": "thinner", "eliquis": "thinner"},
    generics={"eliquis": "apixaban"},
    says={"thinner": "a blood thinner"},
    other=frozenset({"vitamin", "cetirizine", "nimodipine"}),
)


def test_a_slip_that_could_be_two_medicines_is_neither() -> None:
    assert TWO_THINGS.read("lesartan") == ()
    assert TWO_THINGS.not_understood("lesartan") == ("lesartan",)


def test_a_brand_is_the_medicine_it_holds_in_words_to_confirm() -> None:
    assert TWO_THINGS.read("ELIQUIS 5 mg, apixaban") == (
        Understood("ELIQUIS", "apixaban", "thinner", "a blood thinner"),
    )


def test_what_is_not_known_is_kept_as_it_was_written() -> None:
    written = "Vitamin D, apixaban; the little blue ones\ncetirizin and 20 mg"

    assert TWO_THINGS.not_understood(written) == ("the little blue ones",)


def test_a_medicine_that_calls_up_nothing_is_never_a_slip_of_another() -> None:
    near = Medicines({"nifedipine": "pressure", "himodipine": "water"}, other=frozenset({"nimodipine"}))

    assert near.read("nimodipine") == ()


def test_a_medicine_is_confirmed_in_words() -> None:
    assert [one.in_words for one in TWO_THINGS.read("eliquis, losartan")] == ["apixaban, a blood thinner", "losartan"]
