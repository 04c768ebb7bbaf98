from django.apps import AppConfig


class HandoffsConfig(AppConfig):
    name = "kept.handoffs"
    verbose_name = "Handoffs"
