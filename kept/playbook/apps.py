from django.apps import AppConfig


class PlaybookConfig(AppConfig):
    name = "kept.playbook"
    verbose_name = "Playbook"
