"""What somebody has dragged: where an appointment should go, and how long it should be."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext

from tableside.core.appointments.add_ons import time_with
from tableside.core.decision import Refusal
from tableside.core.timeline.window import minute_of
from tableside.desk.appointment.forms import instant_of_wall
from tableside.desk.appointment.page import told_words
from tableside.records.scheduling.answers import is_answered
from tableside.records.scheduling.models import Appointment
from tableside.ui import moments
from tableside.ui.requests import ActorRequest
from tableside.workflows.changing.change_length import change_length
from tableside.workflows.changing.reschedule import reschedule
from tableside.workflows.times.choose_length import agreed_add_ons


class WishForm(forms.Form):
    """``start`` is the clock on the practice's wall. Without a therapist or table the one it has is meant. What is sent
    again has the same ``key``; ``pulled`` says that the end was moved, not the whole."""

    start = forms.CharField(max_length=20)
    minutes = forms.IntegerField(min_value=5, max_value=24 * 60)
    revision = forms.IntegerField(min_value=0)
    therapist = forms.UUIDField(required=False)
    table = forms.UUIDField(required=False)
    tell = forms.BooleanField(required=False)
    pulled = forms.BooleanField(required=False)
    key = forms.CharField(max_length=80, required=False)


def grant(appointment: Appointment, request: ActorRequest, *, now: datetime) -> str:
    """Do what was dragged and say so; refused like the same change on the appointment's page."""
    form = WishForm(request.POST)
    if not form.is_valid():
        raise Refusal("unreadable", gettext("This could not be read as a time. Please try again."))
    asked, by, zone = form.cleaned_data, request.actor, request.practice.zone
    is_again = is_answered(asked["key"])
    if asked["revision"] != appointment.revision and not is_again:
        raise Refusal("appointment_changed", gettext("Somebody else has just changed this appointment. Look again."))
    starts_at = instant_of_wall(asked["start"], zone)
    if asked["pulled"] or asked["minutes"] != minute_of(appointment.ends_at) - minute_of(appointment.starts_at):
        minutes = asked["minutes"] - time_with(0, agreed_add_ons(appointment))
        change_length(appointment, minutes=minutes, tells=asked["tell"], by=by, now=now, key=asked["key"])
        words = gettext("%(client)s now has %(length)s.")
        said = words % {"client": appointment.client.name, "length": moments.minutes(asked["minutes"])}
    else:
        therapist_id = asked["therapist"] or appointment.therapist_id
        stays = (starts_at, therapist_id) == (appointment.starts_at, appointment.therapist_id)
        if stays and asked["table"] in (None, appointment.table_id) and not is_again:
            raise Refusal("nothing_changed", gettext("It is there already."))
        reschedule(
            appointment,
            starts_at=starts_at,
            therapist_id=therapist_id,
            table_id=asked["table"],
            tells=asked["tell"],
            by=by,
            now=now,
            key=asked["key"],
        )
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
