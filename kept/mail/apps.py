from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "kept.mail"
    label = "mail"
