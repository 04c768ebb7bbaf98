from kept.ledger.tests.conftest import several_connections  # noqa: F401  a fixture
