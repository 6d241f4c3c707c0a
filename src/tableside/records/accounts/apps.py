from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tableside.records.accounts"
    label = "accounts"
