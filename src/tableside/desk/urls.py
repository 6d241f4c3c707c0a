"""What staff open."""

from __future__ import annotations

from django.urls import include, path

app_name = "desk"
urlpatterns = [
    path("", include("tableside.desk.intake.urls")),
    path("", include("tableside.desk.day.urls")),
    path("calendar/", include("tableside.desk.calendar.urls")),
    path("search/", include("tableside.desk.search.urls")),
    path("appointments/", include("tableside.desk.appointment.urls")),
    path("requests/", include("tableside.desk.requests.urls")),
    path("clients/", include("tableside.desk.chart.urls")),
    path("clients/", include("tableside.desk.clients.urls")),
    path("book/", include("tableside.desk.booking.urls")),
    path("", include("tableside.desk.plans.urls")),
    path("gallery/", include("tableside.desk.gallery.urls")),
    path("", include("tableside.desk.waitlist.urls")),
    path("mail/", include("tableside.desk.mail.urls")),
    path("audit/", include("tableside.desk.audit.urls")),
    path("sessions/", include("tableside.desk.session.urls")),
    path("settings/", include("tableside.desk.settings.urls")),
]
