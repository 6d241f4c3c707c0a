"""What makes a booking fit again: a few that were thought out, and for any rules that what is proposed is allowed."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tableside.core.charting.technique import ScreeningClass
from tableside.core.screening.remedies import (
    Booked,
    Given,
    Giver,
    Kind,
    Misfit,
    Possible,
    Remedy,
    misfits,
    remedies,
    request_for,
)
from tableside.core.screening.request import Answer, ClearanceHeld, Request
from tableside.core.screening.result import Outcome, Screened
from tableside.core.screening.rulebook import Rulebook
from tableside.core.screening.screen import screen
from tests.core.screening.small import ILLS, TODAY, rulebook, told
from tests.core.screening.test_properties import Told, books

DAYS = tuple(TODAY + timedelta(days=number) for number in range(1, 30))
SWEDISH, SHORT = (Given("swedish", ScreeningClass.SWE, 1, 3, minutes) for minutes in (60, 30))
DEEP = Given("deep", ScreeningClass.DT, 4, 5, 60)
CARED = Given("prenatal", ScreeningClass.PRE, 1, 3, 45)
ANA = Giver("ana", frozenset({"prenatal"}), frozenset({"swedish", "deep", "prenatal"}))
BEN = Giver("ben", frozenset(), frozenset({"swedish", "deep"}))
POSSIBLE = Possible((SWEDISH, SHORT, DEEP, CARED), (ANA, BEN), DAYS)


class Answering:
    """Screens with a hand-made rulebook, and ``since`` as long ago as the day is away."""

    def __init__(self, book: Rulebook, *held: ClearanceHeld, **answers: Answer) -> None:
        self.book, self.held = book, held
        self.answers: dict[str, Answer] = {"ills": ILLS, "since": TODAY, **answers}

    def __call__(self, request: Request, more: tuple[ClearanceHeld, ...]) -> Screened:
        return screen(self.book, self.answers, request=request, clearances=(*self.held, *more))


def proposed(*rules: Told, treatment: Given = SWEDISH, by: Giver = ANA) -> list[Remedy]:
    return list(remedies(Booked(treatment, by, TODAY), POSSIBLE, ask=Answering(rulebook(*rules))))


def test_what_fits_within_its_limits_needs_no_remedy() -> None:
    assert proposed(told("a", cap=2)) == []


def test_a_barred_technique_is_exchanged_for_what_may_be_given_at_the_same_time() -> None:
    only_gentle = told("a", outcome="M X M M M M M M M")

    assert proposed(only_gentle, treatment=DEEP) == [
        Remedy(Kind.TREATMENT, given=SWEDISH),
        Remedy(Kind.TREATMENT, given=CARED),
        Remedy(Kind.CANCEL),
    ]


def test_a_shorter_visit_comes_before_another_treatment() -> None:
    assert proposed(told("a", minutes=45)) == [
        Remedy(Kind.LENGTH, given=SHORT),
        Remedy(Kind.TREATMENT, given=CARED),
        Remedy(Kind.CANCEL),
    ]


def test_whoever_has_the_training_is_proposed_and_a_treatment_beside_it_only_where_that_is_not_enough() -> None:
    needs_training = told("a", training="prenatal", outcome="M")
    and_gentle = told("b", outcome="M X M M M M M M M")

    assert proposed(needs_training, by=BEN) == [Remedy(Kind.THERAPIST, therapist="ana"), Remedy(Kind.CANCEL)]
    assert proposed(needs_training, and_gentle, treatment=DEEP, by=BEN) == [
        Remedy(Kind.BOTH, given=SWEDISH, therapist="ana"),
        Remedy(Kind.BOTH, given=CARED, therapist="ana"),
        Remedy(Kind.CANCEL),
    ]


def test_it_moves_to_the_first_day_on_which_the_window_has_ended() -> None:
    window = told("a", outcome="X", when={"answer": "since", "days_under": 11})

    assert proposed(window) == [Remedy(Kind.MOVE, on=date(2027, 3, 12)), Remedy(Kind.CANCEL)]


def test_a_provider_is_asked_only_where_their_yes_is_enough() -> None:
    asks = told("a", outcome="C", clearance_from="a surgeon", clearance_days=90)
    barred = told("b", outcome="X")

    assert [one.kind for one in proposed(asks)] == [Kind.CLEARANCE, Kind.CANCEL]
    assert [one.kind for one in proposed(asks, barred)] == [Kind.CANCEL]


def test_whoever_needs_medical_care_is_offered_no_other_massage() -> None:
    assert proposed(told("a", outcome="U")) == [Remedy(Kind.CANCEL)]


def test_every_reason_is_named() -> None:
    found = Answering(rulebook(told("a", outcome="M X M M M M M M M", cap=3, minutes=45, training="prenatal")))

    assert misfits(found(request_for(DEEP, BEN, TODAY), ()), DEEP) == (
        Misfit.TRAINING,
        Misfit.TECHNIQUE,
        Misfit.PRESSURE,
        Misfit.LENGTH,
    )


treatments = st.builds(
    Given,
    service=st.sampled_from(["one", "two", "three"]),
    technique=st.sampled_from(ScreeningClass),
    lightest=st.integers(1, 3),
    strongest=st.integers(3, 5),
    minutes=st.sampled_from([30, 45, 60, 90]),
)


offers = st.lists(treatments, min_size=1, max_size=8, unique_by=lambda one: (one.service, one.minutes))


@given(books(), offers, st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_is_proposed_is_allowed_when_it_is_screened_again(
    rules: list[Told], offered: list[Given], data: st.DataObject
) -> None:
    """Some rules end, some ask for training or for less time; who gives what is left to chance."""
    for rule in rules:
        rule |= data.draw(st.sampled_from([{}, {"minutes": 45}, {"training": "prenatal"}]))
        if data.draw(st.booleans()):
            rule["when"] = {"answer": "since", "days_under": data.draw(st.integers(1, 40))}
    services = st.sets(st.sampled_from(["one", "two", "three"])).map(frozenset)
    trainings = st.sampled_from([frozenset[str](), frozenset({"prenatal"})])
    givers = [Giver(name, data.draw(trainings), data.draw(services)) for name in "xyz"]
    booked = Booked(data.draw(st.sampled_from(offered)), givers[0], TODAY)
    ask = Answering(rulebook(*rules))

    found = remedies(booked, Possible(offered, givers, DAYS), ask=ask)

    is_fine = not misfits(ask(request_for(booked.given, booked.by, TODAY), ()), booked.given)
    assert is_fine == (found == ())
    for remedy in found:
        if remedy.kind in (Kind.CANCEL, Kind.ANSWERS):
            continue
        treatment = remedy.given or booked.given
        changed_to = booked.by.therapist if remedy.therapist is None else remedy.therapist
        giver = next(one for one in givers if one.therapist == changed_to)
        held = tuple(ClearanceHeld(one.rule_id, TODAY, TODAY) for one in remedy.asks)
        again = ask(request_for(treatment, giver, remedy.on or TODAY), held)
        assert misfits(again, treatment) == ()
        assert again.outcome.rank < Outcome.NEEDS_CLEARANCE.rank
        assert treatment is booked.given or treatment.service in giver.services
        assert treatment.minutes <= booked.given.minutes
    assert [one.kind for one in found] == sorted((one.kind for one in found), key=list(Kind).index)
