"""One books, another comes: who is written to, who may move and cancel, and who reads about whose health."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tableside.core.decision import Refusal
from tableside.records.clients.access import NotFound, child_to_care_for, on_behalf_of
from tableside.records.clients.models import Client
from tableside.records.foundation.scope import practice_scope
from tableside.records.outbox.models import Message
from tableside.records.scheduling.access import appointment_to_manage, client_to_book_for
from tableside.records.scheduling.models import Appointment
from tableside.workflows.clients.claim import claim_with_password
from tableside.workflows.letters.reader import reader_of
from tests.factories import answered
from tests.personas import Cast, signed_in
from tests.portal.booking_steps import book, chosen, offered
from tests.sessions import booked

pytestmark = pytest.mark.django_db

HUGO = {"whom": "adult", "other_name": "Hugo Hart", "other_email": "hugo@guests.example"}
WITHOUT_MAIL = HUGO | {"other_email": ""}
TIM = {"whom": "child", "other_name": "Tim Novak", "other_born_on": ""}
HEALTH = ("intake-for-child", "intake-for-child-whole", "intake-for-child-sign", "intake-for-child-letter", "child")


def made(browser: Browser, cast: Cast, details: dict[str, str], *, at: int = 0) -> tuple[Appointment, str]:
    """What a browser books, and where it is led then."""
    query = chosen(cast.swedish)
    answer = book(browser, query, offered(browser, query)[at], key=f"{at}", **details)
    assert answer.status_code == 302, answer.content.decode()
    with practice_scope(cast.practice.id):
        rows = Appointment.objects.select_related("client", "booking__client").order_by("-created_at")
        return rows[0], answer["Location"]


def confirmation(cast: Cast) -> tuple[str, str]:
    with practice_scope(cast.practice.id):
        letter = Message.objects.get(kind="confirmation")
        return letter.address, letter.content["text"]


def test_an_adult_with_an_address_is_written_to_and_who_booked_moves_and_cancels_only(
    client: Browser, cast: Cast
) -> None:
    appointment, page = made(client, cast, HUGO)

    people = (appointment.client.name, appointment.client.guardian_id, appointment.booking.client.name)
    assert people == ("Hugo Hart", None, "Gwen Hart")
    address, text = confirmation(cast)
    assert (address, "/intake/" in text, "Hello Hugo Hart" in text) == ("hugo@guests.example", True, True)
    shown = client.get(page).content.decode()
    assert ("Hugo Hart" in shown, "/health/" in shown) == (True, False)
    assert client.get(f"{page}health/").status_code == 404
    assert client.get(f"{page}move/").status_code == 200
    client.post(f"{page}cancellation/")
    appointment.refresh_from_db()
    assert appointment.status == "cancelled"


def test_without_an_address_who_booked_is_written_to_and_gets_no_link_to_the_health_questions(
    client: Browser, cast: Cast
) -> None:
    appointment, _page = made(signed_in(cast.clara), cast, WITHOUT_MAIL)

    address, text = confirmation(cast)
    assert (address, "For Hugo Hart" in text, "/intake/" in text) == ("clara@clients.example", True, False)
    with practice_scope(cast.practice.id):
        reminders = Message.objects.filter(kind__startswith="reminder")
        assert [(one.address, "/intake/" in one.content["text"]) for one in reminders] in (
            [("clara@clients.example", False)] * 2,
            [("clara@clients.example", False)],
            [],
        )
    mine = signed_in(cast.clara).get("/my/").content.decode()
    assert ("Hugo Hart" in mine, f"/my/child/{appointment.client_id}/" in mine) == (True, False)


def test_a_guardian_answers_for_a_child_and_sees_how_it_goes(cast: Cast) -> None:
    browser = signed_in(cast.clara)
    appointment, page = made(browser, cast, TIM)
    child = appointment.client

    assert (child.guardian_id, child.email) == (cast.clara.client.id, "")
    address, text = confirmation(cast)
    assert (address, "For Tim Novak" in text, "/intake/" in text) == ("clara@clients.example", True, True)
    pages = [browser.get(reverse(f"portal:{name}", args=[child.id])) for name in HEALTH]
    assert [one.status_code for one in pages] == [200] * 5
    assert "These are the questions for Tim Novak." in pages[0].content.decode()
    assert f"/my/child/{child.id}/" in browser.get(page).content.decode()
    again, _page = made(browser, cast, TIM | {"other_name": "tim novak"}, at=9)
    assert again.client_id == child.id


@pytest.mark.parametrize("details", [HUGO, WITHOUT_MAIL, TIM], ids=["with mail", "without", "child"])
def test_the_wrong_person_opens_nothing_of_whom_somebody_booked_for(cast: Cast, details: dict[str, str]) -> None:
    appointment, _page = made(signed_in(cast.clara), cast, details)
    with practice_scope(cast.practice.id):
        answered(appointment.client)
    wrong = [cast.dora, cast.other_client] + ([] if details is TIM else [cast.clara])

    for persona in wrong:
        browser = signed_in(persona)
        codes = {browser.get(reverse(f"portal:{name}", args=[appointment.client_id])).status_code for name in HEALTH}
        assert codes == {404}, persona.client.name
    nobody = {Browser().get(reverse(f"portal:{name}", args=[appointment.client_id])).status_code for name in HEALTH}
    assert nobody == {302}
    staff_pages = ("desk:client-finding", "desk:chart")
    desk = {signed_in(cast.clara).get(reverse(name, args=[appointment.client_id])).status_code for name in staff_pages}
    assert desk <= {403, 404}
    with practice_scope(cast.practice.id):
        with pytest.raises(Refusal):
            appointment_to_manage(cast.dora.actor, appointment.id)
        assert appointment_to_manage(cast.clara.actor, appointment.id) == appointment


def test_a_guardian_speaks_for_a_child_until_it_is_grown_up(linden: Cast) -> None:
    clara = linden.clara.client
    child = Client.objects.create(name="Tim", guardian=clara, born_on=date(2010, 5, 4), created_at=clara.created_at)

    found = child_to_care_for(linden.clara.actor, child.id, on=date(2028, 5, 3))

    actor = on_behalf_of(found, linden.clara.actor)
    assert (actor.client_id, actor.label) == (child.id, "Clara Novak (for Tim)")
    for who, day in ((linden.clara, date(2028, 5, 4)), (linden.dora, date(2028, 5, 3)), (linden.ana, date(2028, 5, 3))):
        with pytest.raises(NotFound):
            child_to_care_for(who.actor, child.id, on=day)


@pytest.mark.parametrize(("years", "speaks"), [(17, True), (19, False)])
def test_a_guardian_sees_and_changes_what_comes_before_the_eighteenth_birthday_only(
    linden: Cast, years: int, speaks: bool
) -> None:
    """Booked by the desk for a day on which the client is a child still, or is one no longer."""
    appointment = booked(linden, at=timezone.now() + timedelta(days=3))
    born_on = appointment.starts_at.date() - timedelta(days=years * 366)
    Client.objects.filter(pk=linden.clara.client.pk).update(guardian=linden.dora.client, born_on=born_on, email="")

    mine = signed_in(linden.dora)
    opened = mine.post(reverse("portal:manage", args=[appointment.id])).status_code
    appointment = Appointment.objects.get(pk=appointment.pk)

    assert ("Clara Novak" in mine.get("/my/").content.decode(), opened) == (speaks, 302 if speaks else 404)
    assert (reader_of(appointment) == linden.dora.client) is speaks


def test_known_people_are_chosen_from_a_list_and_nobody_else_by_their_key(cast: Cast) -> None:
    browser = signed_in(cast.clara)
    appointment, _page = made(browser, cast, WITHOUT_MAIL)
    query = chosen(cast.swedish)
    start = offered(browser, query)[0]

    details = browser.get(f"/book/details/?{chosen(cast.swedish, start=start)}").content.decode()
    wrong = book(browser, query, start, key="dora", whom=str(cast.dora.client.id))
    again, _page = made(browser, cast, {"whom": str(appointment.client_id)}, at=9)

    assert ("Hugo Hart" in details, "Dora Weiss" in details) == (True, False)
    assert (wrong.status_code, "Select a valid choice" in wrong.content.decode()) == (422, True)
    assert again.client_id == appointment.client_id
    with practice_scope(cast.practice.id), pytest.raises(NotFound):
        client_to_book_for(cast.clara.actor, cast.dora.client.id)


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        (TIM | {"other_name": ""}, "Say who comes."),
        (HUGO | {"other_name": ""}, "Say who comes."),
        (TIM | {"other_born_on": "1990-01-01"}, "Who is eighteen answers for themselves"),
        (TIM | {"other_born_on": "2999-01-01"}, "Look at the date again"),
        (HUGO | {"whom": "somebody"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    client: Browser, cast: Cast, details: dict[str, str], sentence: str
) -> None:
    query = chosen(cast.swedish)
    answer = book(client, query, offered(client, query)[0], **details)

    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "gwen@guests.example" in page) == (422, True, True)
    with practice_scope(cast.practice.id):
        assert Client.objects.filter(name__in=("Tim Novak", "Hugo Hart")).count() == 0


def test_nobody_who_is_known_becomes_anybodys_child(cast: Cast) -> None:
    appointment, _page = made(signed_in(cast.clara), cast, TIM | {"other_name": "Dora Weiss"})

    assert appointment.client_id != cast.dora.client.id
    with practice_scope(cast.practice.id):
        assert Client.objects.get(pk=cast.dora.client.id).guardian_id is None


def test_no_account_is_made_by_mail_while_a_childs_answers_were_given_elsewhere(client: Browser, cast: Cast) -> None:
    appointment, _page = made(client, cast, TIM)
    with practice_scope(cast.practice.id):
        answered(appointment.client)  # at the practice: by no link
        link = appointment.booking.client.links.get(purpose="claim")
        with pytest.raises(Refusal) as refused:
            claim_with_password(link, password="a-long-password-77", now=appointment.created_at)
    assert refused.value.code == "answered_elsewhere"
