"""A client's history: scores with what they can carry, two visits compared, every session to open."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tableside.core.charting.note import Note
from tableside.records.audit.queries import newest_entries
from tableside.records.charting.actions import NewMark, set_marks
from tableside.records.charting.models import Session
from tableside.records.outcomes.actions import NewMeasurement, measure
from tableside.records.outcomes.models import Measurement
from tests.personas import Cast, ClientPersona, signed_in
from tests.sessions import TEN, WHOLE_NOTE, again, booked, finished, running

WEEK = timedelta(days=7)


def treated(cast: Cast, week: int, *, before: int, after: int, marks: tuple[NewMark, ...] = ()) -> Session:
    appointment = booked(cast, at=TEN + week * WEEK)
    session = running(cast, appointment)
    set_marks(session, marks, by=cast.ana.actor, now=appointment.starts_at)
    for moment, score in ((Measurement.Moment.BEFORE, before), (Measurement.Moment.AFTER, after)):
        new = NewMeasurement("nrs_pain", moment, Decimal(score), appointment)
        measure(cast.clara.client, new, by=cast.ana.actor, now=appointment.starts_at)
    return again(appointment)


def chart(who: ClientPersona) -> str:
    return reverse("desk:chart", args=[who.client.id])


def words(browser: Browser, url: str) -> str:
    return " ".join(browser.get(url).content.decode().split())


def test_only_those_who_treat_at_this_practice_read_a_history(linden: Cast) -> None:
    url = chart(linden.clara)
    who = (linden.ana, linden.ben, linden.owner, linden.front_desk, linden.clara, linden.dora, linden.other_therapist)

    assert [signed_in(persona).get(url).status_code for persona in who] == [200, 200, 200, 403, 403, 403, 404]


def test_without_signing_in_or_a_second_factor_one_is_led_there(linden: Cast) -> None:
    browsers = (Browser(), signed_in(linden.ana, with_second_factor=False))

    leads = [browser.get(chart(linden.clara))["Location"].partition("?")[0] for browser in browsers]

    assert leads == [reverse("account_login"), reverse("site:welcome")]


def test_the_history_answers_reading_only_and_notes_who_read(linden: Cast) -> None:
    ana = signed_in(linden.ana)

    assert ana.post(chart(linden.clara)).status_code == 405
    ana.get(chart(linden.clara))
    read = [entry.deed for entry in newest_entries() if entry.client_id == str(linden.clara.client.id)][:2]
    assert read == ["chart.read", "scores.read"]


def test_a_client_who_is_not_there_has_no_history(linden: Cast) -> None:
    assert signed_in(linden.ana).get(reverse("desk:chart", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize(
    ("latest", "said"),
    [
        (4, "6 to 4, better (MCID 2, MDC 2)."),
        (5, "6 to 5, no clear change (MCID 2, MDC 2)."),
        (8, "6 to 8, worse (MCID 2, MDC 2)."),
    ],
)
def test_what_changed_is_judged_against_noise_and_never_called_proof(linden: Cast, latest: int, said: str) -> None:
    treated(linden, 0, before=6, after=3)
    treated(linden, 1, before=latest, after=2)

    page = words(signed_in(linden.ana), chart(linden.clara))

    assert said in page
    assert "Improvement alone does not prove what caused it" in page


def test_one_visit_is_not_called_a_change(linden: Cast) -> None:
    treated(linden, 0, before=6, after=3)

    assert "Two scores on arrival are needed" in words(signed_in(linden.ana), chart(linden.clara))


def test_two_visits_are_compared_place_by_place(linden: Cast) -> None:
    treated(linden, 0, before=6, after=3, marks=(NewMark("jaw", "pain", 6), NewMark("sacrum", "tension", 4)))
    treated(linden, 1, before=5, after=3, marks=(NewMark("jaw", "pain", 3), NewMark("scalp", "bruise")))

    page = words(signed_in(linden.ana), chart(linden.clara))

    for expected in (
        "Jaw, Pain: 6/10, then 3/10",
        "Sacrum, Tension: 4/10, then not found",
        "Scalp, Bruise: new, not rated",
    ):
        assert expected in page


def test_other_visits_can_be_compared_and_a_foreign_one_is_ignored(linden: Cast) -> None:
    first = treated(linden, 0, before=6, after=3, marks=(NewMark("jaw", "pain", 9),))
    treated(linden, 1, before=5, after=3, marks=(NewMark("jaw", "pain", 5),))
    treated(linden, 2, before=5, after=3, marks=(NewMark("jaw", "pain", 1),))
    ana = signed_in(linden.ana)

    assert "Jaw, Pain: 9/10, then 1/10" in words(ana, f"{chart(linden.clara)}?earlier={first.id}")
    assert "Jaw, Pain: 5/10, then 1/10" in words(ana, f"{chart(linden.clara)}?earlier={uuid4()}&measure=nonsense")


def test_each_session_opens_and_shows_whether_it_is_signed(linden: Cast) -> None:
    session = finished(linden, note=Note(*["zebra"] * 4))

    page = words(signed_in(linden.ana), chart(linden.clara))

    assert reverse("desk:note", args=[session.appointment_id]) in page
    assert ("Not signed" in page, "zebra" in page) == (True, False)


def test_an_empty_history_says_so(linden: Cast) -> None:
    page = words(signed_in(linden.ana), chart(linden.dora))

    assert ("No session yet" in page, "No scores yet." in page) == (True, True)
    assert WHOLE_NOTE.plan not in page


def test_three_sessions_cost_as_many_queries_as_one(linden: Cast) -> None:
    counts = []
    ana = signed_in(linden.ana)
    for week in range(3):
        treated(linden, week, before=6, after=3, marks=(NewMark("jaw", "pain", 6),))
        with CaptureQueriesContext(connection) as captured:
            ana.get(chart(linden.clara))
        counts.append(len(captured))

    assert counts == [counts[0]] * 3
