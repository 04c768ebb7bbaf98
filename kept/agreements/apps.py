from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "kept.agreements"
    label = "agreements"
