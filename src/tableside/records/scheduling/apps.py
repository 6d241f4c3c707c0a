from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "tableside.records.scheduling"
    label = "scheduling"
