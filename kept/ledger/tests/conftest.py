from __future__ import annotations

import pytest
from django.db import connection


@pytest.fixture
def several_connections(transactional_db) -> None:
    """For tests whose threads use the database at the same time.

    SQLite in memory locks whole tables between them, at once and without waiting; a file does not.
    """
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("needs a database file (KEPT_TEST_SQLITE); bin/test names one")
