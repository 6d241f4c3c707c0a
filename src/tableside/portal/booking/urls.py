"""Booking in four steps. Everything chosen so far is in the address; what is written before the last step is a hold of
the chosen time, which ends by itself."""

from __future__ import annotations

from django.urls import path

from tableside.portal.booking import views

urlpatterns = [
    path("", views.choose_service, name="book"),
    path("therapist/", views.choose_therapist, name="book-therapist"),
    path("time/", views.choose_time, name="book-time"),
    path("hold/", views.hold, name="book-hold"),
    path("release/", views.release, name="book-release"),
    path("details/", views.give_details, name="book-details"),
]
