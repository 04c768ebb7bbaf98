from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "kept.routing"
    verbose_name = "Routing"

    def ready(self) -> None:
        from kept.ledger.apps import import_from_rooms

        # Each room says in this module who is to be brought nothing for now.
        import_from_rooms("resting")
