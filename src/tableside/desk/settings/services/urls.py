"""What can be booked, how long and at what price."""

from __future__ import annotations

from django.urls import path

from tableside.desk.settings.services import add_ons, lengths, views

urlpatterns = [
    path("", views.services, name="settings-services"),
    path("new/", views.add, name="settings-service-add"),
    path("<uuid:service_id>/", views.edit, name="settings-service"),
    path("<uuid:service_id>/add-ons/", add_ons.add_ons, name="settings-service-add-ons"),
    path("<uuid:service_id>/lengths/<int:minutes>/", lengths.length, name="settings-length"),
    path("<uuid:service_id>/offering/", views.offering, name="settings-service-offering"),
]
