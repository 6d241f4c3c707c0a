"""Mail somebody their own way back to the health questions, so that they go on with another device."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext

from tableside.core.decision import Allowed, Decision, Refused, insist
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.practice import PracticeFacts
from tableside.records.audit.actions import record
from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Client, Link
from tableside.records.foundation.locks import lock
from tableside.records.foundation.transactions import in_transaction
from tableside.records.intake.queries import opens_answers
from tableside.records.outbox.actions import post
from tableside.records.outbox.queries import messages_about
from tableside.records.scheduling.queries import upcoming_appointments
from tableside.workflows.letters.care import WAY_BACK, way_back
from tableside.workflows.letters.wording import address_of

MOST, WITHIN = 3, timedelta(hours=1)


def may_send_way_back(client: Client, *, through: Link | None) -> Decision:
    """Only to the address that is known, and only where a link by mail would open what is answered now. To somebody
    with an account the mail says where to sign in, and opens nothing by itself."""
    if not client.email:
        return Refused("no_address", gettext("We have no mail address of yours. Go on here, or ask us."))
    if client.user_id is None and through is None:  # a child: their guardian signs in
        return Refused("signs_in", gettext("Sign in on the other device, and go on there from your own page."))
    on_tablet = through is not None and through.purpose == Link.Purpose.TABLET and not client.email_vouched
    by_mail = Link(client=client, purpose=Link.Purpose.INTAKE)
    if client.user_id is None and (on_tablet or not opens_answers(by_mail)):
        return Refused("not_by_mail", gettext("What is answered at the practice does not open by a link in a mail."))
    return Allowed()


def send_way_back(client: Client, *, through: Link | None, practice: PracticeFacts, by: Actor, now: datetime) -> None:
    """Refused with ``too_often`` after three within an hour."""

    def send() -> None:
        lock([f"way-back:{client.id}"])
        insist(may_send_way_back(client, through=through))
        insist(_may_send_another(client, now=now))
        address = f"{settings.PUBLIC_URL}/my/intake/"
        if client.user_id is None:
            lasts = _ends_at(client, through=through, now=now) - now
            token = make_link(client, purpose=Link.Purpose.INTAKE, subject_id=client.id, lasts=lasts, now=now)
            address = address_of(Link.Purpose.INTAKE, token)
        post(way_back(client, address=address, practice=practice, now=now), now=now)
        record("intake.link_sent", subject=("client", client.id), by=by, now=now, client_id=client.id)

    in_transaction(send)


def _may_send_another(client: Client, *, now: datetime) -> Decision:
    if messages_about(client.id).filter(kind=WAY_BACK, created_at__gt=now - WITHIN).count() < MOST:
        return Allowed()
    why = gettext("We have sent it several times just now. Look among unwanted mail too, or try again in an hour.")
    return Refused("too_often", why)


def _ends_at(client: Client, *, through: Link | None, now: datetime) -> datetime:
    """A day after the next appointment, like the link in its confirmation; else with the link they came by."""
    ahead = upcoming_appointments(client.id, now=now).first()
    if ahead is not None:
        return ahead.ends_at + timedelta(days=1)
    return through.expires_at if through else now + WITHIN
