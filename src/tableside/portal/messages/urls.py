"""How a client is reminded, opened from a link in a reminder."""

from __future__ import annotations

from django.urls import path

from tableside.portal.messages import views

urlpatterns = [
    path("messages/<str:token>/", views.choice_by_link, name="messages"),
    path("messages/<str:token>/stop/", views.stop_by_mail_program, name="messages-stop"),
    path("messages/<str:token>/afterwards/stop/", views.stop_asking_afterwards, name="messages-stop-afterwards"),
    path("texts/<str:token>/", views.text_answered, name="text-answered"),
    path("my/messages/", views.own_choice, name="own-messages"),
]
