from django.apps import AppConfig


class ChartingConfig(AppConfig):
    name = "tableside.records.charting"
    label = "charting"
