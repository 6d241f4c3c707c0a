"""When therapists work."""

from __future__ import annotations

from django.urls import path

from tableside.desk.settings.hours import views

urlpatterns = [
    path("", views.hours, name="settings-hours"),
    path("closed/", views.close, name="settings-close"),
    path("closed/<uuid:therapist_id>/<str:on>/", views.reopen, name="settings-reopen"),
    path("<uuid:therapist_id>/<uuid:location_id>/", views.week, name="settings-week"),
]
