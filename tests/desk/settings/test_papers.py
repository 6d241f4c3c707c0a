"""Licences and trainings: what the owner writes down, and what follows from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tableside.records.audit.queries import newest_entries
from tableside.records.practice.queries import trainings_of
from tableside.workflows.times.find_times import Search, free_times
from tests.personas import Cast, signed_in, today_at_linden

LICENCE = {"title": "Massage therapist", "number": "AT-2", "jurisdiction": "Austria"}
TRAINING = {"module": "oncology", "title": "Massage and cancer", "hours": "40"}


def url(cast: Cast, name: str) -> str:
    return reverse(f"desk:{name}", args=[cast.ben.as_therapist.id])


def test_a_licence_says_who_looked_it_up(linden: Cast) -> None:
    today = today_at_linden().isoformat()

    answer = signed_in(linden.owner).post(url(linden, "settings-licence-add"), LICENCE | {"checked_on": today})

    licence = linden.ben.as_therapist.licences.get(number="AT-2")
    assert (answer.status_code, licence.checked_by) == (302, "Olga Brandt")
    assert (newest_entries()[0].deed, newest_entries()[0].subject_id) == ("licence.added", str(licence.id))


def test_after_all_licences_have_run_out_nothing_is_offered(linden: Cast) -> None:
    browser, ben = signed_in(linden.owner), linden.ben.as_therapist
    browser.post(reverse("desk:settings-licence-remove", args=[ben.licences.get().id]))
    soon = today_at_linden() + timedelta(days=14)
    browser.post(url(linden, "settings-licence-add"), LICENCE | {"expires_on": soon.isoformat()})

    days = free_times(Search(linden.swedish, 60, therapist_id=ben.id), now=timezone.now()).days()

    assert (days != (), max(days) <= soon) == (True, True)


def test_a_training_counts_for_screening_until_it_is_removed(linden: Cast) -> None:
    browser, ben = signed_in(linden.owner), linden.ben.as_therapist

    browser.post(url(linden, "settings-training-add"), TRAINING)
    assert trainings_of(ben.id) == {"oncology"}
    browser.post(reverse("desk:settings-training-remove", args=[ben.trainings.get().id]))

    assert trainings_of(ben.id) == frozenset()
    assert [entry.deed for entry in newest_entries()[:2]] == ["training.removed", "training.added"]


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("settings-licence-add", LICENCE | {"number": ""}, "This field is required"),
        ("settings-licence-add", LICENCE | {"expires_on": "never"}, "Enter a valid date"),
        ("settings-training-add", TRAINING | {"module": "magic"}, "Select a valid choice"),
        ("settings-training-add", TRAINING | {"hours": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_added(
    linden: Cast, name: str, given: dict[str, str], sentence: str
) -> None:
    before = newest_entries().count()

    answer = signed_in(linden.owner).post(url(linden, name), given)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert newest_entries().count() == before


def test_the_same_course_is_written_down_once(linden: Cast) -> None:
    browser = signed_in(linden.owner)

    answers = [browser.post(url(linden, "settings-training-add"), TRAINING).status_code for _ in range(2)]

    assert (answers, linden.ben.as_therapist.trainings.count()) == ([302, 422], 1)


def test_a_licence_that_was_added_goes_by_undo_and_one_that_was_removed_comes_back(linden: Cast) -> None:
    browser, ben = signed_in(linden.owner), linden.ben.as_therapist
    known, undo, page = ben.licences.get(), reverse("desk:settings-undo"), url(linden, "settings-papers")

    browser.post(url(linden, "settings-licence-add"), LICENCE | {"expires_on": "2030-01-01"})
    undone = browser.post(undo, {"page": "settings-papers"})
    after_adding = [licence.number for licence in ben.licences.all()]
    browser.post(reverse("desk:settings-licence-remove", args=[known.id]))
    elsewhere = browser.get(reverse("desk:settings-papers", args=[linden.ana.as_therapist.id])).context["undo"]
    browser.post(undo, {"page": "settings-papers"})

    assert (undone.headers["Location"], after_adding, elsewhere) == (page, [known.number], None)
    again = ben.licences.get()
    assert (again.number, again.expires_on, again.title) == (known.number, known.expires_on, known.title)
