"""Staff give a time that is not offered: named warnings, a reason, and never two treatments at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.timeline.window import minute_of
from tableside.records.audit.models import AuditEntry
from tableside.records.clients.access import guest
from tableside.records.practice.models import Licence, Practice, Service, Therapist
from tableside.records.scheduling.models import Appointment, Reservation, RulesSetAside
from tableside.workflows.booking.book import Person, book
from tableside.workflows.booking.set_aside import Insistence
from tableside.workflows.changing.cancel import cancel
from tableside.workflows.changing.change_length import change_length
from tableside.workflows.changing.reschedule import reschedule
from tableside.workflows.changing.undo_change import undo_change
from tableside.workflows.series.book_series import SeriesRequest, book_series
from tests.factories import answered, recent_surgery
from tests.personas import Cast
from tests.workflows.booking_wishes import HOUR, MONDAY_TEN, NOW, booked, found, wish

EVENING = MONDAY_TEN + 8 * HOUR  # 18:00, an hour after everybody has gone
DORA = Person("Dora Weiss", "dora@guests.example")
SURE = Insistence("She flies home in the morning.", ("outside_hours", "inside_buffer", "past_horizon", "off_grid"))


def given(cast: Cast, start: datetime, *, insists: Insistence | None = SURE, by: Actor | None = None) -> Appointment:
    asked = replace(wish(cast, start=start, key=f"dora at {start}", person=DORA), insists=insists)
    return found(book(asked, by=by or cast.front_desk.actor, now=NOW))


def taken(therapist: Therapist) -> list[tuple[int, int]]:
    """Minutes from ten o'clock on that are reserved of a therapist."""
    rows = Reservation.objects.filter(resource__therapist=therapist).order_by("start_minute")
    ten = minute_of(MONDAY_TEN)
    return [(row.start_minute - ten, row.end_minute - ten) for row in rows]


def test_staff_book_outside_hours_once_they_have_said_why(linden: Cast) -> None:
    with pytest.raises(Refusal) as unsaid:
        given(linden, EVENING, insists=None)
    with pytest.raises(Refusal) as unseen:
        given(linden, EVENING, insists=Insistence("Because.", ()))
    with pytest.raises(Refusal) as without_reason:
        given(linden, EVENING, insists=Insistence("  ", ("outside_hours",)))

    refusals = [one.value for one in (unsaid, unseen, without_reason)]
    assert [one.code for one in refusals] == ["outside_hours", "look_again", "no_reason"]
    assert [one.data["outside"] for one in refusals] == [("outside_hours",)] * 3
    assert not Appointment.objects.exists()

    appointment = given(linden, EVENING)
    kept = RulesSetAside.objects.get()
    assert (kept.appointment_id, kept.warnings, kept.reason) == (appointment.id, ["outside_hours"], SURE.reason)
    entry = AuditEntry.objects.get(deed="appointment.rules_set_aside")
    assert (entry.actor_label, entry.detail) == ("Finn Maier", {"warnings": ["outside_hours"]})


def test_a_client_cannot_insist(linden: Cast) -> None:
    appointment = booked(linden)

    with pytest.raises(Refusal) as refused:
        reschedule(
            appointment, starts_at=EVENING, therapist_id=None, insists=SURE, by=guest(appointment.client), now=NOW
        )

    assert (refused.value.code, refused.value.data["outside"]) == ("outside_hours", ())


def test_what_is_kept_free_around_others_gives_way_and_treatments_do_not(linden: Cast) -> None:
    ana = linden.ana.as_therapist
    booked(linden)
    booked(linden, start=MONDAY_TEN + timedelta(minutes=135))
    assert taken(ana) == [(0, 75), (135, 210)]

    between = given(linden, MONDAY_TEN + timedelta(minutes=65))
    assert RulesSetAside.objects.get().warnings == ["off_grid", "inside_buffer"]
    assert taken(ana) == [(0, 65), (65, 135), (135, 210)]
    with pytest.raises(Refusal) as refused:
        given(linden, MONDAY_TEN + timedelta(minutes=30))
    assert (refused.value.code, refused.value.data["outside"]) == ("therapist_busy", ())
    assert between.ends_at == MONDAY_TEN + timedelta(minutes=125)


def test_what_gave_way_comes_back_as_far_as_it_is_free_again(linden: Cast) -> None:
    ana, by, soon = linden.ana.as_therapist, linden.front_desk.actor, NOW + timedelta(minutes=1)
    booked(linden)
    later = booked(linden, start=MONDAY_TEN + timedelta(minutes=135))
    between = given(linden, MONDAY_TEN + timedelta(minutes=65))
    as_given = [(0, 65), (65, 135), (135, 210)]
    assert taken(ana) == as_given

    cancel(between, by=by, now=NOW)
    assert taken(ana) == [(0, 75), (135, 210)]
    undo_change(between, by=by, now=soon)
    assert taken(ana) == as_given

    cancel(later, by=by, now=soon)
    assert taken(ana) == [(0, 65), (65, 140)]
    undo_change(later, by=by, now=soon)
    assert taken(ana) == as_given

    between.refresh_from_db()
    reschedule(between, starts_at=MONDAY_TEN + 5 * HOUR, therapist_id=ana.id, by=by, now=soon)
    assert taken(ana) == [(0, 75), (135, 210), (300, 375)]
    given(linden, MONDAY_TEN + timedelta(minutes=70))
    with pytest.raises(Refusal) as refused:
        undo_change(between, by=by, now=soon)
    assert refused.value.code == "taken_meanwhile"
    assert taken(ana) == [(0, 70), (70, 135), (135, 210), (300, 375)]


