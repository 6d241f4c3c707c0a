"""The front door."""

from __future__ import annotations

from django.urls import path

from tableside.site.home import views

urlpatterns = [path("", views.home, name="home")]
