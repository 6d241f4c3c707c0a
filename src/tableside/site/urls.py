"""What anyone may open."""

from __future__ import annotations

from django.urls import include, path

app_name = "site"
urlpatterns = [
    path("guide/", include("tableside.site.guide.urls")),
    path("demo/", include("tableside.site.demo.urls")),
]
