from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "kept.notices"
    label = "notices"
