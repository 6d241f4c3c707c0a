"""What anyone may open."""

from __future__ import annotations

from django.urls import include, path

app_name = "site"
urlpatterns = [
    path("", include("tableside.site.home.urls")),
    path("therapists/", include("tableside.site.therapists.urls")),
    path("setup/", include("tableside.site.setup.urls")),
    path("welcome/", include("tableside.site.welcome.urls")),
    path("check/", include("tableside.site.check.urls")),
    path("guide/", include("tableside.site.guide.urls")),
    path("demo/", include("tableside.site.demo.urls")),
]
