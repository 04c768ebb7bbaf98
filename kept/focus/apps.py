from django.apps import AppConfig


class FocusConfig(AppConfig):
    name = "kept.focus"
    verbose_name = "Focus"
