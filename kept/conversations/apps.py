from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "kept.conversations"
    label = "conversations"
