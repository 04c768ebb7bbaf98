from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kept.portal"
    label = "portal"
