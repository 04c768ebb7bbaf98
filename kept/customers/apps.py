from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "kept.customers"
    label = "customers"
