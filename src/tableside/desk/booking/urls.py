"""Booking for a client. Everything chosen so far is in the address; only the last step writes."""

from __future__ import annotations

from django.urls import path

from tableside.desk.booking import series, views, why

urlpatterns = [
    path("", views.book_for_client, name="book"),
    path("series/", series.book_again_and_again, name="book-series"),
    path("why/", why.why, name="book-why"),
]
