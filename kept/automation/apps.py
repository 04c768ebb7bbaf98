from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "kept.automation"
    label = "automation"
