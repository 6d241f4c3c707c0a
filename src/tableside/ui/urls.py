from __future__ import annotations

from django.urls import path

from tableside.ui import appearance

app_name = "ui"
urlpatterns = [path("theme/", appearance.choose_theme, name="theme")]
