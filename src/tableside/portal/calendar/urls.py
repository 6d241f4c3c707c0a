"""Calendar feeds: the feed itself, for therapists and clients, and the client's page about theirs."""

from __future__ import annotations

from django.urls import path

from tableside.portal.calendar import views

urlpatterns = [
    path("calendar/<str:token>.ics", views.feed, name="calendar-feed"),
    path("my/calendar/", views.own_calendar, name="own-calendar"),
    path("my/calendar/end/", views.end, name="own-calendar-end"),
]
