"""What staff open."""

from __future__ import annotations

from django.urls import include, path

app_name = "desk"
urlpatterns = [
    path("gallery/", include("tableside.desk.gallery.urls")),
]
