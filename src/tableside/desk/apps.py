from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "tableside.desk"
    label = "desk"
