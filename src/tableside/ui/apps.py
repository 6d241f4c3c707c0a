from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "tableside.ui"
    label = "ui"
