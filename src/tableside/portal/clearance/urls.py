"""One question to a healthcare provider, by the link in the practice's letter."""

from __future__ import annotations

from django.urls import path

from tableside.portal.clearance import views

urlpatterns = [path("<str:token>/", views.clearance, name="clearance")]
