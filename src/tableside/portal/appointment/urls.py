"""One appointment, opened by the link that was sent for it."""

from __future__ import annotations

from django.urls import path

from tableside.portal.appointment import views

urlpatterns = [
    path("<str:token>/", views.show, name="appointment"),
    path("<str:token>/calendar/", views.calendar, name="appointment-calendar"),
    path("<str:token>/as-before/", views.as_before, name="appointment-as-before"),
    path("<str:token>/move/", views.move, name="appointment-move"),
    path("<str:token>/cancellation/", views.cancellation, name="appointment-cancel"),
]
