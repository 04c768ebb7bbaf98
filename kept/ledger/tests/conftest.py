from __future__ import annotations

import pytest
from django.db import connection

from tests.ledger_flush import ledger_can_be_emptied  # noqa: F401  a fixture


@pytest.fixture
def several_connections(transactional_db) -> None:
    """For tests whose threads use the database at the same time.

    SQLite in memory locks whole tables between them, at once and without waiting; a file does not.
    """
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("needs a database file (KEPT_TEST_SQLITE); bin/test names one")
