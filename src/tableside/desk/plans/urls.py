"""Treatment plans of a client."""

from __future__ import annotations

from django.urls import path

from tableside.desk.plans import views

urlpatterns = [
    path("clients/<uuid:client_id>/plans/new/", views.write, name="plan-write"),
    path("plans/", views.plans, name="plans"),
    path("plans/<uuid:plan_id>/", views.show, name="plan"),
    path("plans/<uuid:plan_id>/dates/", views.book, name="plan-book"),
    path("plans/<uuid:plan_id>/end/", views.end, name="plan-end"),
]
