"""Who waits for a time, and who was asked about which."""

from __future__ import annotations

from django.urls import path

from tableside.desk.waitlist import views

urlpatterns = [
    path("waitlist/", views.waitlist, name="waitlist"),
    path("waitlist/<uuid:entry_id>/", views.entry, name="waitlist-entry"),
    path("waitlist/<uuid:entry_id>/offer/", views.offer, name="waitlist-offer"),
    path("waitlist/<uuid:entry_id>/remove/", views.remove, name="waitlist-remove"),
    path("clients/<uuid:client_id>/waitlist/", views.add, name="waitlist-add"),
]
