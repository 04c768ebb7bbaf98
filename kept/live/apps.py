from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "kept.live"
    label = "live"
