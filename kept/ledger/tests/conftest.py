from tests.ledger_flush import ledger_can_be_emptied  # noqa: F401  a fixture
