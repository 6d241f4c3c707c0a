from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "tableside.records.clients"
    label = "clients"
