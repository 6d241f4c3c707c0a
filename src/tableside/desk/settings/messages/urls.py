"""When reminders leave."""

from __future__ import annotations

from django.urls import path

from tableside.desk.settings.messages import views

urlpatterns = [path("", views.reminders, name="settings-messages")]
