"""Who works here, and in which role."""

from __future__ import annotations

from django.urls import path

from tableside.desk.settings.people import papers, second_factor, views

urlpatterns = [
    path("", views.people, name="settings-people"),
    path("invitation/", views.invitation, name="settings-invite"),
    path("<uuid:membership_id>/invitation/", views.again, name="settings-invite-again"),
    path("<uuid:membership_id>/second-factor/", second_factor.remove, name="settings-second-factor"),
    path("<uuid:membership_id>/end/", views.end, name="settings-end"),
    path("therapists/<uuid:therapist_id>/", views.therapist, name="settings-therapist"),
    path("therapists/<uuid:therapist_id>/papers/", papers.papers, name="settings-papers"),
    path("therapists/<uuid:therapist_id>/licences/", papers.licence, name="settings-licence-add"),
    path("therapists/<uuid:therapist_id>/trainings/", papers.training, name="settings-training-add"),
    path("licences/<uuid:licence_id>/removal/", papers.remove_licence, name="settings-licence-remove"),
    path("trainings/<uuid:training_id>/removal/", papers.remove_training, name="settings-training-remove"),
]
