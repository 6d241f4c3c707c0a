"""Searching from anywhere at the desk."""

from __future__ import annotations

from django.urls import path

from tableside.desk.search import views

urlpatterns = [path("", views.search, name="search")]
