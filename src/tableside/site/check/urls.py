"""Check before you book: one address, whatever is answered."""

from __future__ import annotations

from django.urls import path

from tableside.site.check import views

urlpatterns = [path("", views.check, name="check")]
