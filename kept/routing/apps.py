from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "kept.routing"
    verbose_name = "Routing"
