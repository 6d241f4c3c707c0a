"""See one appointment; check its client in, note that they did not come, undo either; move it, cancel it, undo that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.appointment.forms import ChosenTime, read_minutes, read_tells, read_wished_start
from tableside.desk.appointment.insist import Insist, read_insistence
from tableside.desk.appointment.page import AppointmentPage, LengthPage, MovePage, safe_next, told_words
from tableside.records.scheduling.access import appointment_to_manage, appointment_to_see
from tableside.records.scheduling.models import Appointment
from tableside.ui.form_key import new_key, sent_key
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.booking.agreed_policy import agreed
from tableside.workflows.booking.side_by_side import other_of, other_with_the_same
from tableside.workflows.changing import check_in
from tableside.workflows.changing.cancel import cancel, cancel_for_client
from tableside.workflows.changing.change_both import change_both
from tableside.workflows.changing.change_length import change_length
from tableside.workflows.changing.fees import late_cancellation
from tableside.workflows.changing.let_off import let_off
from tableside.workflows.changing.reschedule import reschedule
from tableside.workflows.changing.undo_change import undo_change


@require_safe
@needs(Permission.SEE_SCHEDULE)
def show(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    return _page(request, appointment_to_see(request.actor, appointment_id))


@require_POST
@needs(Permission.MANAGE_SCHEDULE)
def arrival(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    return _done(request, appointment_id, check_in.check_in, said=gettext("%(client)s is checked in."))


@require_POST
@needs(Permission.MANAGE_SCHEDULE)
def no_show(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    return _done(request, appointment_id, check_in.mark_missed, said=gettext("Noted: %(client)s did not come."))


@require_POST
@needs(Permission.MANAGE_SCHEDULE)
def undo(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    return _done(request, appointment_id, check_in.undo, said=gettext("Undone: %(client)s is booked as before."))


@require_POST
@needs(Permission.MANAGE_SCHEDULE)
def as_before(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    return _done(
        request, appointment_id, undo_change, said=gettext("Undone: the appointment of %(client)s is as before.")
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_SCHEDULE)
def move(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = appointment_to_manage(request.actor, appointment_id)
    now = timezone.now()
    refusal, wished_at = None, None
    page = MovePage.of(appointment, request, chosen=ChosenTime.of(request), now=now)
    if request.method == "POST":
        therapist_id = page.therapist.id if page.therapist else None
        try:
            wished_at = read_wished_start(request, zone=request.practice.zone)
            reschedule(
                appointment,
                starts_at=wished_at,
                therapist_id=therapist_id,
                table_id=page.table,
                tells=read_tells(request),
                insists=read_insistence(request),
                by=request.actor,
                now=now,
                key=sent_key(request),
            )
            messages.success(request, f"{gettext('Moved.')} {told_words(appointment, tells=read_tells(request))}")
            return redirect("desk:appointment", appointment_id=appointment.id)
        except Refusal as reason:
            refusal = reason
    insist = Insist.of(refusal, request)
    context = {"appointment": appointment, "page": page, "refusal": refusal, "insist": insist, "key": new_key()}
    context |= {"wished_at": wished_at, "other": other_of(appointment), "alike": other_with_the_same(appointment)}
    return render(request, "desk/appointment/move.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_SCHEDULE)
def length(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = appointment_to_manage(request.actor, appointment_id)
    refusal = None
    if request.method == "POST":
        try:
            minutes, tells = read_minutes(request), read_tells(request)
            is_for_both = other_with_the_same(appointment) is not None and request.POST.get("which") != "one"
            deed = partial(change_both, service_id=appointment.service_id) if is_for_both else change_length
            deed(
                appointment,
                minutes=minutes,
                tells=tells,
                insists=read_insistence(request),
                by=request.actor,
                now=timezone.now(),
                key=sent_key(request),
            )
            messages.success(request, f"{gettext('Changed.')} {told_words(appointment, tells=tells)}")
            return redirect("desk:appointment", appointment_id=appointment.id)
        except Refusal as reason:
            refusal = reason
            appointment = appointment_to_manage(request.actor, appointment_id)
    page, insist = LengthPage.of(appointment), Insist.of(refusal, request)
    context = {"appointment": appointment, "page": page, "refusal": refusal, "insist": insist, "key": new_key()}
    context |= {"other": other_with_the_same(appointment)}
    return render(request, "desk/appointment/length.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_SCHEDULE)
def cancellation(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    appointment = appointment_to_manage(request.actor, appointment_id)
    if request.method != "POST":
        late = late_cancellation(appointment, agreed(appointment), now=timezone.now())
        other = other_of(appointment)
        context = {"appointment": appointment, "late": late, "other": other, "key": new_key()}
        return render(request, "desk/appointment/cancellation.html", context)
    deed = cancel_for_client if request.POST.get("asked_by") == "client" else cancel
    tells, both = read_tells(request), request.POST.get("which") == "both"
    try:
        deed(appointment, tells=tells, for_both=both, by=request.actor, now=timezone.now(), key=sent_key(request))
    except Refusal as refusal:
        return _page(request, appointment, refusal=refusal)
    told = told_words(appointment, tells=tells)
    messages.success(request, f"{gettext('Cancelled. The time is free again.')} {told}")
    return redirect("desk:appointment", appointment_id=appointment.id)


@require_POST
@needs(Permission.MANAGE_SCHEDULE)
def waive(request: ActorRequest, appointment_id: UUID) -> HttpResponse:
    deed = partial(let_off, reason=request.POST.get("reason", "")[:500])
    return _done(request, appointment_id, deed, said=gettext("Waived: %(client)s owes nothing for this appointment."))


def _done(request: ActorRequest, appointment_id: UUID, deed: Callable[..., None], *, said: str) -> HttpResponse:
    """Do it and go back to where the button was; or show the appointment with the reason why not."""
    appointment = appointment_to_manage(request.actor, appointment_id)
    try:
        deed(appointment, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _page(request, appointment_to_manage(request.actor, appointment_id), refusal=refusal)
    messages.success(request, said % {"client": appointment.client.name})
    return HttpResponseRedirect(safe_next(request, default=reverse("desk:appointment", args=[appointment.id])))


def _page(request: ActorRequest, appointment: Appointment, *, refusal: Refusal | None = None) -> HttpResponse:
    page = AppointmentPage.of(appointment, request, now=timezone.now())
    context = {"page": page, "appointment": appointment, "refusal": refusal}
    return render(request, "desk/appointment/show.html", context, status=422 if refusal else 200)
