from django.apps import AppConfig


class HoursConfig(AppConfig):
    name = "kept.hours"
    label = "hours"
