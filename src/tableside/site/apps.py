from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "tableside.site"
    label = "site"
