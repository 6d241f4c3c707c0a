"""Who the practice is, and what holds for bookings."""

from __future__ import annotations

from django.urls import path

from tableside.desk.settings.practice import views

urlpatterns = [
    path("practice/", views.details, name="settings-practice"),
    path("policies/", views.policies, name="settings-policies"),
    path("consent/", views.initials, name="settings-consent"),
]
