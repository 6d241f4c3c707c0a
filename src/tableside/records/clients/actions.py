"""Writing down clients, what they signed, and the links sent to them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from tableside.core.consent.strokes import Strokes
from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.permission import Permission
from tableside.records.accounts.models import User
from tableside.records.audit.actions import record
from tableside.records.clients.links import token_hash
from tableside.records.clients.models import Client, Consent, Link


@transaction.atomic
def add_client(
    name: str,
    *,
    email: str,
    phone: str = "",
    born_on: date | None = None,
    user: User | None = None,
    guardian: Client | None = None,
    by: Actor,
    now: datetime,
) -> Client:
    client = Client.objects.create(
        name=name,
        email=email.strip().lower(),
        email_vouched=_vouches(by),
        phone=phone,
        born_on=born_on,
        user=user,
        guardian=guardian,
        created_at=now,
    )
    detail: dict[str, object] = {"guardian": str(guardian.id)} if guardian else {}
    record("client.added", subject=("client", client.id), by=by, now=now, client_id=client.id, detail=detail)
    return client


@transaction.atomic
def change_client(
    client: Client, *, name: str, email: str, phone: str, born_on: date | None, by: Actor, now: datetime
) -> None:
    """Who the client is and how to reach them. The address they sign in with, if any, stays their own affair.

    With a new mail address, the links sent to the old one end: whoever reads mail there may be somebody else. Those of
    healthcare providers were never sent there. Whoever may read health answers vouches for the address they write or
    leave.
    """
    new = {"name": name, "email": email.strip().lower(), "phone": phone, "born_on": born_on}
    changed = sorted(field for field, value in new.items() if getattr(client, field) != value)
    for field in changed:
        setattr(client, field, new[field])
    if "email" in changed or _vouches(by):
        client.email_vouched = _vouches(by)
    client.save(update_fields=[*changed, "email_vouched"])
    if changed:
        if "email" in changed:
            theirs = Q(client=client) | Q(client__guardian=client)  # what opens a child's answers was sent there too
            Link.objects.filter(theirs, spent_at=None).exclude(purpose=Link.Purpose.CLEARANCE).update(spent_at=now)
        subject = ("client", client.id)
        record("client.changed", subject=subject, by=by, now=now, client_id=client.id, detail={"fields": changed})


@transaction.atomic
def note_birth(client: Client, born_on: date, *, by: Actor, now: datetime) -> None:
    """What they answered, where nobody had written it down. What stands there already is the practice's to change."""
    if Client.objects.filter(pk=client.pk, born_on=None).update(born_on=born_on):
        client.born_on = born_on
        subject, detail = ("client", client.id), {"fields": ["born_on"]}
        record("client.changed", subject=subject, by=by, now=now, client_id=client.id, detail=dict(detail))


@transaction.atomic
def set_guardian(client: Client, guardian: Client | None, *, by: Actor, now: datetime) -> None:
    """Who speaks for the client from now on. What was sent to the former one opens nothing any more."""
    if client.guardian_id == (guardian.id if guardian else None):
        return
    if client.guardian_id:
        Link.objects.filter(client=client, spent_at=None).exclude(purpose=Link.Purpose.CLEARANCE).update(spent_at=now)
    client.guardian = guardian
    client.save(update_fields=["guardian"])
    deed = "guardian.set" if guardian else "guardian.ended"
    detail: dict[str, object] = {"guardian": str(guardian.id)} if guardian else {}
    record(deed, subject=("client", client.id), by=by, now=now, client_id=client.id, detail=detail)


@transaction.atomic
def write_desk_note(client: Client, text: str, *, by: Actor, now: datetime) -> None:
    """What the desk should know. Nothing about health belongs here: everyone who sees clients reads it."""
    client.desk_note = text
    client.save(update_fields=["desk_note"])
    record("desk_note.written", subject=("client", client.id), by=by, now=now, client_id=client.id)


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed, as it goes into the row; ``letterhead`` is the practice's, as it stands now."""

    text_version: str
    text_sha256: str
    signed_name: str
    letterhead: Mapping[str, object]
    initials: Mapping[str, str]
    drawn: Strokes | None
    guardian_relation: str


