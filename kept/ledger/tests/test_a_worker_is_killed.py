from __future__ import annotations

import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests.journeys.house import empty

pytestmark = pytest.mark.fault

EVENTS = 150
KILLS = 3


@pytest.fixture
def house(transactional_db, tmp_path: Path, monkeypatch) -> Path:
    """A database that several processes share: the test's own, or a file."""
    monkeypatch.setenv("KEPT_DATA", str(tmp_path))
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])
        name = connection.settings_dict["NAME"]
        monkeypatch.setenv("DATABASE_URL", urlunsplit(url._replace(path=f"/{name}")))
    else:
        shutil.copytree(empty() / "data", tmp_path, dirs_exist_ok=True)
    return tmp_path


class Worker:
    def __init__(self, server: subprocess.Popen[str], line: str) -> None:
        self.server = server
        self.pid = int(self._told(line))
        self._end = os.pidfd_open(self.pid)

    def kill(self, number: int = signal.SIGKILL) -> None:
        os.kill(self.pid, number)

    def wait(self, timeout: float | None = None) -> int:
        """How it ended; raises where it goes on for `timeout` seconds."""
        assert select.select([self._end], [], [], timeout)[0], "it works on"
        os.close(self._end)
        return int(self._told(f"wait {self.pid}"))

    def _told(self, line: str) -> str:
        assert self.server.stdin
        assert self.server.stdout
        self.server.stdin.write(f"{line}\n")
        self.server.stdin.flush()
        return self.server.stdout.readline()


@pytest.fixture
def start(house: Path) -> Iterator[Callable[..., Worker]]:
    words = [sys.executable, "-m", "kept.ledger.tests.worker"]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        yield lambda word, number=0: Worker(server, f"{word} {number}")


@pytest.fixture
def count(start) -> Callable[..., dict[str, Any]]:
    def counted(*, within_seconds: int = 0) -> dict[str, Any]:
        one = start("count", within_seconds)
        assert one.server.stdout
        told = json.loads(one.server.stdout.readline())
        one.wait()
        return told

    return counted


def wait_until_it_works(house: Path) -> None:
    end = time.monotonic() + 120
    while not (house / "work.json").exists():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_two_workers_killed_at_any_moment_handle_every_event_exactly_once(house, start, count):
    start("write", EVENTS).wait()
    dice = random.Random(7)  # noqa: S311  only moments depend on it
    for _ in range(KILLS):
        workers = [start("work"), start("work")]
        wait_until_it_works(house)
        time.sleep(dice.random() * 0.4)
        for worker in workers:
            worker.kill()
            worker.wait()
        (house / "work.json").unlink()
    told = count()
    assert 0 < len(told["echoes"]) < EVENTS, "they were killed in the middle"

    workers = [start("work"), start("work")]
    told = count(within_seconds=120)
    for worker in workers:
        worker.kill(signal.SIGTERM)
        assert worker.wait(timeout=5) == 0

    assert told["behind"] == 0
    assert sorted(told["echoes"]) == list(range(EVENTS))


def test_a_worker_asked_to_leave_finishes_what_it_does_and_is_gone_in_time(house, start, count):
    start("write", EVENTS).wait()
    worker = start("work")
    wait_until_it_works(house)
    time.sleep(0.2)

    asked = time.monotonic()
    worker.kill(signal.SIGTERM)
    assert worker.wait(timeout=6) == 0

    assert time.monotonic() - asked < 5
    assert not (house / "work.json").exists()
    assert 0 < len(count()["echoes"]) < EVENTS
