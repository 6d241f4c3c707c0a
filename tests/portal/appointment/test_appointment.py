"""One appointment, by the link that was sent for it."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from tableside.records.audit.models import AuditEntry
from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Link
from tableside.records.foundation.scope import practice_scope
from tableside.records.outbox.models import Message
from tableside.records.practice.actions import Policies, change_policies
from tableside.records.scheduling.models import Appointment, Reservation
from tests.personas import Cast, signed_in, today_at_linden
from tests.portal.booking_steps import book, chosen, offered

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(client: Browser, cast: Cast) -> str:
    """Gwen's appointment with Ana, in more than a week: nothing about it is too late."""
    later = today_at_linden() + timedelta(days=9)
    query = chosen(cast.swedish, therapist=cast.ana.as_therapist, on=later)
    address = str(book(client, query, offered(client, query)[0])["Location"])
    with practice_scope(cast.practice.id):  # as if the confirmation had left
        Message.objects.filter(kind="confirmation").update(done_at=timezone.now())
    return address


@pytest.fixture
def soon(client: Browser, cast: Cast) -> str:
    """Dora's appointment in three hours: the time to cancel or move it has gone."""
    now = timezone.now()
    with practice_scope(cast.practice.id):
        far = 60 * 24 * 300
        change_policies(Policies(0, 90, 15, far, far, 10, policy_text="Come, please."), by=cast.owner.actor, now=now)
        query = chosen(cast.swedish, therapist=cast.ben.as_therapist)
        answer = book(client, query, offered(client, query)[0], key="soon")
        Appointment.objects.update(created_at=now - timedelta(days=2))
    return str(answer["Location"])


def only_appointment(cast: Cast) -> Appointment:
    with practice_scope(cast.practice.id):
        return Appointment.objects.get()


def token_for(cast: Cast, *, purpose: Link.Purpose = Link.Purpose.APPOINTMENT, lasts: int = 3600) -> str:
    with practice_scope(cast.practice.id):
        appointment = Appointment.objects.select_related("client").get()
        return make_link(
            appointment.client,
            purpose=purpose,
            subject_id=appointment.id,
            lasts=timedelta(seconds=lasts),
            now=timezone.now(),
        )


def test_the_link_shows_when_where_with_whom_and_the_reference(client: Browser, cast: Cast, address: str) -> None:
    appointment = only_appointment(cast)

    facts = {fact.term: fact.text for fact in client.get(address).context["opened"].facts()}

    assert facts["Treatment"] == "Swedish massage"
    assert facts["Therapist"] == "Ana Lindqvist"
    assert facts["Where"] == "Linden Street, Linden Street 4"
    assert facts["Price"] == "€80.00"
    with practice_scope(cast.practice.id):
        assert facts["Reference"] == appointment.booking.reference


def test_what_was_agreed_on_stays_as_it_was_then(client: Browser, cast: Cast, address: str) -> None:
    with practice_scope(cast.practice.id):
        change_policies(
            Policies(0, 90, 15, 60 * 24 * 300, 0, 10, policy_text="Never."), by=cast.owner.actor, now=timezone.now()
        )

    page = client.get(address)

    text = page.content.decode()
    assert ("Cancel a day ahead, please." in text, "Never." in text) == (True, False)
    assert page.context["opened"].agreed_sentences[0] == "Cancelling costs nothing until 24 h before the start."
    assert client.post(f"{address}cancellation/").status_code == 302


