from __future__ import annotations

from django.urls import path

from tableside.desk.gallery import views

urlpatterns = [path("", views.gallery, name="gallery")]
