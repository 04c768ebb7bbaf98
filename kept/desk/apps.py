from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "kept.desk"
    label = "desk"
