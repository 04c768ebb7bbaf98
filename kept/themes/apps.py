from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "kept.themes"
    label = "themes"
