from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "kept.ledger"
    label = "ledger"

    def ready(self) -> None:
        # Each room says in these modules what it records, reacts to and does by the clock.
        for module in ("events", "reactions", "working"):
            import_from_rooms(module)
        post_migrate.connect(_continue_order, sender=self)


def import_from_rooms(module: str) -> None:
    """Import `module` of each room that has one."""
    for app in apps.get_app_configs():
        name = f"{app.name}.{module}"
        if app.name.startswith("kept.") and find_spec(name):
            import_module(name)


def _continue_order(**_: object) -> None:
    from kept.ledger.recording import continue_order

    continue_order()