def test_the_fee_is_shown_before_it_is_owed_and_the_client_never_reads_how_often(client: Browser, cast: Cast) -> None:
    now, far = timezone.now(), 60 * 24 * 300
    fees = Policies(0, 90, 15, far, far, 10, policy_text="", late_fee_kind="percent", late_fee_value=50)
    with practice_scope(cast.practice.id):
        change_policies(fees, by=cast.owner.actor, now=now)
        query = chosen(cast.swedish, therapist=cast.ben.as_therapist)
        address = str(book(client, query, offered(client, query)[-1])["Location"])
        unshown = client.get(f"{address}cancellation/").content.decode()
        Appointment.objects.update(created_at=now - timedelta(days=2))

    page = client.get(f"{address}cancellation/").content.decode()
    refused = client.post(f"{address}cancellation/")
    assert ("Cancelling now costs" in unshown, "Cancel this appointment" in unshown) == (False, True)
    assert "Cancelling now costs €40.00 (50 % of the price)." in page
    assert "Cancel for €40.00" in page
    assert (refused.status_code, 'name="shown" value="4000"' in refused.content.decode()) == (422, True)

    assert client.post(f"{address}cancellation/", {"shown": "4000"}).status_code == 302

    text = client.get(address).content.decode()
    assert "€40.00 (50 % of the price) for the late cancellation, due" in text
    with practice_scope(cast.practice.id):
        desk = signed_in(cast.front_desk).get(reverse("desk:appointment", args=[only_appointment(cast).id]))
    counted = "1 in the last twelve months, 1 in all"
    assert (counted in desk.content.decode(), counted in text, "twelve months" in text) == (True, False, False)


def test_the_calendar_file_reads_back_as_the_same_instant_and_says_nothing_of_health(
    client: Browser, cast: Cast, address: str
) -> None:
    appointment = only_appointment(cast)

    answer = client.get(f"{address}calendar/")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content.decode()).walk("VEVENT")
    assert (
        event["UID"],
        event["SEQUENCE"],
        event.decoded("DTSTART").astimezone(UTC),
        event.decoded("DTEND").astimezone(UTC),
        str(event["SUMMARY"]),
        str(event["LOCATION"]),
        str(event["STATUS"]),
    ) == (
        f"{appointment.id}@tableside",
        0,
        appointment.starts_at,
        appointment.ends_at,
        "Appointment at Linden Massage",
        "Linden Street, Linden Street 4",
        "CONFIRMED",
    )
    assert "DESCRIPTION" not in event


def test_it_can_be_moved_to_another_free_time(client: Browser, cast: Cast, address: str) -> None:
    before = only_appointment(cast)
    offers = client.get(f"{address}move/").context["page"].offers
    start = next(offer.value for offer in reversed(offers))

    answer = client.post(f"{address}move/", {"start": start})

    assert (answer.status_code, answer["Location"]) == (302, address)
    after = only_appointment(cast)
    assert (after.starts_at.isoformat(), after.revision, after.therapist_id) == (start, 1, before.therapist_id)
    with practice_scope(cast.practice.id):
        assert Reservation.objects.filter(appointment=after).count() == 3
        assert Message.objects.filter(kind="moved").count() == 1


def test_a_cancelled_appointment_is_put_back_by_the_same_link(client: Browser, cast: Cast, address: str) -> None:
    client.post(f"{address}cancellation/")
    assert client.get(f"{address}as-before/").status_code == 405
    assert "This change can be undone until" in client.get(address).content.decode()

    answer = client.post(f"{address}as-before/")

    assert (answer.status_code, answer["Location"]) == (302, address)
    assert only_appointment(cast).status == "booked"
    with practice_scope(cast.practice.id):
        assert not Message.objects.filter(kind="cancelled", withdrawn_at=None).exists()
    again = client.post(f"{address}as-before/")
    assert (again.status_code, "There is nothing to undo" in again.content.decode()) == (422, True)


def test_a_time_that_has_been_taken_meanwhile_is_refused_and_others_are_shown(
    client: Browser, cast: Cast, address: str
) -> None:
    start = client.get(f"{address}move/").context["page"].offers[-1].value
    query = chosen(cast.swedish, therapist=cast.ana.as_therapist)
    assert book(client, query, start, key="other", email="hugo@guests.example").status_code == 302
    with practice_scope(cast.practice.id):
        before = Appointment.objects.get(client__email="gwen@guests.example").starts_at

    page = client.post(f"{address}move/", {"start": start})

    assert page.status_code == 422
    assert page.context["refusal"] in page.content.decode()
    assert start not in [offer.value for offer in page.context["page"].offers]
    with practice_scope(cast.practice.id):
        assert Appointment.objects.get(client__email="gwen@guests.example").starts_at == before