def test_moving_and_stretching_keep_a_reason_for_the_time_they_gave(linden: Cast) -> None:
    appointment, by = booked(linden, start=MONDAY_TEN + 5 * HOUR), linden.ana.actor
    late = MONDAY_TEN + timedelta(hours=6, minutes=30)  # 16:30 to 17:30

    reschedule(appointment, starts_at=late, therapist_id=None, insists=SURE, by=by, now=NOW)
    with pytest.raises(Refusal) as refused:
        change_length(appointment, minutes=90, by=by, now=NOW)
    change_length(appointment, minutes=90, insists=SURE, by=by, now=NOW)

    assert refused.value.data["outside"] == ("outside_hours",)
    appointment.refresh_from_db()
    assert (appointment.starts_at, appointment.ends_at) == (late, late + 1.5 * HOUR)
    told = RulesSetAside.objects.order_by("ends_at").values_list("ends_at", flat=True)
    assert list(told) == [late + HOUR, late + 1.5 * HOUR]


def test_beyond_the_horizon_with_a_reason_and_past_a_licence_never(linden: Cast) -> None:
    far = MONDAY_TEN + timedelta(weeks=20, hours=-1)  # summer time by then
    Licence.objects.filter(therapist=linden.ben.as_therapist).update(expires_on=MONDAY_TEN.date())

    appointment = given(linden, far)

    assert (appointment.starts_at, RulesSetAside.objects.get().warnings) == (far, ["past_horizon"])
    with pytest.raises(Refusal) as refused:
        asked = replace(wish(linden, start=far + 3 * HOUR, key="ben"), therapist_id=linden.ben.as_therapist.id)
        book(replace(asked, insists=SURE), by=linden.owner.actor, now=NOW)
    assert refused.value.data["outside"] == ()


def test_findings_ask_staff_for_a_reason_at_a_free_time_too_and_a_move_only_if_they_are_new(linden: Cast) -> None:
    clara, by = linden.clara.client, linden.front_desk.actor
    answered(linden.clara, now=NOW, **recent_surgery(NOW.date()))
    asked = wish(linden, person=Person(clara.name, clara.email, client_id=clara.id))

    with pytest.raises(Refusal) as unsaid:
        book(asked, by=by, now=NOW)
    made = book(replace(asked, insists=Insistence("The therapist agreed", ("findings",))), by=by, now=NOW)
    reschedule(found(made), starts_at=MONDAY_TEN + HOUR, therapist_id=None, by=by, now=NOW)

    assert (unsaid.value.code, unsaid.value.data["outside"]) == ("needs_reason", ("findings",))
    assert RulesSetAside.objects.get().warnings == ["findings"]
    assert found(made).starts_at == MONDAY_TEN + HOUR
    with pytest.raises(Refusal) as too_soon:
        reschedule(found(made), starts_at=MONDAY_TEN, therapist_id=None, by=by, now=MONDAY_TEN - HOUR)
    assert too_soon.value.data["outside"] == ("inside_notice",)


def test_what_a_free_time_is_given_against_shortens_nothing_around_it(linden: Cast) -> None:
    booked(linden)

    given(linden, MONDAY_TEN + timedelta(minutes=75), insists=Insistence("She is here", ("inside_notice",)))

    assert taken(linden.ana.as_therapist) == [(0, 75), (75, 150)]


def test_one_reason_is_given_for_all_dates_of_a_series(linden: Cast) -> None:
    Practice.objects.filter(pk=linden.practice.pk).update(coming_limit=2)
    service = Service.objects.select_related("practice").get(pk=linden.swedish.pk)
    starts = tuple(MONDAY_TEN + timedelta(weeks=number) for number in range(3))
    request = SeriesRequest(linden.clara.client, service, 60, starts, key="weekly")

    with pytest.raises(Refusal) as unsaid:
        book_series(request, by=linden.front_desk.actor, now=NOW)
    assert (unsaid.value.code, unsaid.value.data["outside"]) == ("needs_reason", ("client_limit",))
    assert not Appointment.objects.exists()
    insists = Insistence("Agreed by phone", ("client_limit",))
    made = book_series(replace(request, insists=insists), by=linden.front_desk.actor, now=NOW)

    assert [one.starts_at for one in made] == list(starts)
    assert RulesSetAside.objects.get().appointment_id == made[2].id
