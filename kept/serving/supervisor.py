"""`kept serve`: web server, worker and mail door as one tree that starts, stops and heals as one.

The parent loads what all of them need, once, and they begin as its copies: they start sooner and
share that memory. Then it only watches: it holds no connection, has no thread and cannot be slowed
by its children. A child that ends is started again, later each time. Exit status 2 of a child means
that trying again cannot help (a taken port, a wrong setting), so everything stops with it.
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import fcntl
import gc
import http.client
import multiprocessing
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import IO

from kept.config import env

CANNOT_HELP = 2
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
STEADY_AFTER_SECONDS = 60.0
GRACE_SECONDS = 4.0
BEHIND_PAGES = 5
"""Niceness of the worker: where processors are short, somebody who waits for a page goes first."""
STOPS = {signal.SIGTERM, signal.SIGINT}
SHARED = (
    "kept.config.asgi",
    "kept.config.urls",
    "kept.ledger.management.commands.work",
    "kept.mail.management.commands.mail_door",
    "granian.server",
)
"""What the children would load one by one."""

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
"""Options of prctl(2)."""

_forks = multiprocessing.get_context("fork")


@dataclass(slots=True)
class Child:
    name: str
    arguments: list[str]
    niceness: int = 0
    process: ForkProcess | None = None
    output: IO[bytes] | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS
    start_at: float = 0.0
    unfinished: bytes = field(default=b"")

    def is_running(self) -> bool:
        return self.process is not None and self.process.is_alive()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="kept serve", description=__doc__.partition("\n\n")[0])
    parser.add_argument(
        "--migrate", action="store_true", help="bring the database up to date first"
    )
    parser.add_argument(
        "--greeting", default="", help="printed below the address, once Kept answers"
    )
    given = parser.parse_args(arguments)

    data = env.make_data_folder()
    with (data / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return refuse(f"Kept already serves the folder {data}.")
        for host, port, setting in doors():
            if problem := cannot_listen(host, port, setting):
                return refuse(problem)
        # Before anything is loaded: it lays down the files that what is loaded then looks for.
        if given.migrate and ended_with(["migrate"]):
            return refuse("The database could not be brought up to date; see above.")
        if problem := env.no_house() or load():
            return refuse(problem)
        return Tree(greeting=given.greeting).run()


def load() -> str:
    """Load what the children share. Answers, in a sentence, why it cannot be; empty when it is."""
    from kept import cli

    try:
        cli.set_up_django()
        for module in SHARED:
            import_module(module)
    except Exception as error:
        if problem := cli.plain(error):
            return problem
        raise
    gc.collect()
    # What looks for waste in a copy would write to all of it, and share nothing any more.
    gc.freeze()
    return ""


def call(arguments: list[str]) -> int:
    """What a child does."""
    from kept import cli

    return cli.main(arguments)


def ended_with(arguments: list[str]) -> int:
    """One command in a copy of this process, to its end."""
    process = _forks.Process(target=_answer, args=(arguments, os.getpid()))
    process.start()
    process.join()
    return process.exitcode or 0


def _answer(arguments: list[str], parent: int) -> None:
    die_with_parent(parent)
    sys.exit(call(arguments))


def doors() -> Iterator[tuple[str, int, str]]:
    """Where we shall listen, with the setting that says so."""
    yield env.read("KEPT_HOST"), env.number("PORT"), "PORT"
    if mail_port := env.number("KEPT_MAIL_PORT"):
        yield env.read("KEPT_MAIL_HOST"), mail_port, "KEPT_MAIL_PORT"


def cannot_listen(host: str, port: int, setting: str) -> str:
    """Why nobody can listen there, in a sentence; empty when it is free."""
    if not 0 < port < 65_536:
        return f"{setting} must be between 1 and 65535; it is {port}."
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is taken; set {setting} to another one."
            if error.errno == errno.EACCES:
                return f"Port {port} may not be used by this user; set {setting} to one above 1023."
            return f"Nothing can listen on {host}:{port} ({setting}): {error.strerror}."
    return ""


def refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return CANNOT_HELP


def ourselves() -> list[str]:
    return [sys.executable, "-m", "kept.cli"]


class Tree:
    """The children, and the loop that watches them."""

    def __init__(self, *, greeting: str = "") -> None:
        self.greeting = greeting
        self.children = [Child("web", ["web"]), Child("work", ["work"], niceness=BEHIND_PAGES)]
        if env.number("KEPT_MAIL_PORT"):
            self.children.append(Child("door", ["mail", "door"]))
        self.selector = selectors.DefaultSelector()
        self.stopping = False
        self.greeted = False

    def run(self) -> int:
        signal.signal(signal.SIGTERM, self._asked_to_stop)
        signal.signal(signal.SIGINT, self._asked_to_stop)
        # A child's end wakes the loop as well: the handler does nothing, the signal does.
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        self._wake_on_signals()
        status = 0
        try:
            while not self.stopping and not status:
                status = self._look_after_children()
                if not self.greeted and self._web_answers():
                    self._greet()
                self._pass_lines_on(timeout=1.0 if self.greeted else 0.1)
        finally:
            # Whatever broke us: a parent that goes without them would wait for them for ever.
            self._stop_children()
        return status

    def _asked_to_stop(self, _number: int, _frame: object) -> None:
        self.stopping = True

    def _wake_on_signals(self) -> None:
        reader, writer = socket.socketpair()
        reader.settimeout(0)
        writer.settimeout(0)
        signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        self._bell = (reader, writer)
        self.selector.register(reader, selectors.EVENT_READ)

    def _look_after_children(self) -> int:
        now = time.monotonic()
        for child in self.children:
            if child.is_running():
                continue
            if child.process is not None:
                self._read(child)
                status = child.process.exitcode or 0
                self._close(child)
                child.process = None
                if status == CANNOT_HELP:
                    self._say(child.name, "cannot run like this; stopping everything")
                    return CANNOT_HELP
                if now - child.started_at > STEADY_AFTER_SECONDS:
                    child.pause = FIRST_PAUSE_SECONDS
                child.start_at = now + child.pause
                self._say(child.name, f"ended ({ending(status)}); again in {child.pause:g} s")
                child.pause = min(child.pause * 2, LONGEST_PAUSE_SECONDS)
            if now >= child.start_at:
                self._start(child)
        return 0

    def _start(self, child: Child) -> None:
        reader, writer = os.pipe()
        child.process = _forks.Process(
            target=self._become, args=(child, writer, os.getpid()), name=child.name
        )
        # Who is asked to stop before it is a child would think that its parent was.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        try:
            child.process.start()
        except OSError as error:
            os.close(reader)
            child.process = None
            child.start_at = time.monotonic() + child.pause
            self._say(child.name, f"cannot be started ({error}); again in {child.pause:g} s")
            child.pause = min(child.pause * 2, LONGEST_PAUSE_SECONDS)
            return
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
            os.close(writer)
        child.started_at = time.monotonic()
        child.output = os.fdopen(reader, "rb", buffering=0)
        os.set_blocking(reader, False)
        self.selector.register(child.output, selectors.EVENT_READ, child)

    def _become(self, child: Child, writer: int, parent: int) -> None:
        """In the new process: let go of all that is the parent's, and be the child."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        be_called(f"kept {child.name}")
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(writer, 1)
        os.dup2(writer, 2)
        # The lock of the folder among them: whoever outlives the parent must not go on holding it.
        close_all_but_streams()
        # The parent may have had none.
        sys.stdout = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
        if child.niceness:
            os.nice(child.niceness)
        os.environ["PYTHONUNBUFFERED"] = "1"
        sys.argv[1:] = child.arguments
        _answer(child.arguments, parent)

    def _close(self, child: Child) -> None:
        if child.output is not None:
            self.selector.unregister(child.output)
            child.output.close()
            child.output = None

    def _pass_lines_on(self, *, timeout: float) -> None:
        if any(child.process is None for child in self.children):
            timeout = min(timeout, 0.2)
        for key, _ in self.selector.select(timeout):
            if isinstance(key.data, Child):
                self._read(key.data)
            else:
                self._bell[0].recv(4096)

    def _read(self, child: Child) -> None:
        while child.output is not None:
            try:
                block = os.read(child.output.fileno(), 65_536)
            except BlockingIOError:
                return
            if not block:
                self._close(child)
                return
            *lines, child.unfinished = (child.unfinished + block).split(b"\n")
            for line in lines:
                self._say(child.name, line.decode(errors="replace"))

    def _say(self, name: str, line: str) -> None:
        try:
            print(f"{name:<4} | {line}", flush=True)
        except OSError:
            # Nobody reads us any more; that is no reason to stop serving.
            self.greeting = ""

    def _web_answers(self) -> bool:
        host = env.read("KEPT_HOST")
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  compared only
        connection = http.client.HTTPConnection(host, env.number("PORT"), timeout=2)
        try:
            connection.request("GET", "/", headers={"Host": "localhost"})
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _greet(self) -> None:
        self.greeted = True
        lines = [
            "",
            f"Kept answers at {env.base_url()}",
            *self.greeting.splitlines(),
            "",
        ]
        try:
            print("\n".join(lines), flush=True)
        except OSError:
            self.greeting = ""

    def _stop_children(self) -> None:
        for child in self.children:
            if child.process is not None and child.is_running():
                child.process.terminate()
        end = time.monotonic() + GRACE_SECONDS
        while any(child.is_running() for child in self.children) and time.monotonic() < end:
            self._pass_lines_on(timeout=0.1)
        for child in self.children:
            if child.process is None:
                continue
            if child.is_running():
                self._say(child.name, "did not stop in time and was ended")
                child.process.kill()
            child.process.join()
            self._read(child)


def ending(status: int) -> str:
    if status < 0:
        return f"by {signal.Signals(-status).name}"
    return f"status {status}"


def close_all_but_streams() -> None:
    """Close every descriptor of this process above 2."""
    held = [int(path.name) for path in Path("/dev/fd").iterdir()]
    for number in held:
        if number > 2:
            # One of them was the listing itself.
            with suppress(OSError):
                os.close(number)


def die_with_parent(parent: int) -> None:
    """Ask the kernel to stop us when process `parent` goes, however it goes. Only Linux can."""
    if not sys.platform.startswith("linux"):
        return
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        # It went between starting us and this call.
        sys.exit(1)


def be_called(name: str) -> None:
    """The name that `top` and `ps -o comm` show for this process: 15 letters. Only Linux can."""
    if sys.platform.startswith("linux"):
        _prctl(PR_SET_NAME, name.encode()[:15])


def _prctl(option: int, argument: int | bytes) -> None:
    ctypes.CDLL(None).prctl(option, argument)
