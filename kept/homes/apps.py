from django.apps import AppConfig


class HomesConfig(AppConfig):
    name = "kept.homes"
    label = "homes"
