"""What waits for a therapist's eyes: findings, what a colleague is asked about, and what providers answered."""

from __future__ import annotations

from django.urls import path

from tableside.desk.intake import opinions, remedies, views

urlpatterns = [
    path("intake/", views.queue, name="intake_queue"),
    path("intake/<uuid:appointment_id>/", views.finding, name="finding"),
    path("intake/<uuid:appointment_id>/reviewed/", views.reviewed, name="finding-reviewed"),
    path("intake/<uuid:appointment_id>/remedies/", remedies.show, name="remedies"),
    path("intake/<uuid:appointment_id>/message/", remedies.message, name="remedies-message"),
    path("intake/<uuid:appointment_id>/message/back/", remedies.message_back, name="remedies-message-back"),
    path("intake/<uuid:appointment_id>/second-opinion/", opinions.opinion, name="second-opinion"),
    path("intake/<uuid:appointment_id>/second-opinion/answer/", opinions.answer, name="second-opinion-answer"),
    path("intake/clients/<uuid:client_id>/", views.client_finding, name="client-finding"),
    path("intake/clients/<uuid:client_id>/reviewed/", views.client_reviewed, name="client-finding-reviewed"),
    path("intake/clients/<uuid:client_id>/ask/<str:rule_id>/", views.ask, name="clearance-ask"),
    path("intake/clearances/<uuid:clearance_id>/", views.clearance, name="clearance"),
    path("intake/clearances/<uuid:clearance_id>/letter/", views.letter, name="clearance-letter"),
    path("intake/clearances/<uuid:clearance_id>/letter/pdf/", views.letter_pdf, name="clearance-letter-pdf"),
    path("intake/letters/<uuid:provider_letter_id>/", views.received_letter, name="received-letter"),
    path("intake/clearances/<uuid:clearance_id>/again/", views.again, name="clearance-again"),
    path("clients/<uuid:client_id>/tablet/", views.tablet, name="tablet"),
]
