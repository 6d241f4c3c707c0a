"""The day's list: who sees what of it, and that it costs the same however long it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tableside.core.appointments.status import Status
from tableside.records.audit.queries import newest_entries
from tableside.records.foundation.sealed import SealedTextField
from tableside.records.intake.models import Screening
from tableside.records.intake.queries import newest_screenings
from tableside.records.outbox.actions import Letter, note_failure
from tableside.records.scheduling.actions import change_status
from tableside.records.scheduling.models import Appointment
from tests.desk.screenings import screened
from tests.letters_posted import posted
from tests.personas import FOUNDED, Cast, StaffPersona, signed_in
from tests.sessions import TEN, booked, finished, signed

MONDAY = f"{reverse('desk:day')}?on=2027-02-01"


def test_a_row_says_who_comes_when_for_what_and_where(linden: Cast) -> None:
    appointment = booked(linden)

    page = signed_in(linden.front_desk).get(MONDAY).context["page"]

    (group,) = page.groups
    (row,) = group.rows
    table = appointment.table.name if appointment.table else ""
    assert (group.therapist.name, row.appointment, row.text) == (
        "Ana Lindqvist",
        appointment,
        f"Swedish massage · 60 minutes · {table}",
    )


def test_a_therapist_opens_their_own_list_first_and_can_see_all(linden: Cast) -> None:
    booked(linden)
    booked(linden, therapist=linden.ben, who=linden.dora, at=TEN + timedelta(hours=2))
    browser = signed_in(linden.ben)

    own = browser.get(MONDAY)
    everyone = browser.get(f"{MONDAY}&therapist=all")

    desk = signed_in(linden.front_desk).get(MONDAY)

    assert [tab.label for tab in own.context["page"].tabs] == ["Ben Okafor", "All", "Ana Lindqvist"]
    assert [tab.label for tab in desk.context["page"].tabs] == ["All", "Ana Lindqvist", "Ben Okafor"]
    assert [group.therapist.name for group in own.context["page"].groups] == ["Ben Okafor"]
    assert [group.therapist.name for group in everyone.context["page"].groups] == ["Ben Okafor", "Ana Lindqvist"]


def test_the_front_desk_learns_that_something_needs_attention_and_never_what(linden: Cast) -> None:
    screened(linden, booked(linden), outcome="needs_clearance")
    before = newest_entries().count()

    answer = signed_in(linden.front_desk).get(MONDAY)

    assert cues(answer) == ["First visit", "Needs attention"]
    assert b"learance" not in answer.content
    assert newest_entries().count() == before


def test_a_therapist_reads_the_outcome_and_that_is_noted(linden: Cast) -> None:
    screening = screened(linden, booked(linden), outcome="modify")

    answer = signed_in(linden.ana).get(MONDAY)

    assert badges(answer) == ["Booked", "Adapt the treatment", "First visit"]
    newest = newest_entries()[0]
    assert (newest.deed, newest.subject_id, newest.actor_label, newest.detail) == (
        "outcomes.read",
        "2027-02-01",
        "Ana Lindqvist",
        {"screenings": [str(screening.id)]},
    )


def test_a_list_opens_nothing_that_is_sealed_of_a_screening(linden: Cast) -> None:
    appointment = booked(linden)
    screened(linden, appointment, outcome="modify")

    (screening,) = newest_screenings([appointment.id]).values()

    assert screening.get_deferred_fields() == {
        field.attname for field in Screening._meta.concrete_fields if isinstance(field, SealedTextField)
    }


def test_without_the_second_factor_a_therapist_reads_no_outcome(linden: Cast) -> None:
    screened(linden, booked(linden), outcome="modify")

    answer = signed_in(linden.ana, with_second_factor=False).get(MONDAY)

    assert badges(answer) == ["Booked", "First visit", "Needs attention"]


@pytest.mark.parametrize(("outcome", "expected"), [("proceed", []), ("modify", ["Needs attention"])])
def test_nothing_needs_attention_when_screening_lets_everything_through(
    linden: Cast, outcome: str, expected: list[str]
) -> None:
    screened(linden, booked(linden), outcome=outcome)

    assert cues(signed_in(linden.front_desk).get(MONDAY)) == ["First visit", *expected]


def test_missing_health_questions_and_a_known_client_are_marked(linden: Cast) -> None:
    finished(linden, booked(linden, at=TEN - timedelta(days=7)))
    booked(linden)

    assert cues(signed_in(linden.front_desk).get(MONDAY)) == ["Health questions missing"]


def test_a_note_is_due_until_it_is_signed_and_only_for_those_who_write_notes(linden: Cast) -> None:
    finished(linden)

    assert cues(signed_in(linden.ana).get(MONDAY)) == ["First visit", "Note due"]
    assert cues(signed_in(linden.front_desk).get(MONDAY)) == ["First visit"]


def test_a_signed_note_is_no_longer_due(linden: Cast) -> None:
    signed(linden)

    assert cues(signed_in(linden.ana).get(MONDAY)) == ["First visit"]


def test_notes_of_earlier_days_are_brought_up_to_the_one_who_owes_them(linden: Cast) -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    owed = booked(linden, at=now - timedelta(days=3))
    finished(linden, owed)
    signed(linden, booked(linden, at=now - timedelta(days=4)))

    def older(persona: StaffPersona) -> tuple[Appointment, ...]:
        notes: tuple[Appointment, ...] = signed_in(persona).get(reverse("desk:day")).context["page"].older_notes
        return notes

    assert [older(one) for one in (linden.ana, linden.ben, linden.front_desk)] == [(owed,), (), ()]


def test_a_cancelled_appointment_steps_aside(linden: Cast) -> None:
    appointment = booked(linden)
    change_status(appointment, to=Status.CANCELLED, by=linden.front_desk.actor, now=FOUNDED)

    page = signed_in(linden.front_desk).get(MONDAY).context["page"]

    assert (page.groups, list(page.cancelled), page.tabs[-1].count) == ((), [appointment], 0)


def test_an_empty_day_offers_to_book(linden: Cast) -> None:
    answer = signed_in(linden.front_desk).get(MONDAY)

    assert b"Nothing booked" in answer.content
    assert reverse("desk:book").encode() in answer.content


def test_the_day_before_and_after_keep_the_chosen_therapist(linden: Cast) -> None:
    key = linden.ana.as_therapist.id

    page = signed_in(linden.front_desk).get(f"{MONDAY}&therapist={key}").context["page"]

    assert (page.earlier_url, page.later_url) == (
        f"/desk/?on=2027-01-31&therapist={key}",
        f"/desk/?on=2027-02-02&therapist={key}",
    )


@pytest.mark.parametrize("on", ["", "tomorrow", "2027-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_read_is_today(linden: Cast, on: str) -> None:
    answer = signed_in(linden.front_desk).get(reverse("desk:day"), {"on": on, "therapist": "nonsense"})

    assert (answer.status_code, answer.context["page"].is_today) == (200, True)


def test_a_day_on_which_the_clocks_change_holds_all_its_hours(linden: Cast) -> None:
    """28 March 2027 has 23 hours in Vienna: its last one is 21:00 to 22:00 UTC."""
    last = booked(linden, at=datetime.fromisoformat("2027-03-28T21:00:00+00:00"))
    booked(linden, who=linden.dora, at=datetime.fromisoformat("2027-03-28T22:00:00+00:00"))

    page = signed_in(linden.front_desk).get(reverse("desk:day"), {"on": "2027-03-28"}).context["page"]

    assert [row.appointment for group in page.groups for row in group.rows] == [last]


def test_only_the_owner_hears_of_mail_that_failed(linden: Cast) -> None:
    letter = Letter(key="k", kind="confirmation", address="c@clients.example", subject="S", text="T")
    note_failure(posted(letter, now=FOUNDED), error="No.", is_final=True, now=FOUNDED)

    assert signed_in(linden.owner).get(MONDAY).context["page"].failed_messages == 1
    assert signed_in(linden.front_desk).get(MONDAY).context["page"].failed_messages == 0


def test_three_rows_cost_as_many_queries_as_one(linden: Cast, django_assert_num_queries: Any) -> None:
    screened(linden, booked(linden), outcome="modify")
    browser = signed_in(linden.ana)
    one = queries(browser)
    for hours in (2, 4):
        screened(
            linden, booked(linden, who=linden.dora, at=TEN + timedelta(hours=hours)), outcome="modify", who=linden.dora
        )

    assert queries(browser) == one


def test_clients_visitors_and_other_practices_see_nothing_of_it(linden: Cast) -> None:
    booked(linden)

    assert signed_in(linden.clara).get(MONDAY).status_code == 403
    assert Browser().get(MONDAY).status_code == 302
    assert signed_in(linden.other_therapist).get(MONDAY).context["page"].groups == ()


def test_the_list_is_only_read(linden: Cast) -> None:
    assert signed_in(linden.front_desk).post(MONDAY).status_code == 405


def cues(answer: Any) -> list[str]:
    """What to notice: all badges but the status."""
    return badges(answer)[1:]


def badges(answer: Any) -> list[str]:
    return [badge.words for group in answer.context["page"].groups for row in group.rows for badge in row.badges]


def queries(browser: Browser) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert browser.get(MONDAY).status_code == 200
    return len(captured)


def test_the_list_is_asked_for_again_by_the_state_it_shows_and_comes_alone_once_it_is_another(linden: Cast) -> None:
    desk, appointment = signed_in(linden.front_desk), booked(linden)
    first = desk.get(MONDAY)
    same = desk.get(MONDAY, headers={"X-State": first["X-State"]})

    change_status(appointment, to=Status.ARRIVED, by=linden.ana.actor, now=TEN)
    other = desk.get(MONDAY, headers={"X-State": first["X-State"]})

    assert f'state="{first["X-State"]}"' in first.content.decode()
    assert (same.status_code, same.content) == (304, b"")
    assert (other.status_code, other["X-State"] != first["X-State"]) == (200, True)
    assert "Arrived" in other.content.decode()
    assert "<html" not in other.content.decode()
