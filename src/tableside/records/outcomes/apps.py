from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "tableside.records.outcomes"
    label = "outcomes"
