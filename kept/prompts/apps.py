from django.apps import AppConfig


class PromptsConfig(AppConfig):
    name = "kept.prompts"
    label = "prompts"
