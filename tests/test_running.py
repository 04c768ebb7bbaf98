"""The real thing, all of its processes: it answers, keeps its folder to itself, and ends whole."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection

from tests.journeys.house import empty
from tests.ports import free_port

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="on SQLite in both runs; one of them is enough"
    ),
]
KEPT = [sys.executable, "-m", "kept.cli"]
OUTSIDE = [
    "/static/../db.sqlite3",
    "/static/%2e%2e/db.sqlite3",
    "/static/..%2fdb.sqlite3",
    "/static//../db.sqlite3",
    "/static/x/../../secrets/key",
    "/static/..\\db.sqlite3",
    "/static/%2e%2e%2fsecrets%2fkey",
    "/static../db.sqlite3",
]
SAFE = [
    "X-Content-Type-Options",
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Referrer-Policy",
]


class Running:
    def __init__(self, folder: Path) -> None:
        self.port, self.mail_port = free_port(), free_port()
        self.log = folder / "log"
        self.environment = {
            **os.environ,
            "KEPT_DATA": str(folder / "data"),
            "PORT": str(self.port),
            "KEPT_MAIL_PORT": str(self.mail_port),
            "KEPT_BASE_URL": f"http://localhost:{self.port}",
            "DATABASE_URL": "",
        }
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*KEPT, "serve", "--migrate"],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(lambda: "Kept answers" in self.log.read_text(), self.log)
        return self.process

    def get(self, path: str) -> tuple[int, bytes]:
        answer, content = self.ask("GET", path)
        return answer.status, content

    def ask(self, method: str, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer, content

    def door_greets(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.mail_port), timeout=2) as door:
                return door.recv(3) == b"220"
        except OSError:
            return False

    def family(self) -> list[int]:
        """Everybody in its process group who is alive."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(words[2]) == self.process.pid and words[0] != "Z":
                found.append(int(folder.name))
        return found


def wait_until(condition: Callable[[], bool], log: Path, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text())


@pytest.fixture
def running(house: Running) -> Running:
    if house.process.poll() is not None:
        house.start()
    return house


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One for all of this, since every first start costs seconds, and migrating many of them."""
    folder = tmp_path_factory.mktemp("running")
    data = folder / "data"
    data.mkdir(mode=0o700)
    shutil.copy2(empty() / "data" / "db.sqlite3", data)
    kept = Running(folder)
    yield kept
    for pid in kept.family():
        with suppress(ProcessLookupError):  # went by itself meanwhile
            os.kill(pid, signal.SIGKILL)


def test_it_answers_works_and_listens(running):
    status, content = running.get("/")
    assert status in {200, 302}
    assert b"Traceback" not in content

    for path in OUTSIDE:
        status, content = running.get(path)
        assert status in {302, 400, 404}, path
        assert b"SQLite format" not in content

    static_files_are_as_safe_as_pages(running)

    wait_until((running.log.parent / "data" / "work.json").exists, running.log)
    wait_until(running.door_greets, running.log)


def static_files_are_as_safe_as_pages(running: Running) -> None:
    page, content = running.ask("GET", "/sign-in/")
    stylesheet = re.search(rb'href="(/static/ui/app\.[0-9a-f]{12}\.css)"', content)
    assert stylesheet
    address = stylesheet[1].decode()
    drawing = "/static/ui/favicon.svg"

    for path, kind in ((address, "text/css"), (drawing, "image/svg+xml")):
        file, content = running.ask("GET", path)
        assert (file.status, file.headers.get_content_type()) == (200, kind)
        assert len(content) == int(file.headers["Content-Length"]) > 0
        for name in SAFE:
            assert file.headers[name] == page.headers[name] is not None, (path, name)
        assert file.headers["Set-Cookie"] is None
    assert running.ask("GET", address)[0].headers["Cache-Control"].endswith("immutable")
    assert running.ask("GET", drawing)[0].headers["Cache-Control"] == "public, max-age=86400"

    since = running.ask("GET", address)[0].headers["Last-Modified"]
    again, content = running.ask("GET", address, If_Modified_Since=since)
    assert (again.status, content) == (304, b"")
    assert again.headers["X-Content-Type-Options"] == "nosniff"
    head, content = running.ask("HEAD", address)
    assert (head.status, content) == (200, b"")
    missing, _ = running.ask("GET", "/static/ui/nothing.css")
    assert missing.status == 404
    assert missing.headers["X-Content-Type-Options"] == "nosniff"


def test_it_ends_whole_and_comes_back_however_it_is_ended(running):
    os.kill(running.process.pid, signal.SIGKILL)
    running.process.wait()
    wait_until(lambda: running.family() == [], running.log, seconds=8)

    begun = time.monotonic()
    running.start()
    assert running.get("/")[0] in {200, 302}
    assert len(running.family()) >= 4

    begun = time.monotonic()
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=10) == 0
    assert time.monotonic() - begun < 6
    assert running.family() == []
