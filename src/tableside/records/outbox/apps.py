from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "tableside.records.outbox"
    label = "outbox"
