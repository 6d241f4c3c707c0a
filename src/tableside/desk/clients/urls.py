"""Who comes here: the list, and the page of one client."""

from __future__ import annotations

from django.urls import path

from tableside.desk.clients import views, views_guardian

urlpatterns = [
    path("", views.clients, name="clients"),
    path("new/", views.add, name="client-add"),
    path("consents/<uuid:consent_id>/", views.consent, name="consent"),
    path("<uuid:client_id>/", views.client, name="client"),
    path("<uuid:client_id>/edit/", views.edit, name="client-edit"),
    path("<uuid:client_id>/guardian/", views_guardian.guardian, name="client-guardian"),
    path("<uuid:client_id>/messages/", views.reminders, name="client-messages"),
    path("<uuid:client_id>/note/", views.note, name="client-note"),
]
