"""The addresses of the guide."""

from __future__ import annotations

from django.urls import path

from tableside.site.guide import views

urlpatterns = [
    path("", views.home, name="guide-home"),
    path("techniques/", views.techniques, name="guide-techniques"),
    path("techniques/<slug:slug>/", views.technique, name="guide-technique"),
    path("benefits/", views.benefits, name="guide-benefits"),
    path("benefits/<slug:slug>/", views.benefit, name="guide-benefit"),
    path("precautions/", views.precautions, name="guide-precautions"),
    path("expect/", views.expect, name="guide-expect"),
    path("questions/", views.questions, name="guide-questions"),
    path("myths/", views.myths, name="guide-myths"),
]
