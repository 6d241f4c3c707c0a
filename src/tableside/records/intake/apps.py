from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "tableside.records.intake"
    label = "intake"
