from django.apps import AppConfig


class MacrosConfig(AppConfig):
    name = "kept.macros"
    label = "macros"
