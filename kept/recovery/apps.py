from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    name = "kept.recovery"
    verbose_name = "Recovery"
