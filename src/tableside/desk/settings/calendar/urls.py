"""A therapist's own calendar, and the other one they keep elsewhere."""

from __future__ import annotations

from django.urls import path

from tableside.desk.settings.calendar import other, views

urlpatterns = [
    path("", views.own_calendar, name="own-calendar"),
    path("end/", views.end, name="own-calendar-end"),
    path("<uuid:therapist_id>/", other.other_calendar, name="other-calendar"),
    path("<uuid:therapist_id>/reading/", other.read_now, name="other-calendar-read"),
    path("<uuid:therapist_id>/removal/", other.remove, name="other-calendar-remove"),
]