def test_cancelling_gives_the_time_back_and_tells_the_client(client: Browser, cast: Cast, address: str) -> None:
    appointment = only_appointment(cast)

    answer = client.post(f"{address}cancellation/")

    assert (answer.status_code, answer["Location"]) == (302, address)
    after = only_appointment(cast)
    assert (after.status, after.cancelled_by, after.revision) == ("cancelled", "client", 1)
    assert "Book another appointment" in client.get(address).content.decode()
    with practice_scope(cast.practice.id):
        assert not Reservation.objects.filter(appointment=appointment).exists()
        assert Message.objects.get(kind="cancelled").withdrawn_at is None
    (event,) = Calendar.from_ical(client.get(f"{address}calendar/").content.decode()).walk("VEVENT")
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)


def test_cancelling_twice_is_refused_in_words(client: Browser, cast: Cast, address: str) -> None:
    client.post(f"{address}cancellation/")

    page = client.post(f"{address}cancellation/")

    assert page.status_code == 422
    assert page.context["refusal"] in page.content.decode()


@pytest.mark.parametrize("deed", ["move/", "cancellation/"])
def test_a_form_sent_twice_is_one_deed_answered_the_same(client: Browser, cast: Cast, address: str, deed: str) -> None:
    page = client.get(f"{address}{deed}")
    form = {"key": page.context["key"]}
    if deed == "move/":
        form["start"] = page.context["page"].offers[-1].value

    answers = [client.post(f"{address}{deed}", form) for _ in range(2)]

    assert form["key"] in page.content.decode()
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, address)] * 2
    assert only_appointment(cast).revision == 1
    with practice_scope(cast.practice.id):
        assert Message.objects.filter(kind__in=["moved", "cancelled"]).count() == 1
        assert AuditEntry.objects.filter(deed__in=["appointment.moved", "appointment.cancelled"]).count() == 1


def test_a_form_sent_again_after_it_was_undone_says_that_something_has_changed(
    client: Browser, cast: Cast, address: str
) -> None:
    form = {"key": client.get(f"{address}cancellation/").context["key"]}
    client.post(f"{address}cancellation/", form)
    client.post(f"{address}as-before/")

    again = client.post(f"{address}cancellation/", form)

    assert (again.status_code, only_appointment(cast).status) == (422, "booked")
    assert "changed in the meantime" in again.content.decode()


@pytest.mark.parametrize("deed", ["move/", "cancellation/"])
def test_too_late_is_said_in_words_with_a_way_to_reach_the_practice(
    client: Browser, cast: Cast, soon: str, deed: str
) -> None:
    before = only_appointment(cast)

    shown, refused = client.get(f"{soon}{deed}"), client.post(f"{soon}{deed}", {"start": before.starts_at.isoformat()})

    assert (shown.status_code, refused.status_code) == (200, 422)
    assert "Please contact us." in shown.context["refusal"]
    assert shown.context["refusal"] in shown.content.decode()
    assert '<form method="post" class="cluster"' not in shown.content.decode()
    assert only_appointment(cast).status == "booked"


@pytest.mark.parametrize("page", ["", "calendar/", "move/", "cancellation/"])
def test_opening_any_of_the_pages_changes_nothing(client: Browser, cast: Cast, address: str, page: str) -> None:
    entries, letters = AuditEntry.everywhere.count(), Message.everywhere.count()
    before = only_appointment(cast)

    assert [client.get(f"{address}{page}").status_code for _ in range(2)] == [200, 200]

    after = only_appointment(cast)
    assert (after.status, after.starts_at, after.revision) == (before.status, before.starts_at, before.revision)
    assert (AuditEntry.everywhere.count(), Message.everywhere.count()) == (entries, letters)
    with practice_scope(cast.practice.id):
        assert not Link.objects.exclude(spent_at=None).exists()


