"""The session page, beside the massage table, and each thing that can be written down on it."""

from __future__ import annotations

from django.urls import path

from tableside.desk.session import views_incident, views_note, views_page, views_record

urlpatterns = [
    path("<uuid:appointment_id>/", views_page.show, name="session"),
    path("<uuid:appointment_id>/start/", views_page.start, name="session-start"),
    path("<uuid:appointment_id>/end/", views_page.end, name="session-end"),
    path("<uuid:appointment_id>/scores/<str:moment>/", views_record.scores, name="session-scores"),
    path("<uuid:appointment_id>/work/", views_record.work, name="session-work"),
    path("<uuid:appointment_id>/work/limits/", views_record.limits, name="session-work-limits"),
    path("<uuid:appointment_id>/work/repeat/", views_record.repeat, name="session-work-repeat"),
    path("<uuid:appointment_id>/work/<uuid:work_id>/removal/", views_record.remove, name="session-work-remove"),
    path(
        "<uuid:appointment_id>/areas/<uuid:agreed_area_id>/withdrawal/",
        views_record.withdraw,
        name="session-area-withdraw",
    ),
    path("<uuid:appointment_id>/marks/", views_record.marks, name="session-marks"),
    path("<uuid:appointment_id>/pressure/", views_record.feedback, name="session-feedback"),
    path("incidents/", views_incident.incidents, name="incidents"),
    path("<uuid:appointment_id>/wrong/", views_incident.wrong, name="session-wrong"),
    path("<uuid:appointment_id>/stop/", views_incident.stop, name="session-stop"),
    path("<uuid:appointment_id>/incidents/<uuid:incident_id>/", views_incident.show, name="incident"),
    path("<uuid:appointment_id>/incidents/<uuid:incident_id>/call/", views_incident.call, name="incident-call"),
    path(
        "<uuid:appointment_id>/incidents/<uuid:incident_id>/account/",
        views_incident.describe,
        name="incident-describe",
    ),
    path("<uuid:appointment_id>/note/", views_note.read, name="note"),
    path("<uuid:appointment_id>/note/draft/", views_note.save, name="note-save"),
    path("<uuid:appointment_id>/note/fill/", views_note.fill, name="note-fill"),
    path("<uuid:appointment_id>/note/signature/", views_note.sign, name="note-sign"),
    path("<uuid:appointment_id>/note/addenda/", views_note.add, name="note-add"),
]
