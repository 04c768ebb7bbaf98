"""A house of its own for a fault run: folder, database, one desk, one member, a sink for mail."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.journeys.house import empty
from tests.once import HOUSES, database_of, once

ROOT = Path(__file__).resolve().parents[2]


class House:
    """Made empty, then migrated and furnished; `close()` takes it away again."""

    def __init__(
        self,
        folder: Path,
        *,
        server: str = "",
        name: str = "",
        like: Path | None = None,
        is_furnished: bool = True,
    ) -> None:
        """`like` is a folder that `once` made: a copy of that house is furnished already."""
        self.folder = folder
        self.server = server
        name = name or f"kept_faults_{os.getpid()}_{time.monotonic_ns()}"
        self.database = name if server else ""
        self.acked = folder / "acked"
        self.received = folder / "received"
        self.acked.touch()
        self.received.touch()
        self.port = _free_port()
        if server:
            template = f'TEMPLATE "{database_of(like)}"' if like else ""
            self._on_server(f'CREATE DATABASE "{self.database}" {template}')
        if like:
            shutil.copytree(like / "data", folder / "data")
        self.sink = self.start("tests.faults.sink", str(self.port), str(self.received))
        if is_furnished and not like:
            self.run("tests.faults.worker", "furnish")

    @property
    def sent(self) -> int:
        """How many letters the world has taken."""
        return len(self.received.read_text().splitlines())

    @property
    def environment(self) -> dict[str, str]:
        url = ""
        if self.server:
            url = urlunsplit(urlsplit(self.server)._replace(path=f"/{self.database}"))
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("KEPT_", "DATABASE_"))}
        return plain | {
            "KEPT_DATA": str(self.folder / "data"),
            "KEPT_SMTP_URL": f"smtp://127.0.0.1:{self.port}",
            "KEPT_DOMAIN_BURST": "0",
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "kept.config.settings",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(ROOT),
        }

    def start(self, module: str, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", module, *words],
            env=self.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, module: str, *words: str, within: float = 300) -> str:
        """Run to the end; raises where it does not end well, or not in so many seconds."""
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=within,
        )
        return done.stdout

    def close(self) -> None:
        self.sink.terminate()
        self.sink.wait(timeout=10)
        if self.server:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def _on_server(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql)  # type: ignore[call-overload]


def furnished(folder: Path) -> House:
    """For a test: on the database this run is for."""
    return House(folder, server=HOUSES, like=once("furnished", _furnished))


def _furnished(folder: Path) -> None:
    house = House(folder, server=HOUSES, name=database_of(folder), like=empty())
    house.run("tests.faults.worker", "furnish")
    house.sink.terminate()
    house.sink.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
