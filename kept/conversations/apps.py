from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "kept.conversations"
    label = "conversations"

    def ready(self) -> None:
        from kept.ledger.apps import import_from_rooms

        # Each room says in this module what it wants before a conversation is closed.
        import_from_rooms("closing")
        # And in this one what else can be done to many conversations at once.
        import_from_rooms("bulk_acts")
