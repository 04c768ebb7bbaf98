from django.apps import AppConfig


class TimespentConfig(AppConfig):
    name = "kept.timespent"
    label = "timespent"
