"""Letters around health answers, which say nothing of what they say."""

from __future__ import annotations

from datetime import date, datetime
from string import Template
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from tableside.core.messages.wording import Place
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.clients.models import Client
from tableside.records.outbox.actions import Letter
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.workflows.letters.wording import signed, spoken

CLEARANCE_ENDS = "clearance_ends"
CLEARANCE_WAITS = "clearance_waits"
WAY_BACK = "way_back"


def attention(client: Client, *, intake_id: UUID, appointment: Appointment | None, practice: PracticeFacts) -> Letter:
    """To the practice: whose answers to open at once, and nothing of what they say."""
    place = f"desk/intake/{appointment.id}/" if appointment else f"desk/intake/clients/{client.id}/"
    body = gettext(
        "Please look at what $name has just answered, before any appointment: $link\n\n"
        "You have to sign in. This mail says nothing more, on purpose.\n"
    )
    words = {"name": client.name, "link": f"{settings.PUBLIC_URL}/{place}"}
    return Letter(
        key=f"attention:{intake_id}",
        kind="attention",
        address=practice.email,
        subject=gettext("Please look at this now"),
        text=Template(body).substitute(words),
        client_id=client.id,
        subject_id=intake_id,
    )


def clearance_ends(client: Client, *, clearance_id: UUID, ends_on: date, practice: PracticeFacts) -> Letter:
    """To the client, in time to ask again. The subject does not say what ends."""
    with translation.override(spoken(None, Place.MAIL, client, practice)):
        body = gettext(
            "Hello $name,\n\nthe answer from your doctor or midwife that we hold for you ends on $day. If you want "
            "to come after that day, please ask for a new one, and send it to us or bring it: $link\n"
        )
        words = {"name": client.name, "day": moments.day_year(ends_on), "link": f"{settings.PUBLIC_URL}/my/"}
        subject = gettext("%(practice)s: Something to do before you come again") % {"practice": practice.name}
        text = Template(body).substitute(words)
    return Letter(
        key=f"clearance_ends:{clearance_id}",
        kind=CLEARANCE_ENDS,
        address=client.email,
        subject=subject,
        text=signed(text, practice),
        client_id=client.id,
        subject_id=clearance_id,
    )


def clearance_waits(client: Client, *, address: str, due_on: date, practice: PracticeFacts) -> Letter:
    """To the client, once. Neither the subject nor the words say what was asked."""
    with translation.override(spoken(None, Place.MAIL, client, practice)):
        body = gettext(
            "Hello $name,\n\nwe are still waiting for an answer from your doctor or midwife. Have you given them our "
            "letter? If it is lost, ask us for another one. If you have their answer, send us a photograph or a PDF "
            "of it, or bring it: $link\n"
        )
        subject = gettext("%(practice)s: Something to do before you come") % {"practice": practice.name}
        text = Template(body).substitute({"name": client.name, "link": address})
    return Letter(
        key=f"{CLEARANCE_WAITS}:{client.id}:{due_on.isoformat()}",
        kind=CLEARANCE_WAITS,
        address=client.email,
        subject=subject,
        text=signed(text, practice),
        client_id=client.id,
        subject_id=client.id,
    )


def way_back(client: Client, *, address: str, practice: PracticeFacts, now: datetime) -> Letter:
    """To whoever wants to go on with another device. Neither the subject nor the words say with what."""
    with translation.override(spoken(None, Place.MAIL, client, practice)):
        body = gettext(
            "Hello $name,\n\nhere you go on where you stopped, on any device: $link\n\n"
            "If you did not ask for this, you need not do anything.\n"
        )
        subject = gettext("%(practice)s: Go on where you stopped") % {"practice": practice.name}
        text = Template(body).substitute({"name": client.name, "link": address})
    return Letter(
        key=f"{WAY_BACK}:{client.id}:{now.isoformat()}",
        kind=WAY_BACK,
        address=client.email,
        subject=subject,
        text=signed(text, practice),
        client_id=client.id,
        subject_id=client.id,
    )
