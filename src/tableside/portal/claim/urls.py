"""From guest to account."""

from __future__ import annotations

from django.urls import path

from tableside.portal.claim import views

urlpatterns = [path("<str:token>/", views.claim, name="claim")]
