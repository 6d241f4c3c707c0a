"""Who works here, and in which role."""

from __future__ import annotations

from django.urls import path

from tableside.desk.settings.people import views

urlpatterns = [
    path("", views.people, name="settings-people"),
    path("invitation/", views.invitation, name="settings-invite"),
    path("<uuid:membership_id>/invitation/", views.again, name="settings-invite-again"),
    path("<uuid:membership_id>/end/", views.end, name="settings-end"),
    path("therapists/<uuid:therapist_id>/", views.therapist, name="settings-therapist"),
]
