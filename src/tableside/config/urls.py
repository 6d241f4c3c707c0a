"""The addresses, each edge under its own roof."""

from __future__ import annotations

from django.urls import include, path

from tableside.config.allauth_guards import guarded_allauth

handler400 = "tableside.ui.errors.bad_request"
handler403 = "tableside.ui.errors.refused"
handler404 = "tableside.ui.errors.not_found"
handler500 = "tableside.ui.errors.broken"

urlpatterns = [
    path("", include("tableside.site.urls")),
    path("", include("tableside.portal.urls")),
    path("desk/", include("tableside.desk.urls")),
    path("", include("tableside.ui.urls")),
    path("accounts/", include(guarded_allauth())),
]
