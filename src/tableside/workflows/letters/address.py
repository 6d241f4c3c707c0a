"""The letter about where letters go."""

from __future__ import annotations

from datetime import datetime
from string import Template

from django.utils.translation import gettext

from tableside.core.permissions.practice import PracticeFacts
from tableside.records.clients.models import Client
from tableside.records.outbox.actions import Letter
from tableside.workflows.letters.wording import signed


def address_changed(client: Client, *, address: str, practice: PracticeFacts, now: datetime) -> Letter:
    """To the old address, so that nobody's mail is led elsewhere unnoticed. The new one is not named."""
    body = gettext(
        "Hello $name,\n\nfrom now on we write to you at another mail address. Links in earlier mails have ended.\n\n"
        "If you did not ask for this, please call us.\n"
    )
    return Letter(
        key=f"address_changed:{client.id}:{now.isoformat()}",
        kind="address_changed",
        address=address,
        subject=gettext("%(practice)s: Your mail address has changed") % {"practice": practice.name},
        text=signed(Template(body).substitute(name=client.name), practice),
        client_id=client.id,
        subject_id=client.id,
    )
