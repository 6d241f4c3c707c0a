"""How the practice works: what its owner can change."""

from __future__ import annotations

from django.urls import include, path

from tableside.desk.settings import ahead, undo, views

urlpatterns = [
    path("", views.overview, name="settings"),
    path("ahead/", ahead.ahead, name="settings-ahead"),
    path("undo/", undo.undo, name="settings-undo"),
    path("", include("tableside.desk.settings.practice.urls")),
    path("messages/", include("tableside.desk.settings.messages.urls")),
    path("services/", include("tableside.desk.settings.services.urls")),
    path("people/", include("tableside.desk.settings.people.urls")),
    path("calendar/", include("tableside.desk.settings.calendar.urls")),
    path("hours/", include("tableside.desk.settings.hours.urls")),
    path("rules/", include("tableside.desk.settings.rules.urls")),
    path("places/", include("tableside.desk.settings.places.urls")),
]
