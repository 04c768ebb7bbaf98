"""Reading in a process of its own, with limits: what a hostile letter breaks is not the house.

A worker gets the bytes of one letter at a time over a pipe and answers with plain JSON, so nothing
that comes back can act. It has 512 MiB and 5 seconds of processor a letter; a worker that dies or
dawdles is replaced, and the letter is `Unreadable`. Workers are started by `Popen`, never forked:
the house has threads and open databases.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import resource
import select
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from kept.mail.letter import shapes
from kept.mail.letter.reading import read_letter
from kept.mail.letter.shapes import Letter, Unreadable

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 5
PATIENCE_SECONDS = 30.0
"""Wall time: a worker may have to wait for a processor, or for a disk that pages it in."""
LETTERS_A_WORKER = 500
LARGEST_ANSWER = 256 * 1024 * 1024

_ROOT = Path(__file__).resolve().parents[3]
_LENGTH = 8
_SHAPES = {
    kind.__name__: kind
    for kind in vars(shapes).values()
    if isinstance(kind, type) and is_dataclass(kind)
}


class _Gone(Exception):
    """The worker died, answered nothing in time, or answered what is no answer."""


class _Worker:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kept.mail.letter.jail"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8"},
            start_new_session=True,
        )
        self.letters = 0

    def ask(self, raw: bytes) -> Any:
        pipe_in, pipe_out = self.process.stdin, self.process.stdout
        if pipe_in is None or pipe_out is None:
            raise _Gone
        self.letters += 1
        try:
            pipe_in.write(len(raw).to_bytes(_LENGTH) + raw)
            pipe_in.flush()
            size = int.from_bytes(self._read(pipe_out, _LENGTH))
            if size > LARGEST_ANSWER:
                raise _Gone
            return json.loads(self._read(pipe_out, size))
        except (OSError, ValueError) as error:
            raise _Gone from error

    def _read(self, pipe: BinaryIO | Any, size: int) -> bytes:
        handle, found = pipe.fileno(), bytearray()
        while len(found) < size:
            ready, _, _ = select.select([handle], [], [], PATIENCE_SECONDS)
            piece = os.read(handle, min(size - len(found), 1 << 20)) if ready else b""
            if not piece:
                raise _Gone
            found += piece
        return bytes(found)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with suppress(OSError):  # what still lay in the pipe has nowhere to go
                    pipe.close()


class _Pool:
    """One worker a process of ours; letters of several threads wait for each other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._owner = 0

    def ask(self, raw: bytes) -> Any:
        with self._lock:
            if self._owner != os.getpid():
                # After a fork the pipes belong to our parent.
                self._worker, self._owner = None, os.getpid()
            if self._worker and self._worker.letters >= LETTERS_A_WORKER:
                self._drop()
            self._worker = self._worker or _Worker()
            try:
                return self._worker.ask(raw)
            except BaseException:
                self._drop()
                raise

    def close(self) -> None:
        if self._owner == os.getpid():
            with self._lock:
                self._drop()

    def _drop(self) -> None:
        if self._worker:
            self._worker.end()
        self._worker = None


_pool = _Pool()
atexit.register(_pool.close)


def jailed_read(raw: bytes) -> Letter:
    """Read a letter with limits. Raises `Unreadable`; the next letter is read all the same."""
    try:
        answer = _pool.ask(raw)
    except _Gone as error:
        raise Unreadable("Reading it took more time or memory than a letter may.") from error
    if "error" in answer:
        raise Unreadable(str(answer["error"]))
    letter = thaw(answer["letter"])
    if not isinstance(letter, Letter):
        raise Unreadable("It could not be read.")
    return letter


def freeze(value: Any) -> Any:
    """Plain JSON of a letter and all that is in it."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: freeze(getattr(value, field.name)) for field in fields(value)}
        return {"is": type(value).__name__, **parts}
    if isinstance(value, datetime):
        return {"is": "datetime", "at": value.isoformat()}
    if isinstance(value, bytes):
        return {"is": "bytes", "base64": base64.b64encode(value).decode()}
    if isinstance(value, tuple | list):
        return [freeze(part) for part in value]
    return value


def thaw(value: Any) -> Any:
    """The letter again. Only our own shapes are made; anything else is a plain value."""
    if isinstance(value, list):
        return tuple(thaw(part) for part in value)
    if not isinstance(value, dict):
        return value
    kind = value.get("is")
    if kind == "datetime":
        return datetime.fromisoformat(value["at"])
    if kind == "bytes":
        return base64.b64decode(value["base64"])
    shape = _SHAPES[str(kind)]
    return shape(**{name: thaw(part) for name, part in value.items() if name != "is"})


def _serve(pipe_in: BinaryIO, pipe_out: BinaryIO) -> None:
    """The worker: letters in, answers out, until the pipe closes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    while head := pipe_in.read(_LENGTH):
        raw = pipe_in.read(int.from_bytes(head))
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime) + CPU_SECONDS + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))
        answer = json.dumps(_answer(raw)).encode("ascii")
        pipe_out.write(len(answer).to_bytes(_LENGTH) + answer)
        pipe_out.flush()


def _answer(raw: bytes) -> dict[str, Any]:
    try:
        return {"letter": freeze(read_letter(raw))}
    except Unreadable as error:
        return {"error": error.reason}
    except MemoryError:
        return {"error": "Reading it took more memory than a letter may."}
    except Exception as error:
        return {"error": f"It could not be read: {type(error).__name__}."}


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
