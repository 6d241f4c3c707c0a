"""The first run, before there is a practice."""

from __future__ import annotations

from django.urls import path

from tableside.site.setup import views

urlpatterns = [
    path("", views.setup, name="setup"),
    path("demo/", views.look_around, name="setup-demo"),
]
