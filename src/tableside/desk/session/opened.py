"""A session page that somebody has opened: the appointment, its session, and what holds there at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from tableside.core.charting.body import Body
from tableside.core.permissions.actor import Actor
from tableside.core.permissions.practice import PracticeFacts
from tableside.core.screening.result import Screened
from tableside.core.screening.work import WorkRules
from tableside.knowledge.load_body import load_body
from tableside.records.charting.access import appointment_to_chart, is_author, session_to_read, session_to_write
from tableside.records.charting.models import Session
from tableside.records.charting.queries import areas_agreed
from tableside.records.intake.access import intake_to_read
from tableside.records.intake.queries import newest_intake
from tableside.records.scheduling.models import Appointment
from tableside.ui.requests import ActorRequest
from tableside.workflows.session.session_rules import screened_now, where_it_hurts, work_rules


@dataclass(frozen=True)
class Opened:
    actor: Actor
    practice: PracticeFacts
    appointment: Appointment
    session: Session | None
    now: datetime

    @classmethod
    def to_read(cls, request: ActorRequest, appointment_id: UUID, *, now: datetime) -> Opened:
        """Whatever is shown of it is in the audit log from here on."""
        appointment = appointment_to_chart(request.actor, appointment_id)
        session = session_to_read(request.actor, appointment, now=now)
        intake_to_read(request.actor, appointment.client_id, now=now)  # the findings are read from its answers
        return cls(request.actor, request.practice, appointment, session, now)

    @classmethod
    def to_write(cls, request: ActorRequest, appointment_id: UUID, *, now: datetime) -> Opened:
        session = session_to_write(request.actor, appointment_id)
        return cls(request.actor, request.practice, session.appointment, session, now)

    @property
    def body(self) -> Body:
        return load_body()

    @cached_property
    def screened(self) -> Screened | None:
        return screened_now(self.appointment)

    @cached_property
    def pain_places(self) -> tuple[str, ...]:
        return where_it_hurts(newest_intake(self.appointment.client_id))

    @cached_property
    def rules(self) -> WorkRules:
        agreed = areas_agreed(self.session) if self.session else frozenset[str]()
        return work_rules(self.screened, by=self.appointment.therapist, agreed=agreed)

    @property
    def begun(self) -> Session:
        assert self.session is not None  # whoever asks has a session before them
        return self.session

    @property
    def is_author(self) -> bool:
        return is_author(self.actor, self.appointment)

    @property
    def is_signed(self) -> bool:
        return self.session is not None and self.session.note.signed_at is not None

    @property
    def can_write(self) -> bool:
        return self.session is not None and self.is_author and not self.is_signed
