"""What somebody has dragged: where an appointment should go, and how long it should be."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext

from tableside.core.appointments.add_ons import time_with
from tableside.core.decision import Refusal
from tableside.core.permissions.actor import Actor
from tableside.core.timeline.window import minute_of
from tableside.desk.appointment.forms import instant_of_wall
from tableside.desk.appointment.page import told_words
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.ui.requests import ActorRequest
from tableside.workflows.change_length import change_length
from tableside.workflows.choose_length import agreed_add_ons
from tableside.workflows.reschedule import reschedule


class WishForm(forms.Form):
    """``start`` is the clock on the practice's wall. Without a therapist or table the one it has is meant."""

    start = forms.CharField(max_length=20)
    minutes = forms.IntegerField(min_value=5, max_value=24 * 60)
    revision = forms.IntegerField(min_value=0)
    therapist = forms.UUIDField(required=False)
    table = forms.UUIDField(required=False)
    tell = forms.BooleanField(required=False)


def grant(appointment: Appointment, request: ActorRequest, *, now: datetime) -> str:
    """Do what was dragged and say so; refused like the same change on the appointment's page."""
    form = WishForm(request.POST)
    if not form.is_valid():
        raise Refusal("unreadable", gettext("This could not be read as a time. Please try again."))
    asked, by, zone = form.cleaned_data, request.actor, request.practice.zone
    if asked["revision"] != appointment.revision:
        raise Refusal("appointment_changed", gettext("Somebody else has just changed this appointment. Look again."))
    starts_at = instant_of_wall(asked["start"], zone)
    if asked["minutes"] != minute_of(appointment.ends_at) - minute_of(appointment.starts_at):
        more = time_with(0, agreed_add_ons(appointment))
        change_length(appointment, minutes=asked["minutes"] - more, tells=asked["tell"], by=by, now=now)
        words = gettext("%(client)s now has %(length)s.")
        said = words % {"client": appointment.client.name, "length": moments.minutes(asked["minutes"])}
    else:
        _move(appointment, starts_at, asked["therapist"], asked["table"], tells=asked["tell"], by=by, now=now)
        words = gettext("Moved: %(client)s comes on %(when)s to %(therapist)s.")
        said = words % {
            "client": appointment.client.name,
            "when": moments.full(appointment.starts_at, zone),
            "therapist": appointment.therapist.name,
        }
    return f"{said} {told_words(appointment, tells=asked['tell'])}"


def insist_address(appointment: Appointment, request: ActorRequest, refusal: Refusal) -> dict[str, object]:
    """Where a reason is asked for, and what to send there, if a reason would help."""
    if not refusal.data.get("outside"):
        return {}
    asked = request.POST
    tell = {"tell": "on"} if asked.get("tell") else {}
    if int(asked["minutes"]) != minute_of(appointment.ends_at) - minute_of(appointment.starts_at):
        url = reverse("desk:appointment-length", args=[appointment.id])
        return {"insist": {"url": url, "fields": {"minutes": asked["minutes"], **tell}}}
    wall = datetime.fromisoformat(asked["start"])
    url = reverse("desk:appointment-move", args=[appointment.id])
    chosen = {"therapist": asked.get("therapist") or str(appointment.therapist_id), "table": asked.get("table")}
    query = urlencode({name: key for name, key in chosen.items() if key})
    return {"insist": {"url": f"{url}?{query}", "fields": {"day": f"{wall:%Y-%m-%d}", "at": f"{wall:%H:%M}", **tell}}}


def _move(
    appointment: Appointment,
    starts_at: datetime,
    therapist_id: UUID | None,
    table_id: UUID | None,
    *,
    tells: bool,
    by: Actor,
    now: datetime,
) -> None:
    therapist_id = therapist_id or appointment.therapist_id
    stays = (starts_at, therapist_id) == (appointment.starts_at, appointment.therapist_id)
    if stays and table_id in (None, appointment.table_id):
        raise Refusal("nothing_changed", gettext("It is there already."))
    reschedule(
        appointment,
        starts_at=starts_at,
        therapist_id=therapist_id,
        table_id=table_id,
        tells=tells,
        by=by,
        now=now,
    )