@transaction.atomic
def sign_consent(client: Client, signed: Signed, *, by: Actor, now: datetime) -> None:
    """Only once a text, and once more by whoever a guardian signed for: the same one again changes nothing."""
    kept = asdict(signed) | {"client_name": client.name, "signed_at": now}
    text = kept.pop("text_version")
    who = {"guardian_relation__gt": ""} if signed.guardian_relation else {"guardian_relation": ""}
    _consent, made = Consent.objects.get_or_create(client=client, text_version=text, **who, defaults=kept)
    if made:
        subject = ("client", client.id)
        record("consent.signed", subject=subject, by=by, now=now, client_id=client.id, detail={"text": text})


def _vouches(by: Actor) -> bool:
    return by.is_staff and by.may(Permission.READ_HEALTH)


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link to be: to whom it is sent, what it opens, and for how long."""

    client: Client
    purpose: Link.Purpose
    subject_id: UUID
    lasts: timedelta


def make_link(client: Client, *, purpose: Link.Purpose, subject_id: UUID, lasts: timedelta, now: datetime) -> str:
    """A new secret of 256 random bits; only its hash is kept. Answers the token, which is shown nowhere again."""
    return make_links([NewLink(client, purpose, subject_id, lasts)], now=now)[0]


def make_links(wanted: Sequence[NewLink], *, now: datetime) -> list[str]:
    """A token for each, all of them written at once."""
    tokens = [secrets.token_urlsafe(32) for _ in wanted]
    Link.objects.bulk_create(
        Link(
            client_id=new.client.id,
            purpose=new.purpose,
            subject_id=new.subject_id,
            token_sha256=token_hash(token),
            expires_at=now + new.lasts,
            created_at=now,
        )
        for new, token in zip(wanted, tokens, strict=True)
    )
    return tokens


def spend_link(link: Link, *, now: datetime) -> None:
    """Only one of several at once gets through."""
    if not Link.objects.filter(pk=link.pk, spent_at=None).update(spent_at=now):
        raise Refusal("link_spent", "This link has been used already. Ask the practice for a new one.")


def spend_links(*, purpose: Link.Purpose, subject_id: UUID, now: datetime) -> None:
    """Whatever else was sent for this is no longer needed."""
    Link.objects.filter(purpose=purpose, subject_id=subject_id, spent_at=None).update(spent_at=now)


@transaction.atomic
def claim_account(client: Client, *, user: User, by: Actor, now: datetime) -> None:
    """From now on the client signs in as this user."""
    try:
        with transaction.atomic():
            is_first = Client.objects.filter(pk=client.pk, user=None).update(user=user)
    except IntegrityError:
        raise Refusal(
            "other_client", "Your account already holds other appointments here. Ask the practice to join the two."
        ) from None
    if not is_first:
        raise Refusal("already_claimed", "These appointments have an account already. Use the sign-in page.")
    record("client.claimed", subject=("client", client.id), by=by, now=now, client_id=client.id)


@transaction.atomic
def choose_way_of_asking(client: Client, *, one_at_a_time: bool, by: Actor, now: datetime) -> None:
    """Whether the health questions come one at a time, or all on one page."""
    if client.one_at_a_time == one_at_a_time:
        return
    client.one_at_a_time = one_at_a_time
    client.save(update_fields=["one_at_a_time"])
    detail: dict[str, object] = {"one_at_a_time": one_at_a_time}
    subject = ("client", client.id)
    record("client.way_of_asking_chosen", subject=subject, by=by, now=now, client_id=client.id, detail=detail)


@transaction.atomic
def choose_messages(
    client: Client, *, remind_by: str, language: str, asked_afterwards: bool, by: Actor, now: datetime
) -> None:
    """How to remind them before an appointment, whether to ask them afterwards, and in which language to write."""
    chosen = {"remind_by": remind_by, "language": language, "asked_afterwards": asked_afterwards}
    if all(getattr(client, name) == value for name, value in chosen.items()):
        return
    for name, value in chosen.items():
        setattr(client, name, value)
    client.save(update_fields=list(chosen))
    subject = ("client", client.id)
    record("client.messages_chosen", subject=subject, by=by, now=now, client_id=client.id, detail=chosen)


@transaction.atomic
def note_texts(client: Client, *, stopped_at: datetime | None, remind_by: str, by: Actor, now: datetime) -> None:
    """They answered STOP, or START."""
    if (client.sms_stopped_at is None) == (stopped_at is None):
        return
    client.sms_stopped_at, client.remind_by = stopped_at, remind_by
    client.save(update_fields=["sms_stopped_at", "remind_by"])
    deed = "client.texts_stopped" if stopped_at else "client.texts_started"
    record(deed, subject=("client", client.id), by=by, now=now, client_id=client.id)
