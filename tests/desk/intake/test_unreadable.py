"""A screening whose findings can no longer be read: its outcome stands, and every page still opens."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tableside.records.intake.actions import ask_clearance
from tests.desk.screenings import screened
from tests.personas import Cast, signed_in
from tests.sessions import booked


def test_every_page_that_shows_findings_opens(linden: Cast) -> None:
    appointment = booked(linden, at=timezone.now() + timedelta(days=3))
    assert screened(linden, appointment, outcome="needs_clearance").result == {}
    clearance = ask_clearance(linden.clara.client, rule_id="PRG-1", by=linden.ana.actor, now=timezone.now())
    client = linden.clara.client.id
    of_appointment = [reverse(f"desk:{name}", args=[appointment.id]) for name in ("finding", "session", "appointment")]
    of_client = [reverse(f"desk:{name}", args=[client]) for name in ("client-finding", "chart", "client")]
    of_clearance = [reverse(f"desk:{name}", args=[clearance.id]) for name in ("clearance", "clearance-letter")]

    ana, clara = signed_in(linden.ana), signed_in(linden.clara)
    staff = {address: ana.get(address).status_code for address in (*of_appointment, *of_client, *of_clearance)}
    own = {address: clara.get(address).status_code for address in ("/my/", "/my/intake/", "/my/intake/result/")}

    assert set(staff.values()) == {200}, staff
    assert set(own.values()) == {200}, own


def test_the_findings_page_says_so_and_keeps_the_outcome(linden: Cast) -> None:
    appointment = booked(linden, at=timezone.now() + timedelta(days=3))
    screened(linden, appointment, outcome="needs_clearance")

    page = signed_in(linden.ana).get(reverse("desk:finding", args=[appointment.id])).content.decode()

    assert "Needs clearance first" in page
    assert "What was found can no longer be read" in page
    assert "can be given as booked" not in page
