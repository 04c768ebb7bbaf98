from django.apps import AppConfig


class BrandConfig(AppConfig):
    name = "kept.brand"
    verbose_name = "Brand"
