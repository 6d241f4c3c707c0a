"""Handing the tablet to a client: it opens their questions, and the therapist is signed out on it."""

from __future__ import annotations

from django.test import Client as Browser

from tableside.records.audit.models import AuditEntry
from tableside.records.clients.models import Link
from tests.personas import Cast, signed_in


def test_the_tablet_shows_the_clients_questions_and_nothing_of_the_desk(linden: Cast) -> None:
    tablet = signed_in(linden.ana)

    answer = tablet.post(f"/desk/clients/{linden.clara.client.id}/tablet/")

    assert (answer.status_code, answer["Location"][:8]) == (302, "/intake/")
    assert tablet.get(answer["Location"]).status_code == 200
    assert tablet.get("/desk/").status_code == 302
    link = Link.objects.get()
    assert (link.client_id, link.purpose) == (linden.clara.client.id, "tablet")
    assert AuditEntry.objects.filter(deed="intake.handed_over", actor_label="Ana Lindqvist").count() == 1


def test_only_those_who_may_read_the_answers_hand_the_tablet_over(linden: Cast) -> None:
    place = f"/desk/clients/{linden.clara.client.id}/tablet/"

    tried = {who: signed_in(getattr(linden, who)).post(place).status_code for who in ("front_desk", "clara", "dora")}

    assert tried == {"front_desk": 403, "clara": 403, "dora": 403}
    assert signed_in(linden.other_therapist).post(place).status_code == 404
    assert Browser().post(place).status_code == 302
    assert signed_in(linden.ana).get(place).status_code == 405
    assert Link.objects.count() == 0
