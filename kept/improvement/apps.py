from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "kept.improvement"
    verbose_name = "Improvement"
