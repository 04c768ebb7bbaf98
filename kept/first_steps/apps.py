from django.apps import AppConfig


class FirstStepsConfig(AppConfig):
    name = "kept.first_steps"
    verbose_name = "First steps"
