"""Who did and read what."""

from __future__ import annotations

from django.urls import path

from tableside.desk.audit import views

urlpatterns = [path("", views.entries, name="audit")]
