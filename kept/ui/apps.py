from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kept.ui"
    label = "ui"
