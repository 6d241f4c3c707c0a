"""What clients open."""

from __future__ import annotations

from django.urls import include, path

app_name = "portal"
urlpatterns = [
    path("", include("tableside.portal.intake.urls")),
    path("", include("tableside.portal.messages.urls")),
    path("", include("tableside.portal.waitlist.urls")),
    path("", include("tableside.portal.calendar.urls")),
    path("my/", include("tableside.portal.home.urls")),
    path("book/", include("tableside.portal.booking.urls")),
    path("appointment/", include("tableside.portal.appointment.urls")),
    path("clearance/", include("tableside.portal.clearance.urls")),
    path("claim/", include("tableside.portal.claim.urls")),
]
