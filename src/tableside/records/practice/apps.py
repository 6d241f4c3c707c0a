from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "tableside.records.practice"
    label = "practice"