@pytest.mark.parametrize("page", ["", "calendar/", "move/", "cancellation/"])
@pytest.mark.parametrize("purpose", [Link.Purpose.CLAIM, Link.Purpose.INTAKE])
@pytest.mark.usefixtures("address")
def test_a_token_of_another_purpose_opens_nothing(
    client: Browser, cast: Cast, purpose: Link.Purpose, page: str
) -> None:
    token = token_for(cast, purpose=purpose)

    assert client.get(f"/appointment/{token}/{page}").status_code == 404


@pytest.mark.usefixtures("address")
def test_an_expired_token_opens_nothing_and_cancels_nothing(client: Browser, cast: Cast) -> None:
    token = token_for(cast, lasts=-1)

    given = [client.get(f"/appointment/{token}/"), client.post(f"/appointment/{token}/cancellation/")]

    assert [answer.status_code for answer in given] == [404, 404]
    assert only_appointment(cast).status == "booked"


@pytest.mark.usefixtures("address")
def test_a_token_opens_nothing_at_another_practice(client: Browser, cast: Cast, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["mill.example", "testserver"]  # type: ignore[attr-defined]
    token = token_for(cast)
    assert client.get(f"/appointment/{token}/").status_code == 200

    assert client.get(f"/appointment/{token}/", headers={"host": "mill.example"}).status_code == 404


@pytest.mark.parametrize("token", ["nonsense", "é", "a" * 3000])
def test_nonsense_opens_nothing(client: Browser, cast: Cast, token: str) -> None:
    assert client.get(f"/appointment/{token}/").status_code == 404


@pytest.mark.parametrize("start", ["", "soon", "2027-02-01", "2020-01-06T09:00:00+00:00", "9999-12-31T23:59:00-12:00"])
def test_a_wish_to_move_that_makes_no_sense_moves_nothing(
    client: Browser, cast: Cast, address: str, start: str
) -> None:
    before = only_appointment(cast)

    assert client.post(f"{address}move/", {"start": start}).status_code == 422
    assert only_appointment(cast).starts_at == before.starts_at


@pytest.mark.parametrize(
    ("page", "method"), [("", "post"), ("calendar/", "post"), ("move/", "put"), ("cancellation/", "put")]
)
def test_each_page_answers_its_own_methods_only(
    client: Browser, cast: Cast, address: str, page: str, method: str
) -> None:
    assert getattr(client, method)(f"{address}{page}").status_code == 405


def test_the_pages_are_kept_by_nobody_on_the_way(client: Browser, cast: Cast, address: str) -> None:
    assert "no-store" in client.get(address)["Cache-Control"]


def test_who_booked_for_two_is_asked_whether_both_are_cancelled(client: Browser, cast: Cast) -> None:
    query = chosen(cast.couples, on=today_at_linden() + timedelta(days=9))
    start = offered(client, query)[0]
    names = {"partner_name": "Hugo Hart", "partner_email": "hugo@guests.example"}
    address = str(book(client, query, start, **names)["Location"])
    page = client.get(f"{address}cancellation/").content.decode()
    move = client.get(f"{address}move/").content.decode()

    answer = client.post(f"{address}cancellation/", {"which": "both"})

    assert ("Cancel for both" in page, "Cancel for Gwen Hart only" in page) == (True, True)
    assert "Both of you move together, and Hugo Hart hears of it too." in move
    assert answer.status_code == 302
    with practice_scope(cast.practice.id):
        assert list(Appointment.objects.values_list("status", flat=True)) == ["cancelled", "cancelled"]
