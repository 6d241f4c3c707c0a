"""The design system stands without any edge: only its own addresses and the gallery."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("tableside.ui.urls")),
    path("desk/gallery/", include("tableside.desk.gallery.urls")),
]
