"""Whoever signed by a link can keep what they signed, behind that link and by its rules."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client as Browser
from django.utils import timezone

from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Client, Link
from tests.factories import answered
from tests.intakes import send
from tests.personas import Cast, signed_in


def link_of(client: Client, *, lasts: timedelta = timedelta(days=1)) -> str:
    now = timezone.now() - timedelta(hours=1)
    token = make_link(client, purpose=Link.Purpose.INTAKE, subject_id=client.id, lasts=lasts, now=now)
    return f"/intake/{token}/"


def test_a_guest_keeps_the_consent_they_signed_by_link(linden: Cast) -> None:
    place = link_of(linden.dora.client)
    unsigned = Browser().get(f"{place}signed/").status_code

    page = send(Browser(), place, name="Dora Weiss")
    paper = Browser().get(f"{place}signed/")

    assert unsigned == 404
    assert f'href="{place}signed/"' in page
    assert f'href="{place}signed/"' in Browser().get(place).content.decode()
    assert (paper.status_code, paper["Content-Type"], paper.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert "no-store" in paper["Cache-Control"]


def test_nobody_else_gets_it(linden: Cast) -> None:
    dora = linden.dora.client
    answered(dora, now=timezone.now())  # in the account: a mailbox that nobody vouches for must not open it
    Client.objects.filter(pk=dora.pk).update(email_vouched=False)

    assert Browser().get(f"{link_of(dora)}signed/").status_code == 403
    assert Browser().get(f"{link_of(dora, lasts=timedelta(minutes=1))}signed/").status_code == 404
    assert Browser().get(f"{link_of(linden.clara.client)}signed/").status_code == 404
    assert signed_in(linden.clara).get("/my/intake/signed/").status_code == 404
    assert signed_in(linden.dora).get("/my/intake/signed/").status_code == 200
