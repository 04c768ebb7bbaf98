"""What holds for every test: the fast hasher, and a data folder of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import translation
from xdist.scheduler import LoadScopeScheduling

from tests.begun import django_db_keepdb, django_db_modify_db_settings  # noqa: F401  fixtures
from tests.ledger_flush import ledger_can_be_emptied  # noqa: F401  a fixture
from tests.ledger_known import ledger_end_known  # noqa: F401  a fixture

SHARED = (
    *(
        "tests/a11y/",
        "tests/foreign/",
        "tests/journeys/",
        "tests/test_running.py",
        "tests/test_demo.py",
    ),
    *("tests/test_architecture.py", "kept/mail/tests/test_imap.py"),
)
LOOKS = (
    *("tests/a11y/", "tests/foreign/"),
    *("tests/journeys/test_desk.py", "tests/journeys/test_showing.py"),
    *("kept/people/tests/test_journeys.py", "kept/hours/tests/test_journeys.py"),
)
"""Looks, keys and panes are the same whatever the database; the other journeys walk on both."""

LONG = ("tests/security/", "tests/test_every_url.py", "tests/test_demo.py")
"""As long as what is marked so: a journey, or a fault."""

PROCESSES = ("kept/mail/tests/test_pipe.py", "kept/serving/tests/")
"""Tests that start whole processes: they ask for no database, and use one."""


def pytest_configure() -> None:
    # Argon2 is slow on purpose; a test that signs somebody in need not be.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Tests render pages without having collected static files.
    django_settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return ByHouse(config, log)


class ByHouse(LoadScopeScheduling):  # type: ignore[misc]
    """A file whose tests share a house is one worker's; other tests go where there is room."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return path if path.startswith(SHARED) or path.endswith("test_journeys.py") else nodeid


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("KEPT_TEST_DATABASE_ONLY"):
        # What does not depend on it has said all it can on the first one; see bin/test.
        told = [item for item in items if not _depends_on_database(item)]
        config.hook.pytest_deselected(items=told)
        items[:] = [item for item in items if _depends_on_database(item)]
    # The long ones first: what is small fills the gaps at the end.
    items.sort(key=_is_long, reverse=True)
    if connection.vendor != "postgresql":
        skipped = pytest.mark.skip(reason="says something on PostgreSQL only; bin/test runs both")
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(skipped)


def _depends_on_database(item: pytest.Item) -> bool:
    if item.nodeid.startswith(LOOKS):
        return False
    asks = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
    marked = any(item.get_closest_marker(name) for name in ("django_db", "journey", "fault"))
    return bool(asks) or marked or item.nodeid.startswith(PROCESSES)


def _is_long(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("journey", "fault"))
    return marked or item.nodeid.startswith(LONG)


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """What a page of this test spoke, the next test does not."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def own_post(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that turned the test before away rests for that test alone."""
    from kept.mail import sender

    monkeypatch.setattr(sender, "_resting_until", 0.0)


@pytest.fixture(autouse=True)
def own_brands(monkeypatch: pytest.MonkeyPatch) -> None:
    """No brand of the test before; and that there is none is known, as it mostly is in service."""
    from kept.brand import queries

    monkeypatch.setattr(queries, "_known", {"all": (time.monotonic(), {})})


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path: Path) -> Path:
    """Blobs and spool of this test alone."""
    settings.DATA = tmp_path / "data"
    settings.BLOBS = settings.DATA / "blobs"
    settings.SPOOL = settings.DATA / "spool"
    settings.PICTURES = settings.DATA / "pictures"
    return settings.DATA
