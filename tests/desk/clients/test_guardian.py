"""Somebody who may read health answers says who speaks for a child, and ends it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tableside.records.audit.queries import newest_entries
from tableside.records.clients.actions import add_client, make_link
from tableside.records.clients.models import Client, Link
from tests.personas import FOUNDED, Cast, signed_in, today_at_linden


@pytest.fixture
def mia(linden: Cast) -> Client:
    born_on = today_at_linden() - timedelta(days=9 * 365)
    return add_client("Mia Novak", email="", phone="", born_on=born_on, by=linden.owner.actor, now=FOUNDED)


def page_of(client: Client) -> str:
    return reverse("desk:client-guardian", args=[client.id])


def test_a_therapist_finds_and_chooses_the_guardian_who_then_sees_the_child(linden: Cast, mia: Client) -> None:
    therapist, child = signed_in(linden.ana), reverse("portal:child", args=[mia.id])
    clara = signed_in(linden.clara)
    assert clara.get(child).status_code == 404
    assert "Clara Novak" in therapist.get(page_of(mia), {"q": "clara"}).content.decode()

    answer = therapist.post(page_of(mia), {"guardian": str(linden.clara.client.id)})

    assert answer["Location"] == reverse("desk:client", args=[mia.id])
    assert "Clara Novak" in therapist.get(answer["Location"]).content.decode()
    assert clara.get(child).status_code == 200
    assert newest_entries()[0].deed != "client.changed"


def test_ending_it_closes_the_page_and_the_links_that_were_sent(linden: Cast, mia: Client) -> None:
    therapist = signed_in(linden.ana)
    therapist.post(page_of(mia), {"guardian": str(linden.clara.client.id)})
    make_link(mia, purpose=Link.Purpose.INTAKE, subject_id=mia.id, lasts=timedelta(days=9), now=timezone.now())

    therapist.post(page_of(mia), {"guardian": ""})

    mia.refresh_from_db()
    assert mia.guardian is None
    assert not Link.objects.filter(client=mia, spent_at=None).exists()
    assert signed_in(linden.clara).get(reverse("portal:child", args=[mia.id])).status_code == 404


def test_nobody_is_a_guardian_who_cannot_be(linden: Cast, mia: Client) -> None:
    therapist = signed_in(linden.ana)
    therapist.post(page_of(mia), {"guardian": str(linden.clara.client.id)})
    Client.objects.filter(pk=linden.clara.client.id).update(born_on=today_at_linden() - timedelta(days=40 * 365))
    Client.objects.filter(pk=linden.dora.client.id).update(born_on=None)

    refused = [
        therapist.post(page_of(whose), {"guardian": str(by)})
        for whose, by in (
            (mia, mia.id),
            (linden.dora.client, mia.id),
            (linden.clara.client, linden.dora.client.id),
            (mia, linden.other_client.client.id),
        )
    ]

    assert [answer.status_code for answer in refused] == [422] * 4
    assert "their own guardian" in refused[0].content.decode()
    assert "cannot be somebody" in refused[1].content.decode()
    assert "of age" in refused[2].content.decode()


def test_the_front_desk_does_not_say_who_reads_a_childs_answers(linden: Cast, mia: Client) -> None:
    desk = signed_in(linden.front_desk)

    assert desk.post(page_of(mia), {"guardian": str(linden.clara.client.id)}).status_code == 403
    assert page_of(mia) not in desk.get(reverse("desk:client", args=[mia.id])).content.decode()
