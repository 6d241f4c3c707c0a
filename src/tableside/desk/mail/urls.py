"""The messages that left, wait or failed."""

from __future__ import annotations

from django.urls import path

from tableside.desk.mail import views

urlpatterns = [
    path("", views.messages, name="mail"),
    path("<uuid:message_id>/", views.message, name="message"),
    path("<uuid:message_id>/calendar/", views.calendar, name="message-calendar"),
    path("<uuid:message_id>/again/", views.again, name="message-again"),
]
