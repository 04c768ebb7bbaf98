"""What the environment of a test run must hold before Django reads its settings.

Loaded by pytest as a plugin (see pyproject.toml), since pytest-django asks for the settings before
any conftest.py runs.
"""

from __future__ import annotations

import gc
import os
import tempfile

os.environ.setdefault("KEPT_SECRET_KEY", "only-for-tests")
if "KEPT_TEST_DATA" not in os.environ:
    # Once a run: the workers of xdist inherit it.
    os.environ["KEPT_TEST_DATA"] = tempfile.mkdtemp(prefix="kept-test-")
    os.environ["KEPT_TEST_OWNER"] = str(os.getpid())
os.environ["KEPT_DATA"] = os.environ["KEPT_TEST_DATA"]
for unwanted in ("KEPT_SMTP_URL", "KEPT_BASE_URL", "KEPT_TEST_HOUSES"):
    os.environ.pop(unwanted, None)
if servers := os.environ.get("KEPT_TEST_SERVERS", "").split():
    # A server for each worker of xdist: an open transaction anywhere on a server holds back the
    # ledger's readers everywhere on it, so neighbours would wait for each other's tests.
    # The last one is for whole houses, of which one may be a copy of another's worker's.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    own = servers[:-1] or servers
    os.environ["DATABASE_URL"] = own[int(worker) % len(own)]
    os.environ["KEPT_TEST_HOUSES"] = servers[-1]

# What is collected lives as long as the run: looking through it again and again finds nothing.
gc.disable()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(10_000, 20, 20)


def pytest_unconfigure() -> None:
    if os.environ.get("KEPT_TEST_OWNER") == str(os.getpid()):
        import shutil

        shutil.rmtree(os.environ["KEPT_TEST_DATA"], ignore_errors=True)
