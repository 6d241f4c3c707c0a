"""The address of the demo's key ring."""

from __future__ import annotations

from django.urls import path

from tableside.site.demo import views

urlpatterns = [path("", views.keys, name="demo")]
