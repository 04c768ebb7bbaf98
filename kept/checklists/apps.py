from django.apps import AppConfig


class ChecklistsConfig(AppConfig):
    name = "kept.checklists"
    label = "checklists"
