from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "kept.live"
    label = "live"

    def ready(self) -> None:
        from kept.ledger.apps import import_from_rooms

        import_from_rooms("audience")
