from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "kept.customers"
    label = "customers"

    def ready(self) -> None:
        from kept.ledger.apps import import_from_rooms

        # Each room says in this module with whom contact has ended.
        import_from_rooms("contact")
