"""What waits for a therapist's eyes, and who may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tableside.records.audit.models import AuditEntry
from tableside.records.clients.actions import add_client
from tableside.records.intake.models import Clearance
from tableside.records.scheduling.models import Appointment
from tests.factories import BLOOD_THINNER, answered, recent_surgery
from tests.personas import FOUNDED, Cast, ClientPersona, signed_in, today_at_linden
from tests.sessions import booked


def booked_later(cast: Cast, *, who: ClientPersona | None = None, days: int = 3) -> Appointment:
    return booked(cast, at=timezone.now() + timedelta(days=days), who=who)


def test_a_therapist_sees_whose_findings_wait_and_opens_them(linden: Cast) -> None:
    appointment = booked_later(linden)
    answered(linden.clara, now=timezone.now(), **BLOOD_THINNER)

    page = signed_in(linden.ana).get("/desk/intake/").content.decode()

    assert "Clara Novak" in page
    assert f'href="/desk/intake/{appointment.id}/"' in page
    assert "Adapt the treatment" in page


def test_what_has_been_reviewed_leaves_the_queue(linden: Cast) -> None:
    appointment = booked_later(linden)
    answered(linden.clara, now=timezone.now(), **BLOOD_THINNER)
    browser = signed_in(linden.ana)

    answer = browser.post(f"/desk/intake/{appointment.id}/reviewed/")

    assert (answer.status_code, answer["Location"]) == (302, f"/desk/intake/{appointment.id}/")
    assert "Seen by Ana Lindqvist" in browser.get(f"/desk/intake/{appointment.id}/").content.decode()
    assert "Clara Novak" not in browser.get("/desk/intake/").content.decode()


def test_a_healthy_client_does_not_wait_in_the_queue(linden: Cast) -> None:
    booked_later(linden)
    booked_later(linden, who=linden.dora, days=4)
    answered(linden.clara, now=timezone.now())
    answered(linden.dora, now=timezone.now(), **BLOOD_THINNER)

    page = signed_in(linden.ana).get("/desk/intake/").content.decode()

    assert ("Clara Novak" in page, "Dora Weiss" in page) == (False, True)


def test_questions_to_providers_wait_under_their_own_tab(linden: Cast) -> None:
    booked_later(linden)
    answered(linden.clara, now=timezone.now(), **recent_surgery(today_at_linden()))

    page = signed_in(linden.ana).get("/desk/intake/?tab=waiting").content.decode()

    assert f"/desk/intake/clearances/{Clearance.objects.get().id}/" in page


def test_a_clearance_that_ends_soon_leads_to_the_findings_it_answers(linden: Cast) -> None:
    booked_later(linden)
    answered(linden.clara, now=timezone.now(), **recent_surgery(today_at_linden()))
    asked, browser = Clearance.objects.get(), signed_in(linden.ana)
    empty = browser.get("/desk/intake/?tab=expiring").content.decode()
    given = {"answer_given": "yes", "provider": "Dr Berg", "given_on": today_at_linden()}
    browser.post(f"/desk/intake/clearances/{asked.id}/", {**given, "expires_on": today_at_linden() + timedelta(days=9)})

    page = browser.get("/desk/intake/?tab=expiring").content.decode()

    findings = f"/desk/intake/clients/{asked.client_id}/"
    assert ("No clearance ends in the next two weeks." in empty, f'href="{findings}"' in page) == (True, True)
    assert asked.rule_id in browser.get(findings).content.decode()


def test_reading_the_queue_leaves_one_audit_row(linden: Cast) -> None:
    booked_later(linden)
    answered(linden.clara, now=timezone.now(), **BLOOD_THINNER)

    signed_in(linden.ana).get("/desk/intake/")

    rows = AuditEntry.objects.filter(deed="intake_queue.read")
    assert [(row.actor_label, row.detail) for row in rows] == [
        ("Ana Lindqvist", {"clients": [str(linden.clara.client.id)]})
    ]


def test_the_queue_asks_the_database_as_often_for_three_clients_as_for_one(linden: Cast) -> None:
    def queries() -> int:
        browser = signed_in(linden.ana)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            for tab in ("review", "waiting", "expiring"):
                browser.get(f"/desk/intake/?tab={tab}")
        return len(asked)

    booked_later(linden)
    answered(linden.clara, now=timezone.now(), **recent_surgery(today_at_linden()))
    one = queries()
    for number in (1, 2):
        owner = linden.owner.actor
        client = add_client(f"Emil {number}", email=f"emil{number}@clients.example", by=owner, now=FOUNDED)
        who = ClientPersona(linden.clara.user, linden.clara.actor, client)
        booked_later(linden, who=who, days=3 + number)
        answered(client, now=timezone.now(), **recent_surgery(today_at_linden()))

    assert queries() == one


@pytest.mark.parametrize("address", ["/desk/intake/", "/desk/intake/{appointment}/"])
def test_health_pages_open_for_those_who_may_read_health_data(linden: Cast, address: str) -> None:
    appointment = booked_later(linden)
    answered(linden.clara, now=timezone.now(), **BLOOD_THINNER)
    place = address.format(appointment=appointment.id)

    opened = {who: signed_in(getattr(linden, who)).get(place).status_code for who in ("ana", "ben", "owner")}
    closed = {who: signed_in(getattr(linden, who)).get(place).status_code for who in ("front_desk", "clara")}

    assert opened == {"ana": 200, "ben": 200, "owner": 200}
    assert closed == {"front_desk": 403, "clara": 403}
    assert Browser().get(place).status_code == 302
    assert signed_in(linden.ana, with_second_factor=False).get(place).status_code == 302
    assert signed_in(linden.ana).post(place).status_code == 405


def test_another_practice_sees_nothing_of_it(linden: Cast) -> None:
    appointment = booked_later(linden)
    answered(linden.clara, now=timezone.now(), **BLOOD_THINNER)
    browser = signed_in(linden.other_therapist)

    assert "Clara" not in browser.get("/desk/intake/").content.decode()
    assert browser.get(f"/desk/intake/{appointment.id}/").status_code == 404
    assert browser.post(f"/desk/intake/{appointment.id}/reviewed/").status_code == 404


def test_the_front_desk_has_no_way_to_the_queue_in_its_menu(linden: Cast) -> None:
    assert "/desk/intake/" in signed_in(linden.ana).get("/desk/").content.decode()
    assert "/desk/intake/" not in signed_in(linden.front_desk).get("/desk/").content.decode()
