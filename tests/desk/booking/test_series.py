"""The page on which a series is booked: for staff who manage the schedule, for a client who is known."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tableside.records.scheduling.models import Appointment, Series
from tableside.records.scheduling.queries import appointments_of
from tableside.workflows.times.find_times import Search, free_times
from tests.personas import Cast, signed_in

SERIES = reverse("desk:book-series")


def free_start(cast: Cast) -> datetime:
    times = free_times(Search(cast.swedish, 60, ignores_notice=True), now=timezone.now())
    return times.on(times.days()[4])[4]


def address(cast: Cast, **chosen: object) -> str:
    first = {
        "client": cast.clara.client.id,
        "service": cast.swedish.id,
        "minutes": 60,
        "start": free_start(cast).isoformat(),
    }
    return f"{SERIES}?{urlencode(first | chosen)}"


def test_the_dates_are_shown_and_those_that_are_chosen_are_booked(linden: Cast) -> None:
    desk, page = signed_in(linden.front_desk), address(linden, every_weeks=1, count=3)
    shown = desk.get(page).context["found"].dates
    assert len(shown) == 3

    answer = desk.post(
        page,
        {
            "key": "k",
            "start-1": shown[0].starts_at.isoformat(),
            "start-2": "",
            "start-3": shown[2].starts_at.isoformat(),
            **{f"date-{number}": one.wanted_at.isoformat() for number, one in enumerate(shown, start=1)},
            "closed": "soon",
        },
    )

    booked = list(appointments_of(linden.clara.client.id).order_by("starts_at"))
    assert [one.starts_at for one in booked] == [shown[0].starts_at, shown[2].starts_at]
    assert answer["Location"] == reverse("desk:appointment", args=[booked[0].id])
    assert [datetime.fromisoformat(at) for at in Series.objects.get().left_out] == [shown[1].starts_at]


def test_no_date_chosen_is_answered_with_the_dates_again(linden: Cast) -> None:
    answer = signed_in(linden.front_desk).post(address(linden), {"key": "k", "start-1": ""})

    assert (answer.status_code, answer.context["refusal"].code) == (422, "no_dates")
    assert not Appointment.objects.exists()


def test_dates_beyond_the_booking_period_ask_for_a_reason_and_the_choice_is_kept(linden: Cast) -> None:
    desk, page = signed_in(linden.front_desk), address(linden, every_weeks=15, count=2)
    shown = desk.get(page)
    first, late = shown.context["dates"]
    assert [late.title, *late.against] != [first.title, *first.against]
    assert (first.against, [str(one) for one in late.against]) == ((), ["Later than bookings are open"])
    assert shown.context["insist"].seen == ("past_horizon",)
    chosen = {"key": "k", "start-1": "", "start-2": late.options[0].value, "seen": "past_horizon", "insist": "yes"}

    unsaid = desk.post(page, chosen)
    kept = [[one.is_chosen for one in date.options] for date in unsaid.context["dates"]]
    said = desk.post(page, {**chosen, "because": "Agreed by phone"})

    assert (unsaid.status_code, unsaid.context["refusal"].code) == (422, "no_reason")
    assert kept == [[False, True], [True, False]]
    assert said.status_code == 302
    assert Appointment.objects.get().starts_at.isoformat() == late.options[0].value


@pytest.mark.parametrize("wrong", [{"count": 0}, {"count": 53}, {"every_weeks": 0, "count": 2}, {"count": "x"}])
def test_a_rhythm_that_makes_no_sense_is_marked_in_the_form(linden: Cast, wrong: dict[str, object]) -> None:
    answer = signed_in(linden.front_desk).get(address(linden, **wrong))

    assert (answer.status_code, answer.context["found"], bool(answer.context["form"].errors)) == (200, None, True)


def test_what_has_not_been_chosen_yet_is_asked_first(linden: Cast) -> None:
    answer = signed_in(linden.front_desk).get(address(linden, client="new"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("desk:book"))


def test_three_dates_and_twelve_are_read_in_as_many_queries(linden: Cast) -> None:
    desk = signed_in(linden.front_desk)

    def queries(count: int) -> int:
        page = address(linden, every_weeks=1, count=count)
        with CaptureQueriesContext(connection) as captured:
            desk.get(page)
        return len(captured)

    assert queries(3) == queries(12)


def test_clients_and_visitors_find_nothing_here(linden: Cast) -> None:
    assert signed_in(linden.clara).get(address(linden)).status_code == 403
    assert Browser().get(address(linden)).status_code == 302
    assert signed_in(linden.front_desk).delete(address(linden)).status_code == 405
