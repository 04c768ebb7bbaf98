"""A whole house for a walk: the product's real processes, a real mailbox, a world that takes mail.

The product runs from its command line with a folder and a database of its own, so that a walk may
kill all of it and start it again.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.once import EMPTY, HOUSES, database_of, once
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
KEPT = [sys.executable, "-m", "kept.cli"]
PASSWORD = "a lamp for every stair"
OWNER = "odo@northmoor.example"


class World:
    """The mail server of everybody else: takes what is sent, and keeps it as it came."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.port = free_port()
        self._door = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        mail = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        self.taken.append(mail)  # type: ignore[arg-type]
        return "250 taken"

    def open(self) -> None:
        self._door.start()

    def close(self) -> None:
        self._door.stop()


class House:
    """Kept itself, as `kept serve` starts it."""

    def __init__(
        self, folder: Path, *, smtp_port: int = 0, like: Path | None = None, name: str = ""
    ) -> None:
        """On the database this run is for; `like` is the folder of a house to copy."""
        self.folder = folder
        self.server = HOUSES
        self.database = (name or f"kept_walk_{os.getpid()}_{time.monotonic_ns()}") if HOUSES else ""
        self.port = free_port()
        self.log = folder / "log"
        self.log.touch()
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("KEPT_", "DATABASE_"))}
        self.environment = plain | {
            "KEPT_DATA": str(folder / "data"),
            "PORT": str(self.port),
            "KEPT_MAIL_PORT": "0",
            "KEPT_BASE_URL": self.address,
            "KEPT_MAIL_DOMAIN": "northmoor.example",
            "KEPT_ORGANISATION": "Northmoor Lamps",
            "KEPT_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}" if smtp_port else "",
            "DATABASE_URL": self._url(),
        }
        if HOUSES:
            template = f'TEMPLATE "{database_of(like)}"' if like else ""
            self._on_server(f'CREATE DATABASE "{self.database}" {template}')
        if like:
            shutil.copytree(like / "data", folder / "data")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def run(self, *words: str, told: str = "") -> str:
        """One command of the product, to its end; raises where it does not end well."""
        done = subprocess.run(
            [*KEPT, *words],
            env=self.environment,
            cwd=ROOT,
            input=told,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"kept {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def let_letters_rest(self, *, seconds: int) -> None:
        """How long everybody's letters can be taken back: a walk waits no longer than it must."""
        change = f"Member.objects.update(rest_seconds={seconds})"
        subprocess.run(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", change],
            env=self.environment, cwd=ROOT, check=True, timeout=240,
        )  # fmt: skip

    def start(self) -> None:
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*KEPT, "serve"],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(lambda: "Kept answers" in self.log.read_text(), self.log.read_text)

    def kill(self) -> None:
        """The power goes: nobody is asked, nothing is tidied."""
        if self.process is None:
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def close(self) -> None:
        self.kill()
        if self.server:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def _url(self) -> str:
        if not self.server:
            return ""
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{self.database}"))

    def _on_server(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql)  # type: ignore[call-overload]


@contextmanager
def furnished(folder: Path, *, smtp_port: int = 0) -> Iterator[House]:
    """A house on the database this test run is for, with its owner in it, serving."""
    house = House(folder, smtp_port=smtp_port, like=once("with-an-owner", _with_an_owner))
    try:
        house.start()
        yield house
    finally:
        house.close()


@contextmanager
def told_a_story(folder: Path, *, smtp_port: int = 0) -> Iterator[House]:
    """A house with the demo's story in it, serving."""
    house = House(folder, smtp_port=smtp_port, like=once("told-a-story", _told_a_story))
    try:
        house.start()
        yield house
    finally:
        house.close()


def empty() -> Path:
    """The folder of a house whose database has its tables and nothing in them."""
    return Path(EMPTY) if EMPTY else once("empty", _migrated)


def _migrated(folder: Path) -> None:
    House(folder, name=database_of(folder)).run("migrate")


def _with_an_owner(folder: Path) -> None:
    house = House(folder, like=empty(), name=database_of(folder))
    house.run("user", "add", OWNER, "--name", "Odo Lund", "--password-stdin", told=PASSWORD)
    house.let_letters_rest(seconds=0)


def _told_a_story(folder: Path) -> None:
    house = House(folder, like=empty(), name=database_of(folder))
    # A sixth of the story has every scene of it, and takes a fourth of the time.
    house.run("demo", "seed", "--conversations", "60")


def wait_until(
    true: Callable[[], object], otherwise: Callable[[], str] = str, *, seconds: float = 30
) -> None:
    """Return as soon as it is `true`; after `seconds`, fail with the words of `otherwise`."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, otherwise()
        time.sleep(0.05)
