"""One appointment as staff see it, and what they can do with it."""

from __future__ import annotations

from django.urls import path

from tableside.desk.appointment import series, series_treatment, treatment, views

urlpatterns = [
    path("<uuid:appointment_id>/", views.show, name="appointment"),
    path("<uuid:appointment_id>/arrival/", views.arrival, name="appointment-arrival"),
    path("<uuid:appointment_id>/no-show/", views.no_show, name="appointment-no-show"),
    path("<uuid:appointment_id>/undo/", views.undo, name="appointment-undo"),
    path("<uuid:appointment_id>/as-before/", views.as_before, name="appointment-as-before"),
    path("<uuid:appointment_id>/move/", views.move, name="appointment-move"),
    path("<uuid:appointment_id>/length/", views.length, name="appointment-length"),
    path("<uuid:appointment_id>/treatment/", treatment.treatment, name="appointment-treatment"),
    path("<uuid:appointment_id>/series/", series.show, name="appointment-series"),
    path(
        "<uuid:appointment_id>/series/treatment/",
        series_treatment.change,
        name="appointment-series-treatment",
    ),
    path("<uuid:appointment_id>/series/move/", series.move, name="appointment-series-move"),
    path("<uuid:appointment_id>/series/cancellation/", series.cancellation, name="appointment-series-cancel"),
    path("<uuid:appointment_id>/series/undo/", series.undo, name="appointment-series-undo"),
    path("<uuid:appointment_id>/series/put-back/", series.back, name="appointment-put-back"),
    path("<uuid:appointment_id>/fee/waived/", views.waive, name="appointment-fee-waive"),
    path("<uuid:appointment_id>/cancellation/", views.cancellation, name="appointment-cancel"),
]
