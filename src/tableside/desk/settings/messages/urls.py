"""When messages leave, and what they say."""

from __future__ import annotations

from django.urls import path

from tableside.desk.settings.messages import views

urlpatterns = [
    path("", views.reminders, name="settings-messages"),
    path("<slug:kind>/<slug:language>/", views.wording, name="settings-message"),
    path("<slug:kind>/<slug:language>/ours/", views.ours, name="settings-message-ours"),
    path("<slug:kind>/<slug:language>/former/", views.former, name="settings-message-former"),
]
