"""Waiting for a time, and the time that opened."""

from __future__ import annotations

from django.urls import path

from tableside.portal.waitlist import views

urlpatterns = [
    path("book/waitlist/", views.join_list, name="waitlist-join"),
    path("waitlist/<str:token>/", views.entry, name="waitlist"),
    path("waitlist/<str:token>/leave/", views.leave_list, name="waitlist-leave"),
    path("offer/<str:token>/", views.offer, name="offer"),
    path("offer/<str:token>/pass/", views.let_pass, name="offer-pass"),
    path("my/waitlist/<uuid:entry_id>/", views.open_own, name="own-waitlist"),
]
