"""Add a location, its rooms and massage tables, and change what clients read of it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tableside.core.decision import Refusal
from tableside.core.permissions.permission import Permission
from tableside.desk.settings.ahead import Ahead, ahead_of
from tableside.desk.settings.ask_first import ask_first, is_agreed
from tableside.desk.settings.places.forms import (
    EquipmentForm,
    LocationForm,
    RoomForm,
    RoomSettingsForm,
    TableForm,
    TravelForm,
)
from tableside.desk.settings.undo import undo_on, undoable
from tableside.records.practice.access import location_to_manage, room_to_manage
from tableside.records.practice.models import Room
from tableside.records.practice.place_actions import (
    add_location,
    add_room,
    add_table,
    change_location,
    change_room,
    set_equipment,
    set_travel_times,
)
from tableside.records.practice.queries import (
    all_rooms,
    all_tables,
    equipment_by_location,
    locations,
    locations_with_rooms,
    travel_times,
)
from tableside.records.scheduling.ahead_queries import appointments_ahead, pieces_needed
from tableside.ui.guards import needs
from tableside.ui.requests import ActorRequest
from tableside.workflows.practice.effects import left_behind
from tableside.workflows.practice.no_longer_fit import misfits_of


@require_safe
@needs(Permission.MANAGE_PRACTICE)
def places(request: ActorRequest) -> HttpResponse:
    shown, equipment = list(locations_with_rooms()), equipment_by_location()
    context = {
        "places": [(place, equipment.get(place.id, {})) for place in shown],
        "can_travel": len(shown) > 1,
        "rooms_away": all_rooms().filter(is_in_use=False),
        "tables_away": all_tables().filter(is_in_use=False, room__is_in_use=True),
        "undo": undo_on(request, "settings-places"),
    }
    return render(request, "desk/settings/places.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def add(request: ActorRequest) -> HttpResponse:
    form = LocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with undoable(request, "standing"):
                add_location(**form.cleaned_data, rooms={}, by=request.actor, now=timezone.now())
            return _saved(request)
        except Refusal as refusal:
            form.add_error("name", refusal.detail)
    return _form_page(request, form, heading=gettext("Add a location"))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def edit(request: ActorRequest, location_id: UUID) -> HttpResponse:
    location = location_to_manage(request.actor, location_id)
    known = {"name": location.name, "address": location.address, "directions": location.directions}
    form = LocationForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            with undoable(request, "location", location_id):
                change_location(location, **form.cleaned_data, by=request.actor, now=timezone.now())
            return _saved(request)
        except Refusal as refusal:
            form.add_error("name", refusal.detail)
    return _form_page(request, form, heading=known["name"], ahead=ahead_of("location", location_id))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def room(request: ActorRequest, location_id: UUID) -> HttpResponse:
    location = location_to_manage(request.actor, location_id)
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with undoable(request, "standing"):
                add_room(location, **form.cleaned_data, by=request.actor, now=timezone.now())
            return _saved(request)
        except Refusal as refusal:
            form.add_error("name", refusal.detail)
    return _form_page(request, form, heading=gettext("Add a room at %(place)s") % {"place": location.name})


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def table(request: ActorRequest, room_id: UUID) -> HttpResponse:
    room = room_to_manage(request.actor, room_id)
    form = TableForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with undoable(request, "standing"):
                add_table(room, **form.cleaned_data, by=request.actor, now=timezone.now())
            return _saved(request)
        except Refusal as refusal:
            form.add_error("name", refusal.detail)
    return _form_page(request, form, heading=gettext("Add a massage table in %(room)s") % {"room": room.name})


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def room_set_up(request: ActorRequest, room_id: UUID) -> HttpResponse:
    room = room_to_manage(request.actor, room_id)
    form = RoomSettingsForm(request.POST or None, room=room)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        told = {"reset_minutes": form.cleaned_data["reset_minutes"], "features": form.features()}

        def change() -> None:
            change_room(room_to_manage(request.actor, room_id), **told, by=request.actor, now=now)

        outside = () if is_agreed(request) else misfits_of(change, now=now)
        if outside:
            return ask_first(request, outside, heading=room.name, back="desk:settings-places")
        with undoable(request, "room", room_id):
            change()
        return _saved(request)
    return _form_page(request, form, heading=room.name, ahead=ahead_of("room", room_id), room=room)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def equipment(request: ActorRequest, location_id: UUID) -> HttpResponse:
    location = location_to_manage(request.actor, location_id)
    form = EquipmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        needed = pieces_needed(location_id, now=now)
        change = partial(set_equipment, location, **form.cleaned_data, needed=needed, by=request.actor, now=now)
        out_of_use = partial(appointments_ahead, "out_of_use", location_id, now=now)
        outside = () if is_agreed(request) else left_behind(change, out_of_use)
        if outside:
            return ask_first(request, outside, heading=form.cleaned_data["name"], back="desk:settings-places")
        with undoable(request, "equipment", f"{location_id}/{form.cleaned_data['name']}"):
            change()
        return _saved(request)
    heading = gettext("Equipment at %(place)s") % {"place": location.name}
    return _form_page(request, form, heading=heading, ahead=ahead_of("equipment", location_id))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PRACTICE)
def travel(request: ActorRequest) -> HttpResponse:
    heading = gettext("Travel between locations")
    form = TravelForm(request.POST or None, places=list(locations()), known=travel_times())
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        change = partial(set_travel_times, form.minutes(), by=request.actor, now=now)
        outside = () if is_agreed(request) else misfits_of(change, now=now)
        if outside:
            return ask_first(request, outside, heading=heading, back="desk:settings-places")
        with undoable(request, "travel"):
            change()
        return _saved(request)
    return _form_page(request, form, heading=heading)


def _saved(request: ActorRequest) -> HttpResponse:
    messages.success(request, gettext("Saved."))
    return redirect("desk:settings-places")


def _form_page(
    request: ActorRequest, form: forms.Form, *, heading: str, ahead: Ahead | None = None, room: Room | None = None
) -> HttpResponse:
    context = {"form": form, "heading": heading, "ahead": ahead, "room": room}
    return render(request, "desk/settings/place_form.html", context, status=422 if form.is_bound else 200)
