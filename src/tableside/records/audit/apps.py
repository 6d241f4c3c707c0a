from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "tableside.records.audit"
    label = "audit"
