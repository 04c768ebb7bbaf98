"""Test databases begin as copies of the empty one that bin/test made: migrating takes seconds.

A pytest plugin. Where a run has no such database, they are migrated as ever.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.db import connection

from tests.once import EMPTY


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    of_tests = connection.settings_dict["TEST"]
    if not EMPTY:
        return
    if connection.vendor == "postgresql":
        of_tests["TEMPLATE"] = "kept_empty"
    else:
        shutil.copy(Path(EMPTY) / "data" / "db.sqlite3", of_tests["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """A file that was copied is taken as it is; bin/test removes it with all else."""
    return bool(EMPTY and connection.vendor == "sqlite") or request.config.getvalue("reuse_db")
