"""Who treats here."""

from __future__ import annotations

from django.urls import path

from tableside.site.therapists import views

urlpatterns = [
    path("", views.therapists, name="therapists"),
    path("<slug:slug>/", views.therapist, name="therapist"),
]
