from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "tableside.records.plans"
    label = "plans"
