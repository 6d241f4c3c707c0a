"""Three clients of two practices, each with everything that can be written about a client, and with marks planted in
every text: whoever reads one that is not theirs to read has been shown too much."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models

from tableside.core.screening.result import Limits, Outcome, Screened
from tableside.core.screening.stored import as_json
from tableside.core.timeline.window import minute_of
from tableside.knowledge.load_consent import load_consent
from tableside.knowledge.load_rulebook import load_rulebook
from tableside.records.charting.models import (
    Addendum,
    AgreedArea,
    BodyMark,
    Incident,
    PressureFeedback,
    RegionWork,
    Session,
    SessionNote,
)
from tableside.records.clients.actions import make_link
from tableside.records.clients.models import Client, Consent, Link
from tableside.records.foundation.scope import current_practice_id, practice_scope
from tableside.records.foundation.sealed import seal_file
from tableside.records.intake.models import Clearance, Intake, ProviderLetter, ProviderReply, Screening, SecondOpinion
from tableside.records.intake.queries import letter_place
from tableside.records.outbox.models import Message
from tableside.records.outcomes.models import Measurement
from tableside.records.plans.models import Goal, TreatmentPlan
from tableside.records.practice.models import Location, MassageTable, Room, Service, ServiceLength, Therapist
from tableside.records.scheduling.models import (
    Appointment,
    Booking,
    Reservation,
    Resource,
    WaitlistEntry,
    WaitlistOffer,
    WaitlistWindow,
)
from tableside.workflows.clearance.ask_provider import Reply
from tests.personas import Cast, ClientPersona


@dataclass(frozen=True)
class Belongings:
    """What is written about one client. ``tokens`` open it by purpose; ``name_mark`` stands in what tells who they are,
    ``health_mark`` in what tells how they are."""

    practice_id: UUID
    client: Client
    tokens: dict[str, str]
    name_mark: str
    health_mark: str
    keys: dict[str, UUID] = field(default_factory=dict)

    def key_of(self, part: str) -> UUID:
        """The key for a part of an address such as ``client_id``; of an unknown kind, one that leads nowhere."""
        kind = part.removesuffix("_id").replace("_", "")
        return self.keys.get(kind) or self._first(kind) or uuid4()

    def _first(self, kind: str) -> UUID | None:
        for model in apps.get_models():
            if model.__module__.startswith("tableside.") and model._meta.model_name in (kind, f"massage{kind}"):
                rows: Any = model._base_manager
                return rows.filter(practice_id=self.practice_id).values_list("pk", flat=True).first()  # type: ignore[no-any-return]
        return None


@dataclass(frozen=True)
class World:
    cast: Cast
    clara: Belongings
    dora: Belongings
    una: Belongings


def make_world(cast: Cast, *, now: datetime) -> World:
    tomorrow = (now + timedelta(days=7)).replace(hour=10, minute=0, second=0, microsecond=0)
    with practice_scope(cast.practice.id):
        ana, ben = cast.ana.as_therapist, cast.ben.as_therapist
        clara = _belongings(cast.clara, "clara", ana, cast.swedish, cast.location, now=now, starts_at=tomorrow)
        dora = _belongings(cast.dora, "dora", ben, cast.swedish, cast.location, now=now, starts_at=tomorrow)
    with practice_scope(cast.other_practice.id):
        location = Location.objects.create(name="planted-una-place")
        MassageTable.objects.create(room=Room.objects.create(location=location, name="planted-una-room"), name="One")
        service = Service.objects.create(slug="planted", name="planted-una-service", technique="swedish")
        ServiceLength.objects.create(service=service, minutes=60, price_minor=7000)
        otto = cast.other_therapist.as_therapist
        otto.services.add(service)
        una = _belongings(cast.other_client, "una", otto, service, location, now=now, starts_at=tomorrow)
    return World(cast, clara, dora, una)


def _belongings(
    persona: ClientPersona,
    who: str,
    therapist: Therapist,
    service: Service,
    location: Location,
    *,
    now: datetime,
    starts_at: datetime,
) -> Belongings:
    client, name, health = persona.client, f"planted-{who}-name", f"planted-{who}-health"
    client.name, client.desk_note = f"{client.name} {name}", f"{name} note"
    client.save()
    table = MassageTable.objects.filter(room__location=location).first()
    booking = Booking.objects.create(reference=f"REF{who.upper()}", client=client, policy_version=1, created_at=now)
    appointment = Appointment.objects.create(
        booking=booking,
        client=client,
        therapist=therapist,
        service=service,
        location=location,
        table=table,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        price_minor=8000,
        currency="EUR",
        created_at=now,
    )
    resource, _ = Resource.objects.get_or_create(therapist=therapist)
    minute = minute_of(starts_at)
    Reservation.objects.create(
        resource=resource, start_minute=minute, end_minute=minute + 75, why="appointment", appointment=appointment
    )
    rows: list[models.Model] = [client, booking, appointment, therapist, service, location]
    rows.append(
        Consent.objects.create(
            client=client,
            text_version=load_consent().version,
            text_sha256=load_consent().digest,
            signed_name=name,
            signed_at=now,
        )
    )
    rows += _health(client, appointment, therapist, service, mark=health, now=now)
    rows.append(
        Message.objects.create(
            key=f"{who}:1",
            kind="confirmation",
            client_id=client.id,
            subject_id=appointment.id,
            address=f"{name}@clients.example",
            content={"subject": f"{name} subject", "text": f"{name} text", "calendar": ""},
            due_at=now,
            created_at=now,
        )
    )
    waiting = WaitlistEntry.objects.create(client=client, service=service, minutes=60, created_at=now, changed_at=now)
    WaitlistWindow.objects.create(entry=waiting, start_minute=0, end_minute=1440)
    offered = WaitlistOffer.objects.create(
        entry=waiting,
        therapist=therapist,
        starts_at=starts_at - timedelta(days=1),
        ends_at=starts_at - timedelta(days=1) + timedelta(hours=1),
        why="Has waited longest of all.",
        held_by=who,
        offered_at=now,
        expires_at=now + timedelta(hours=2),
    )
    clearance_id = next(row.pk for row in rows if isinstance(row, Clearance))
    subjects = {
        Link.Purpose.APPOINTMENT: appointment.id,
        Link.Purpose.CLEARANCE: clearance_id,
        Link.Purpose.WAITLIST: waiting.id,
        Link.Purpose.OFFER: offered.id,
    }
    purposes = {purpose: subjects.get(purpose, client.id) for purpose in Link.Purpose}
    tokens = {
        str(purpose): make_link(client, purpose=purpose, subject_id=subject, lasts=timedelta(days=30), now=now)
        for purpose, subject in purposes.items()
    }
    keys = {str(row._meta.model_name): row.pk for row in rows}
    return Belongings(
        current_practice_id(), client, tokens, name, health, keys | {"plan": keys["treatmentplan"], "entry": waiting.id}
    )


def _user_of(therapist: Therapist) -> UUID:
    assert therapist.membership is not None
    return therapist.membership.user_id


def _kept(mark: str) -> str:
    """A sealed file that holds this mark."""
    name = uuid4().hex
    default_storage.save(name, ContentFile(seal_file(mark.encode(), place=letter_place(name))))
    return name


def _health(
    client: Client, appointment: Appointment, therapist: Therapist, service: Service, *, mark: str, now: datetime
) -> list[models.Model]:
    """What nobody but the client and those who treat them may read."""
    intake = Intake.objects.create(
        client=client,
        answers={"notes": mark},
        questions_version="1",
        started_at=now,
        saved_at=now,
        submitted_at=now,
    )
    screened = Screened(Outcome.MODIFY, (), Limits(), (), (mark,), knowledge_version="1")
    screening = Screening.objects.create(
        intake=intake,
        client=client,
        outcome=screened.outcome.value,
        result=as_json(screened),
        knowledge_version=screened.knowledge_version,
        rule_ids=list(screened.rule_ids),
        screened_at=now,
    )
    rule = load_rulebook().rules[0]
    clearance = Clearance.objects.create(
        client=client, rule_id=rule.id, status="asked", scope={}, provider=mark, note=mark, asked_at=now
    )
    reply = Reply(is_yes=False, provider=mark, note=mark)
    past = Appointment.objects.create(
        booking=appointment.booking,
        client=client,
        therapist=therapist,
        service=service,
        location=appointment.location,
        starts_at=now - timedelta(days=8),
        ends_at=now - timedelta(days=8) + timedelta(hours=1),
        price_minor=8000,
        currency="EUR",
        status="completed",
        created_at=now - timedelta(days=9),
    )
    session = Session.objects.create(appointment=past, started_at=past.starts_at, ended_at=past.ends_at)
    note = SessionNote.objects.create(
        session=session,
        subjective=mark,
        objective=mark,
        assessment=mark,
        plan=mark,
        saved_at=past.ends_at,
        signed_at=past.ends_at,
        signed_by=therapist.name,
    )
    plan = TreatmentPlan.objects.create(
        client=client,
        therapist=therapist,
        service=service,
        minutes=60,
        sessions=6,
        gap_days=14,
        note=mark,
        created_at=now,
    )
    return [
        intake,
        screening,
        clearance,
        ProviderLetter.objects.create(client=client, kind="pdf", size=1, file_name=_kept(mark), uploaded_at=now),
        SecondOpinion.objects.create(
            appointment=appointment,
            client=client,
            screening=screening,
            matter={},
            reason=mark,
            asked_by_id=_user_of(therapist),
            asked_at=now,
        ),
        ProviderReply.objects.create(clearance=clearance, content=reply.as_json(), received_at=now),
        session,
        note,
        plan,
        Addendum.objects.create(note=note, text=mark, added_at=past.ends_at, added_by=therapist.name),
        RegionWork.objects.create(
            session=session, place="neck", technique="swedish", minutes=20, pressure=2, override_reason=mark
        ),
        Incident.objects.create(
            appointment=past,
            sign="faint",
            noticed_at=past.starts_at,
            noted_by=therapist.name,
            account=mark,
            described_at=past.starts_at,
            described_by=therapist.name,
        ),
        AgreedArea.objects.create(session=session, region="jaw", agreed_at=past.starts_at, noted_by=therapist.name),
        BodyMark.objects.create(session=session, place="neck", kind="pain", score=6, note=mark),
        PressureFeedback.objects.create(session=session, said="good", at=past.starts_at),
        Goal.objects.create(plan=plan, instrument="nrs_pain", baseline=7, target=4, words=mark),
        Measurement.objects.create(
            client=client,
            appointment=past,
            instrument="nrs_pain",
            moment="before",
            score=7,
            taken_at=past.starts_at,
            entered_by="client",
        ),
    ]
