from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "kept.reports"
    label = "reports"
