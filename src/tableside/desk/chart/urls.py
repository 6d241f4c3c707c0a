"""A client's history, for those who treat."""

from __future__ import annotations

from django.urls import path

from tableside.desk.chart import views

urlpatterns = [
    path("<uuid:client_id>/chart/", views.show, name="chart"),
]
