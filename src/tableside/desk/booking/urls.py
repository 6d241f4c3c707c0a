"""Booking for a client. Everything chosen so far is in the address; only the last step writes."""

from __future__ import annotations

from django.urls import path

from tableside.desk.booking import views, why

urlpatterns = [
    path("", views.book_for_client, name="book"),
    path("why/", why.why, name="book-why"),
]
