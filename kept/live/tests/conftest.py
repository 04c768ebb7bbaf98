from kept.ledger.tests.conftest import (  # noqa: F401  fixtures
    ledger_can_be_emptied,
    several_connections,
)
