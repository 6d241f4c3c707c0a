"""The rules of screening as they hold in this practice."""

from __future__ import annotations

from django.urls import path

from tableside.desk.settings.rules import views

urlpatterns = [
    path("", views.rules, name="settings-rules"),
    path("pressure-limits/", views.pressure_limits, name="settings-pressure-limits"),
    path("<slug:rule_id>/", views.rule, name="settings-rule"),
    path("<slug:rule_id>/change/", views.change, name="settings-rule-change"),
    path("<slug:rule_id>/ours/", views.ours, name="settings-rule-ours"),
]
