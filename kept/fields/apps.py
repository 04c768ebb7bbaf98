from django.apps import AppConfig


class FieldsConfig(AppConfig):
    name = "kept.fields"
    label = "fields"
