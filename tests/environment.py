"""What the environment of a test run must hold before Django reads its settings.

Loaded by pytest as a plugin (see pyproject.toml), since pytest-django asks for the settings before
any conftest.py runs.
"""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("KEPT_SECRET_KEY", "only-for-tests")
if "KEPT_TEST_DATA" not in os.environ:
    # Once a run: the workers of xdist inherit it.
    os.environ["KEPT_TEST_DATA"] = tempfile.mkdtemp(prefix="kept-test-")
    os.environ["KEPT_TEST_OWNER"] = str(os.getpid())
os.environ["KEPT_DATA"] = os.environ["KEPT_TEST_DATA"]
os.environ.pop("KEPT_SMTP_URL", None)
if servers := os.environ.get("KEPT_TEST_SERVERS", "").split():
    # A server for each worker of xdist: an open transaction anywhere on a server holds back the
    # ledger's readers everywhere on it, so neighbours would wait for each other's tests.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["DATABASE_URL"] = servers[int(worker) % len(servers)]
os.environ.pop("KEPT_BASE_URL", None)


def pytest_unconfigure() -> None:
    if os.environ.get("KEPT_TEST_OWNER") == str(os.getpid()):
        import shutil

        shutil.rmtree(os.environ["KEPT_TEST_DATA"], ignore_errors=True)
