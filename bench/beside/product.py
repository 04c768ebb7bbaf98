"""What the three products have in common here: a server, somebody signed in, mails."""

from __future__ import annotations

import base64
import http.client
import json
import re
import select
import socket
import subprocess
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from beside.processors import Meter

DESKS = ("Billing", "Orders", "Internal")
MEMBER, PASSWORD = "ada", "measured and found light"  # a database nobody keeps
WORKERS = 2
"""So many web processes each product has; Kept's own number on PostgreSQL."""
ROWS = 25
PATIENCE_SECONDS = 120
Pages = Mapping[str, Sequence[Sequence[str]]]
"""Of each page the ways to ask for it, taken in turn; a way is what a browser fetches for it."""


class CannotInstall(Exception):
    """Says why, and what would help."""


@dataclass
class Product:
    """`found` is how many conversations the open list and each word have, as it says itself."""

    name: str
    version: str
    pages: Pages
    browser: Browser
    taker: Taker
    meter: Meter | None = None
    found: dict[str, int] = field(default_factory=dict)


class Browser:
    """One connection, cookies, no cache."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> bytes:
        status, body = self.ask("GET", path)
        if status != 200:
            raise SystemExit(f"{self.host}{path} answers {status}")
        return body

    def timed(self, paths: Sequence[str]) -> tuple[float, int]:
        """Seconds and bytes of these, one after the other."""
        seconds, length = 0.0, 0
        for path in paths:
            began = time.perf_counter()
            try:
                body = self.get(path)
            except (http.client.RemoteDisconnected, ConnectionError):
                # The server has ended a connection that stood idle: no fault of the page.
                self.connection.close()
                began = time.perf_counter()
                body = self.get(path)
            seconds += time.perf_counter() - began
            length += len(body)
        return seconds, length

    def sign_in(self, path: str, form: Mapping[str, str]) -> None:
        page = self.get(path)
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        told = dict(form) | ({"csrfmiddlewaretoken": token[1].decode()} if token else {})
        status, page = self.ask("POST", path, urllib.parse.urlencode(told))
        # Request Tracker answers with its page of signing in, in the name of who is in now.
        if status != 302 and f'"Name":"{MEMBER}"'.encode() not in page:
            raise SystemExit(f"Signing in at {self.host}{path} answers {status}")

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, bytes]:
        headers = {"Host": self.host, "Accept": "text/html,application/json"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://{self.host}"
            headers["Referer"] = f"http://{self.host}{path}"
        self.connection.request(method, path, body or None, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, content


class Taker:
    """Takes mails through a worker of the product; see worker.py."""

    tag = ""
    """What the product marks a subject with, with a place for the number."""

    def __init__(self, process: subprocess.Popen[str] | None = None) -> None:
        self.process = process
        if process is not None:
            self._said()

    def take(self, mails: Sequence[tuple[str, str, bytes]]) -> float:
        """Seconds until all of them stand where people see them."""
        assert self.process is not None
        assert self.process.stdin is not None
        told = [(desk, sender, base64.b64encode(raw).decode()) for desk, sender, raw in mails]
        self.process.stdin.write(json.dumps({"mails": told}) + "\n")
        self.process.stdin.flush()
        return float(self._said()["seconds"])

    def _said(self) -> dict[str, Any]:
        assert self.process is not None
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_SECONDS)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            raise SystemExit("A worker that takes mails has ended, or says nothing.")
        said: dict[str, Any] = json.loads(line)
        return said


@contextmanager
def running(words: Sequence[str], env: Mapping[str, str], **more: Any) -> Iterator[Any]:
    """A process that ends with us, even where we are killed."""
    process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", "--", *words], env=env, **more)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def worker(words: Sequence[str], env: Mapping[str, str], cwd: Path) -> Iterator[Any]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with running(words, env, cwd=cwd, **pipes) as process:
        yield process


def wait_for(port: int, process: subprocess.Popen[Any], log: Path | None = None) -> None:
    for _ in range(PATIENCE_SECONDS * 10):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    told = log.read_text(errors="replace")[-2000:] if log else ""
    raise SystemExit(f"A server did not answer.\n{told}")
