"""A therapist's own calendar."""

from __future__ import annotations

from django.urls import path

from tableside.desk.settings.calendar import views

urlpatterns = [
    path("", views.own_calendar, name="own-calendar"),
    path("end/", views.end, name="own-calendar-end"),
]
