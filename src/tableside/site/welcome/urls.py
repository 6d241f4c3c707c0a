"""Where signing in leads."""

from __future__ import annotations

from django.urls import path

from tableside.site.welcome import views

urlpatterns = [path("", views.welcome, name="welcome")]
