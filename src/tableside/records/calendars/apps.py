from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "tableside.records.calendars"
    label = "calendars"
