"""One therapist asks, another answers, and only what they agreed on may be given."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tableside.core.decision import Refusal
from tableside.records.audit.models import AuditEntry
from tableside.records.charting.queries import session_of
from tableside.records.intake.models import SecondOpinion
from tableside.records.practice.models import Membership, Therapist
from tableside.records.scheduling.models import Appointment
from tableside.records.scheduling.placing import Placement
from tableside.workflows.booking.booking_gate import insist_it_is_safe
from tableside.workflows.session.session_gate import may_start
from tests.factories import CLOT_SIGNS, FEVER, answered
from tests.personas import Cast, StaffPersona, signed_in
from tests.sessions import booked, this_minute

WHY = "Mild cold since a week, no fever measured today."
YES = "Head and feet only, window open."


@pytest.fixture
def feverish(linden: Cast) -> Appointment:
    answered(linden.clara, now=this_minute() - timedelta(hours=1), **FEVER)
    return booked(linden, at=this_minute())


def placement(cast: Cast, appointment: Appointment) -> Placement:
    return Placement(
        client=appointment.client,
        therapist=appointment.therapist,
        service=appointment.service,
        location=cast.location,
        table=None,
        starts_at=appointment.starts_at,
        minutes=60,
        therapist_minutes=60,
        table_minutes=60,
        price_minor=8000,
        currency="EUR",
    )


def page_of(appointment: Appointment) -> str:
    return reverse("desk:second-opinion", args=[appointment.id])


def ask(cast: Cast, appointment: Appointment, reason: str = WHY) -> Any:  # Any: the test client's response
    return signed_in(cast.ana).post(page_of(appointment), {"reason": reason})


def answer(browser: Browser, appointment: Appointment, answer: str = "agree", words: str = YES) -> Any:
    address = reverse("desk:second-opinion-answer", args=[appointment.id])
    return browser.post(address, {"answer": answer, "words": words})


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_two_people_agree_and_the_session_starts_and_its_note_says_so(linden: Cast, feverish: Appointment) -> None:
    ana, ben = signed_in(linden.ana), signed_in(linden.ben)
    refused = ana.get(reverse("desk:session", args=[feverish.id]))

    asked = ask(linden, feverish)
    queue = ben.get("/desk/intake/?tab=opinion")
    read = ben.get(page_of(feverish))
    agreed = answer(ben, feverish)
    started = ana.post(reverse("desk:session-start", args=[feverish.id]))

    assert page_of(feverish) in words(refused)
    assert asked.status_code == agreed.status_code == started.status_code == 302
    assert page_of(feverish) in words(queue)
    assert WHY not in words(queue)
    assert WHY in words(read)
    assert session_of(feverish.id) is not None
    for name in ("session", "note"):
        shown = words(ana.get(reverse(f"desk:{name}", args=[feverish.id])))
        assert ("Treated although screening said not to" in shown, WHY in shown, YES in shown) == (True, True, True)


def test_what_was_asked_and_agreed_is_in_the_audit_log_without_its_words(linden: Cast, feverish: Appointment) -> None:
    ask(linden, feverish)
    answer(signed_in(linden.ben), feverish)
    signed_in(linden.ana).post(reverse("desk:session-start", args=[feverish.id]))

    deeds = ("asked", "agreed", "used")
    rows = AuditEntry.objects.filter(deed__in=[f"second_opinion.{deed}" for deed in deeds]).order_by("number")
    told = {"appointment": str(feverish.id), "screening": str(SecondOpinion.objects.get().screening_id)}
    assert [(row.deed, row.actor_label, row.detail) for row in rows] == [
        ("second_opinion.asked", "Ana Lindqvist", told),
        ("second_opinion.agreed", "Ben Okafor", told),
        ("second_opinion.used", "Ana Lindqvist", told),
    ]


def test_nobody_agrees_with_themselves(linden: Cast, feverish: Appointment) -> None:
    ask(linden, feverish)

    refused = answer(signed_in(linden.ana), feverish)

    assert (refused.status_code, SecondOpinion.objects.get().status) == (422, "asked")
    assert "You asked this yourself." in words(refused)
    assert not may_start(feverish, this_minute())


def test_the_front_desk_neither_reads_nor_answers_it(linden: Cast, feverish: Appointment) -> None:
    ask(linden, feverish)
    desk = signed_in(linden.front_desk)

    assert desk.get(page_of(feverish)).status_code == 403
    assert answer(desk, feverish).status_code == 403
    assert SecondOpinion.objects.get().status == "asked"


def test_day_and_appointment_say_that_it_waits_and_only_to_whoever_may_read_it_what(
    linden: Cast, feverish: Appointment
) -> None:
    def told(persona: StaffPersona) -> tuple[list[tuple[bool, bool]], list[bool]]:
        pages = [
            words(signed_in(persona).get(address))
            for address in ("/desk/?therapist=all", f"/desk/appointments/{feverish.id}/")
        ]
        said = [("Waiting for a second person" in page, "A colleague decides first" in page) for page in pages]
        return said, [page_of(feverish) in page for page in pages]

    before = told(linden.ben)
    ask(linden, feverish)

    assert before[0] == [(False, False)] * 2
    assert told(linden.ben) == ([(True, False)] * 2, [True] * 2)
    assert told(linden.front_desk) == ([(False, True)] * 2, [False] * 2)


def test_only_who_gives_the_treatment_asks(linden: Cast, feverish: Appointment) -> None:
    refused = signed_in(linden.ben).post(page_of(feverish), {"reason": WHY})

    assert (refused.status_code, SecondOpinion.objects.count()) == (422, 0)
    assert "Only Ana Lindqvist, who gives this treatment, can ask this." in words(refused)


def test_signs_that_need_medical_care_are_never_asked_about(linden: Cast) -> None:
    answered(linden.clara, now=this_minute(), **FEVER, **CLOT_SIGNS)
    appointment = booked(linden, at=this_minute())

    refused = ask(linden, appointment)

    assert (refused.status_code, SecondOpinion.objects.count()) == (422, 0)
    assert "Nobody here can set them aside." in words(refused)


def test_a_no_stays_a_no(linden: Cast, feverish: Appointment) -> None:
    ask(linden, feverish)
    answer(signed_in(linden.ben), feverish, answer="decline", words="Wait a week.")

    again = ask(linden, feverish, "Please.")

    assert (again.status_code, SecondOpinion.objects.count()) == (422, 1)
    assert not may_start(feverish, this_minute())


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
def test_a_reason_is_needed_and_what_was_written_is_kept(linden: Cast, feverish: Appointment, reason: str) -> None:
    refused = ask(linden, feverish, reason)

    assert (refused.status_code, SecondOpinion.objects.count()) == (422, 0)
    assert reason.strip() in words(refused)


class TestOnceAgreed:
    @pytest.fixture(autouse=True)
    def _agreed(self, linden: Cast, feverish: Appointment) -> None:
        ask(linden, feverish)
        answer(signed_in(linden.ben), feverish)
        assert may_start(feverish, this_minute())

    def test_the_appointment_may_keep_its_place_and_no_other_may_be_booked(
        self, linden: Cast, feverish: Appointment
    ) -> None:
        insist_it_is_safe(placement(linden, feverish), by=linden.ana.actor, appointment=feverish)

        with pytest.raises(Refusal, match="Screening says not to treat"):
            insist_it_is_safe(placement(linden, feverish), by=linden.ana.actor)

    def test_new_answers_end_it_and_it_can_be_asked_anew(self, linden: Cast, feverish: Appointment) -> None:
        answered(linden.clara, now=this_minute(), **FEVER)

        ended = may_start(feverish, this_minute())
        page = signed_in(linden.ana).get(page_of(feverish))
        again = ask(linden, feverish, "Asked again.")

        assert not ended
        assert "There are newer answers since this was asked." in words(page)
        assert again.status_code == 302

    def test_another_day_ends_it(self, feverish: Appointment) -> None:
        Appointment.objects.filter(pk=feverish.pk).update(
            starts_at=feverish.starts_at + timedelta(days=1), ends_at=feverish.ends_at + timedelta(days=1)
        )
        feverish.refresh_from_db()

        assert not may_start(feverish, this_minute())

    def test_signs_that_need_medical_care_end_it(self, linden: Cast, feverish: Appointment) -> None:
        answered(linden.clara, now=this_minute(), **FEVER, **CLOT_SIGNS)

        assert not may_start(feverish, this_minute())


def test_an_answer_comes_too_late_once_something_changed(linden: Cast, feverish: Appointment) -> None:
    ask(linden, feverish)
    answered(linden.clara, now=this_minute(), **FEVER)

    late = answer(signed_in(linden.ben), feverish)

    assert (late.status_code, SecondOpinion.objects.get().status) == (422, "asked")
    assert "It has to be asked anew." in words(late)


def test_who_works_alone_is_told_what_to_do_instead(linden: Cast, feverish: Appointment) -> None:
    Therapist.objects.filter(pk=linden.ben.as_therapist.pk).update(membership=None)
    Membership.objects.filter(user__in=[linden.ben.user, linden.owner.user]).delete()

    page = signed_in(linden.ana).get(page_of(feverish))
    refused = ask(linden, feverish)

    assert "Nobody else here may treat clients" in words(page)
    assert (refused.status_code, SecondOpinion.objects.count()) == (422, 0)
