"""The step of the time shows from which day on a known client can have a treatment, and nobody else learns of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Client, Link
from tableside.records.intake.models import Intake
from tests.factories import answered
from tests.personas import Cast, signed_in, today_at_linden
from tests.portal.booking_steps import chosen
from tests.sessions import booked


@pytest.fixture
def day(linden: Cast) -> date:
    """Clara's heart attack was four weeks ago: in two weeks she may come."""
    happened = today_at_linden() - timedelta(weeks=4)
    answered(linden.clara, now=timezone.now(), heart="yes", heart_kind=("attack",), heart_event_on=happened)
    return happened + timedelta(weeks=6)


def first_offered(browser: Browser, address: str) -> date:
    month = browser.get(address).context["page"].choice
    return date.fromisoformat(month.offers[0].value[:10])


def test_the_days_before_are_marked_and_not_offered_to_the_client_and_to_the_desk(linden: Cast, day: date) -> None:
    query = chosen(linden.swedish)
    for browser, address, words in (
        (signed_in(linden.clara), f"/book/time/?{query}", "With what you told us, you can have this treatment from"),
        (
            signed_in(linden.front_desk),
            f"/desk/book/?{query}&client={linden.clara.client.id}",
            "This treatment can be booked for this client from",
        ),
    ):
        answer = browser.get(address)

        assert answer.context["page"].not_before == day
        assert first_offered(browser, address) >= day
        page = answer.content.decode()
        assert words in page
        assert "heart" not in page.lower()
        early = browser.get(f"{address}&on={(day - timedelta(days=1)).isoformat()}")
        days = [one for week in early.context["page"].choice.month.weeks for one in week if one]
        assert all(not one.url for one in days if one.words.endswith("not yet"))
        assert any(one.words.endswith("not yet") for one in days)


def test_whoever_books_for_somebody_else_sees_all_days(linden: Cast, day: date) -> None:
    clara = signed_in(linden.clara)
    others = clara.get(f"/book/time/?{chosen(linden.swedish)}").context["page"].others_url

    assert clara.get(others).context["page"].not_before is None
    assert first_offered(clara, others) < day


def test_nobody_else_learns_of_it(linden: Cast, day: date) -> None:
    query = chosen(linden.swedish)

    for browser, address in (
        (Browser(), f"/book/time/?{query}"),
        (signed_in(linden.dora), f"/book/time/?{query}"),
        (signed_in(linden.front_desk), f"/desk/book/?{query}&client={linden.dora.client.id}"),
        (signed_in(linden.front_desk), f"/desk/book/?{query}&client=new"),
    ):
        assert browser.get(address).context["page"].not_before is None
        assert first_offered(browser, address) < day


def test_the_days_before_are_not_offered_either_where_an_appointment_is_moved(linden: Cast, day: date) -> None:
    appointment = booked(linden, at=timezone.now() + timedelta(days=30))
    lasts, now = timedelta(days=40), timezone.now()
    clara, purpose = linden.clara.client, Link.Purpose.APPOINTMENT
    token = make_link(clara, purpose=purpose, subject_id=appointment.id, lasts=lasts, now=now)
    moving = f"/appointment/{token}/move/?on={(day - timedelta(days=1)).isoformat()}"

    for browser, address, words in (
        (signed_in(linden.clara), moving, "With what you told us, you can have this treatment from"),
        (
            signed_in(linden.front_desk),
            f"/desk/appointments/{appointment.id}/move/?on={(day - timedelta(days=1)).isoformat()}",
            "This treatment can be booked for this client from",
        ),
    ):
        answer = browser.get(address)
        page = answer.context["page"]
        choice = page if words.startswith("With") else page.choice
        assert (choice.not_before, words in answer.content.decode()) == (day, True)
        assert min(offer.value[:10] for offer in choice.offers) >= day.isoformat()

    for nobody_known in (Browser(), signed_in(linden.dora)):
        page = nobody_known.get(moving)
        assert page.context["page"].not_before is None
        assert "With what you told us" not in page.content.decode()

    # As a guest who came with this appointment: the link opens what was answered through it, and nothing else.
    Client.objects.filter(pk=clara.pk).update(user=None, created_at=appointment.created_at)
    assert Browser().get(moving).context["page"].not_before is None
    Intake.objects.update(link=Link.objects.get(purpose=purpose, subject_id=appointment.id, client=clara))
    assert Browser().get(moving).context["page"].not_before == day
