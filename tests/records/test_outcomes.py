"""Scores: one a moment, the later in place of the earlier, and read with an audit row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tableside.records.audit.queries import newest_entries
from tableside.records.clients.access import NotFound
from tableside.records.outcomes.access import scores_to_read
from tableside.records.outcomes.actions import NewMeasurement, measure
from tableside.records.outcomes.models import Measurement
from tableside.records.outcomes.queries import Visit, scores_at
from tests.personas import Cast
from tests.sessions import TEN, booked

BEFORE, AFTER = Measurement.Moment.BEFORE, Measurement.Moment.AFTER


def test_a_later_score_of_the_same_moment_takes_the_place_of_the_earlier(linden: Cast) -> None:
    appointment = booked(linden)
    for score, actor in ((6, linden.clara.actor), (7, linden.ana.actor)):
        new = NewMeasurement("nrs_pain", BEFORE, Decimal(score), appointment)
        measure(linden.clara.client, new, by=actor, now=TEN)

    assert scores_at(appointment.id) == {("nrs_pain", "before"): 7.0}
    assert Measurement.objects.get().entered_by == "therapist"
    assert [entry.deed for entry in newest_entries()[:2]] == ["score.changed", "score.recorded"]


def test_between_visits_every_score_counts(linden: Cast) -> None:
    new = NewMeasurement("nrs_pain", Measurement.Moment.BETWEEN, Decimal(5))
    for _ in range(2):
        measure(linden.clara.client, new, by=linden.clara.actor, now=TEN)

    assert Measurement.objects.filter(entered_by="client").count() == 2


def test_the_scores_of_a_visit_are_read_together_and_leave_an_audit_row(linden: Cast) -> None:
    appointment = booked(linden)
    for moment, score in ((BEFORE, 6), (AFTER, 3)):
        new = NewMeasurement("nrs_pain", moment, Decimal(score), appointment)
        measure(linden.clara.client, new, by=linden.ana.actor, now=TEN)

    found = scores_to_read(linden.ben.actor, linden.clara.client.id, instrument="nrs_pain", now=TEN)

    assert found == [Visit(TEN, 6.0, 3.0)]
    assert (newest_entries()[0].deed, newest_entries()[0].actor_label) == ("scores.read", "Ben Okafor")


def test_the_front_desk_reads_no_scores(linden: Cast) -> None:
    with pytest.raises(NotFound):
        scores_to_read(linden.front_desk.actor, linden.clara.client.id, instrument="nrs_pain", now=TEN)
