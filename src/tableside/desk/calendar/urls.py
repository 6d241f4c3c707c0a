"""The calendar, what it is filled with, and what is dragged in it."""

from __future__ import annotations

from django.urls import path

from tableside.desk.calendar import views

urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("appointments/<uuid:appointment_id>/", views.wish, name="calendar-wish"),
    path("appointments/<uuid:appointment_id>/as-before/", views.as_before, name="calendar-as-before"),
    path("feed/", views.feed, name="calendar-feed"),
]
