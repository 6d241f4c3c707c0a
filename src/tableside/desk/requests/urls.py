"""Answering requests."""

from __future__ import annotations

from django.urls import path

from tableside.desk.requests import views

urlpatterns = [
    path("<uuid:appointment_id>/accept/", views.accept, name="request-accept"),
    path("<uuid:appointment_id>/decline/", views.decline, name="request-decline"),
]
