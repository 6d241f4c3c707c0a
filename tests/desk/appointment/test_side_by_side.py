"""The desk changes the length or treatment of two side by side, of both or of one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.book import BookingRequest, Person, book
from tableside.workflows.times.find_times import Search, free_times
from tests.personas import Cast, signed_in


def two(cast: Cast) -> Appointment:
    """Clara's, beside Dora's."""
    times = free_times(Search(cast.couples, 90, ignores_notice=True), now=timezone.now())
    people = [Person(one.client.name, one.client.email, client_id=one.client.id) for one in (cast.clara, cast.dora)]
    asked = BookingRequest(cast.couples.id, 60, times.on(times.days()[4])[0], tuple(people), "k")
    book(asked, by=cast.front_desk.actor, now=timezone.now())
    return Appointment.objects.get(client=cast.clara.client)


def address(deed: str, appointment: Appointment) -> str:
    return reverse(f"desk:appointment-{deed}", args=[appointment.id])


def lengths() -> list[timedelta]:
    return [one.ends_at - one.starts_at for one in Appointment.objects.order_by("client__name")]


@pytest.mark.parametrize(("which", "minutes"), [("both", (90, 90)), ("one", (90, 60))])
def test_the_length_is_changed_for_both_or_for_one(linden: Cast, which: str, minutes: tuple[int, int]) -> None:
    desk, clara = signed_in(linden.front_desk), two(linden)
    page = desk.get(address("length", clara)).content.decode()
    assert "They come with somebody. For whom?" in page

    answer = desk.post(address("length", clara), {"which": which, "minutes": 90, "key": "longer"})

    assert (answer.status_code, lengths()) == (302, [timedelta(minutes=one) for one in minutes])


@pytest.mark.parametrize(("which", "minutes"), [("both", (90, 90)), ("one", (90, 60))])
def test_the_treatment_is_chosen_among_those_for_two_and_changed_for_both_or_for_one(
    linden: Cast, which: str, minutes: tuple[int, int]
) -> None:
    desk, clara = signed_in(linden.front_desk), two(linden)

    choices = desk.get(address("treatment", clara)).context["page"].choices
    longer = next(one for one in choices[0][1] if one.words == "90 minutes")
    asked = desk.get(longer.url)
    assert [name for name, _lengths in choices] == ["Couples massage"]
    assert "Both, Clara Novak and Dora Weiss" in asked.content.decode()
    chosen = {"service": linden.couples.id, "minutes": 90, "which": which, "key": "longer"}
    answer = desk.post(address("treatment", clara), chosen)

    after = [timedelta(minutes=one) for one in minutes]
    assert (answer.status_code, lengths()) == (302, after)
    alone = desk.post(address("treatment", clara), {"service": linden.swedish.id, "minutes": 60, "key": "other"})
    assert (alone.status_code, alone.context["refusal"].code, lengths()) == (
        422,
        "book_anew",
        after,
    )
