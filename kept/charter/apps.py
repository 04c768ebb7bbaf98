from django.apps import AppConfig


class CharterConfig(AppConfig):
    name = "kept.charter"
    verbose_name = "Charter"
