"""A client with a plan, four sessions behind it and their scores, as several tests need it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from tableside.core.appointments.status import Status
from tableside.records.clients.models import Client
from tableside.records.outcomes.actions import NewMeasurement, measure
from tableside.records.outcomes.models import Measurement
from tableside.records.plans.actions import NewPlan, propose_plan
from tableside.records.plans.models import TreatmentPlan
from tableside.records.scheduling.actions import change_status
from tableside.records.scheduling.models import Appointment
from tableside.workflows.booking.book import BookingRequest, Person, book
from tests.personas import Cast


def write_plan(
    cast: Cast, client: Client, *, now: datetime, sessions: int = 6, words: str = "Sleep through"
) -> TreatmentPlan:
    """Swedish massage with Ana every seven days, pain from 7 to 4."""
    new = NewPlan(
        therapist=cast.ana.as_therapist,
        service=cast.swedish,
        minutes=60,
        sessions=sessions,
        gap_days=7,
        review_after=4,
        instrument="nrs_pain",
        baseline=Decimal(7),
        target=Decimal(4),
        goal_words=words,
    )
    return propose_plan(client, new, by=cast.ana.actor, now=now)


def hold_session(cast: Cast, client: Client, *, at: datetime, before: int, after: int) -> Appointment:
    """One session that took place, with a score on arrival and one at the end."""
    request = BookingRequest(
        service_id=cast.swedish.id,
        minutes=60,
        starts_at=at,
        people=(Person(client.name, client.email, client_id=client.id),),
        key=f"{client.id}:{at}",
        therapist_id=cast.ana.as_therapist.id,
    )
    made = book(request, by=cast.front_desk.actor, now=at - timedelta(days=3))
    appointment = Appointment.objects.select_related("client").get(pk=made.appointment_ids[0])
    for moment, points in ((Measurement.Moment.BEFORE, before), (Measurement.Moment.AFTER, after)):
        new = NewMeasurement("nrs_pain", moment, Decimal(points), appointment)
        measure(client, new, by=cast.ana.actor, now=at)
    for status in (Status.ARRIVED, Status.COMPLETED):
        change_status(appointment, to=status, by=cast.ana.actor, now=at)
    return appointment
