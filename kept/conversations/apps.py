from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "kept.conversations"
    label = "conversations"

    def ready(self) -> None:
        from kept.ledger.apps import import_from_rooms

        # Each room says in this module what it wants before a conversation is closed.
        import_from_rooms("closing")
