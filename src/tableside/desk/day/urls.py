"""The day's list."""

from __future__ import annotations

from django.urls import path

from tableside.desk.day import views

urlpatterns = [path("", views.day, name="day")]
