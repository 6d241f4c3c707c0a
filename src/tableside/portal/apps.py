from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "tableside.portal"
    label = "portal"
