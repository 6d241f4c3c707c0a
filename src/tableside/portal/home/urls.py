"""A client's own pages."""

from __future__ import annotations

from django.urls import path

from tableside.portal.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("child/<uuid:client_id>/", views.child, name="child"),
    path("score/", views.score_today, name="score"),
    path("plan/<uuid:plan_id>/dates/", views.book_plan_dates, name="plan-book"),
    path("consents/<uuid:consent_id>/", views.consent, name="consent"),
    path("appointments/<uuid:appointment_id>/", views.manage, name="manage"),
]
