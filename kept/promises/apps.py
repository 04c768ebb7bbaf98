from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "kept.promises"
    label = "promises"
