"""What no longer fits the answers waits in the queue with what can be done, until something has been done."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tableside.core.screening.request import Answer
from tableside.records.audit.queries import newest_entries
from tableside.records.outbox.models import Message
from tableside.records.scheduling.models import Appointment
from tableside.workflows.changing.undo_change import undo_change
from tests.conditions_named import unreported
from tests.factories import BLOOD_THINNER, FEVER, answered
from tests.personas import Cast, signed_in
from tests.sessions import booked

QUEUE = "/desk/intake/?tab=changed"


def at_nine_next_week() -> datetime:
    start = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=7)
    return start + timedelta(days=-start.weekday() % 7)


def not_fitting(linden: Cast, **answers: Answer) -> Appointment:
    """Deep tissue massage is booked; then blood is thinned, and only gentle work may be given."""
    appointment = booked(linden, at=at_nine_next_week(), service=linden.deep_tissue)
    answered(linden.clara, now=timezone.now(), **(answers or BLOOD_THINNER))
    return appointment


def place(appointment: Appointment, what: str = "remedies") -> str:
    return f"/desk/intake/{appointment.id}/{what}/"


def ways(page: str) -> dict[str, str]:
    """What can be done, by its words."""
    found = re.findall(r'<a class="row__link" href="([^"]+)">([^<]+)</a>', page)
    return {unescape(words): unescape(url) for url, words in found}


def waits(browser: Browser) -> bool:
    return "Clara Novak" in browser.get(QUEUE).content.decode()


def test_another_treatment_is_one_press_and_a_confirmation_away_and_the_entry_leaves_until_it_is_undone(
    linden: Cast,
) -> None:
    appointment = not_fitting(linden)
    browser = signed_in(linden.ana)
    assert waits(browser)

    offered = ways(browser.get(place(appointment)).content.decode())
    assert "Prenatal massage, 60 minutes" not in offered  # Clara is not pregnant
    url = offered["Swedish massage, 60 minutes"]
    form = browser.get(url).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(service|minutes|therapist)" value="([^"]+)"', form))
    done = browser.post(url, hidden | {"tell": "on"})

    assert done.status_code == 302
    changed = Appointment.objects.get(pk=appointment.pk)
    assert (changed.service_id, changed.starts_at) == (linden.swedish.id, appointment.starts_at)
    assert not waits(browser)
    undo_change(changed, by=linden.ana.actor, now=timezone.now())
    assert waits(browser)


def test_what_only_time_changes_leads_to_the_first_day_that_fits_and_to_cancelling(linden: Cast) -> None:
    appointment = booked(linden, at=at_nine_next_week())
    answered(linden.clara, now=timezone.now(), **FEVER)
    browser = signed_in(linden.ana)

    offered = ways(browser.get(place(appointment)).content.decode())

    assert waits(browser)
    assert offered["Cancel the appointment"] == f"/desk/appointments/{appointment.id}/cancellation/"
    browser.post(offered["Cancel the appointment"])
    assert not waits(browser)
    assert "It fits" in browser.get(place(appointment)).content.decode()


def test_the_message_is_ready_says_nothing_of_health_and_can_be_taken_back(linden: Cast) -> None:
    appointment = not_fitting(linden)
    browser = signed_in(linden.ana)
    page = browser.get(place(appointment)).content.decode()
    draft = unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[0])
    assert "Swedish massage" in draft
    assert not re.search(r"blood|thinner|screen|clot|medic", draft, re.IGNORECASE)
    assert unreported(draft, {}) == []

    empty = browser.post(place(appointment, "message"), {"text": " "})
    browser.post(place(appointment, "message"), {"text": f"{draft}\nGreetings, Ana"})
    browser.post(place(appointment, "message"), {"text": f"{draft}\nGreetings, Ana"})

    assert empty.status_code == 422
    letter = Message.objects.get(kind="suggestion")
    assert "Greetings, Ana" in letter.content["text"]
    assert letter.content["subject"].startswith("Linden Massage: About your appointment on ")
    assert (letter.address, letter.due_at > timezone.now()) == (linden.clara.client.email, True)
    assert newest_entries()[0].deed == "client.written_to"
    browser.post(place(appointment, "message/back"))
    assert Message.objects.get(kind="suggestion").withdrawn_at is not None


def test_a_session_made_for_pregnancy_is_offered_and_not_named_in_the_message(linden: Cast) -> None:
    """Whoever else reads the mail would know."""
    appointment = not_fitting(linden, pregnant="yes", pregnant_weeks=20)

    page = signed_in(linden.ana).get(place(appointment)).content.decode()
    draft = unescape(page.partition('aria-describedby="text-help">')[2].partition("</textarea>")[0])

    assert "Prenatal massage" in " ".join(ways(page))
    assert ("Hello Clara Novak" in draft, "Prenatal" in draft) == (True, False)


def test_the_front_desk_sees_that_something_needs_attention_and_never_what(linden: Cast) -> None:
    appointment = not_fitting(linden)
    page = f"/desk/appointments/{appointment.id}/"
    signed_in(linden.ana).post(place(appointment, "reviewed"))  # seen is not done

    shown = signed_in(linden.front_desk).get(page).content.decode()

    assert ("Needs attention" in shown, "Adapt" in shown) == (True, False)
    assert signed_in(linden.front_desk).get(place(appointment)).status_code == 403
    assert signed_in(linden.front_desk).post(place(appointment, "message"), {"text": "Hi"}).status_code == 403
    assert signed_in(linden.other_therapist).get(place(appointment)).status_code == 404
    assert not Message.objects.filter(kind="suggestion").exists()


@pytest.mark.parametrize("shown", [True, False])
def test_without_the_second_factor_a_refusal_at_the_desk_names_no_finding(linden: Cast, shown: bool) -> None:
    """Whoever has only a password changes bookings, and reads no more of health than the front desk."""
    appointment = not_fitting(linden, **FEVER)
    wish = {"service": linden.swedish.id, "minutes": "60", "therapist": linden.ana.as_therapist.id}
    browser = signed_in(linden.ana, with_second_factor=shown)

    page = browser.post(f"/desk/appointments/{appointment.id}/treatment/", wish).content.decode()

    assert ("Screening says not to treat" in page, "A therapist has to look at" in page) == (shown, not shown)
