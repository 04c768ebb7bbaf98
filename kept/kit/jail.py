"""Work on foreign bytes in a process of its own, with limits: what breaks there is not the house.

A worker gets one piece at a time over a pipe and answers with bytes, so nothing that comes back can
act. A worker that dies or dawdles is replaced. Workers are started by `Popen`, never forked: the
house has threads and open databases.
"""

from __future__ import annotations

import atexit
import os
import resource
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

PATIENCE_SECONDS = 30.0
"""Wall time: a worker may have to wait for a processor, or for a disk that pages it in."""
LARGEST_ANSWER = 256 * 1024 * 1024

_ROOT = Path(__file__).resolve().parents[2]
_LENGTH = 8


class Gone(Exception):
    """The worker died, answered nothing in time, or answered too much."""


class Jail:
    """A few workers a process of ours, running `module`; those who ask wait for a free one.

    A worker is started when all others are busy, and replaced after `uses` pieces, so what leaks in
    it does not grow for ever. With `patience_seconds` the wait for a worker counts as well.
    """

    def __init__(
        self, module: str, *, uses: int, workers: int = 1, patience_seconds: float = 0.0
    ) -> None:
        self.module = module
        self.uses = uses
        self._patience = patience_seconds
        self._places = threading.BoundedSemaphore(workers)
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._owner = 0
        atexit.register(self.close)

    def ask(self, content: bytes) -> bytes:
        """What a worker makes of `content`. Raises `Gone`, and takes the next all the same."""
        end = time.monotonic() + self._patience if self._patience else None
        if not self._places.acquire(timeout=self._patience or None):
            raise Gone
        try:
            worker = self._free_worker()
            try:
                answer = worker.ask(content, end=end)
            except BaseException:
                worker.end()
                raise
            with self._lock:
                self._idle.append(worker)
            return answer
        finally:
            self._places.release()

    def close(self) -> None:
        if self._owner == os.getpid():
            with self._lock:
                while self._idle:
                    self._idle.pop().end()

    def _free_worker(self) -> _Worker:
        with self._lock:
            if self._owner != os.getpid():
                # After a fork the pipes belong to our parent.
                self._idle, self._owner = [], os.getpid()
            worker = self._idle.pop() if self._idle else None
        if worker and worker.used >= self.uses:
            worker.end()
            worker = None
        return worker or _Worker(self.module)


class _Worker:
    def __init__(self, module: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8"},
            start_new_session=True,
        )
        self.used = 0

    def ask(self, content: bytes, *, end: float | None = None) -> bytes:
        """Raises `Gone`. By the clock that counts up, it has until `end`."""
        pipe_in, pipe_out = self.process.stdin, self.process.stdout
        if pipe_in is None or pipe_out is None:
            raise Gone
        self.used += 1
        try:
            pipe_in.write(len(content).to_bytes(_LENGTH) + content)
            pipe_in.flush()
            size = int.from_bytes(self._read(pipe_out, _LENGTH, end))
            if size > LARGEST_ANSWER:
                raise Gone
            return self._read(pipe_out, size, end)
        except (OSError, ValueError) as error:
            raise Gone from error

    def _read(self, pipe: BinaryIO | Any, size: int, end: float | None) -> bytes:
        handle, found = pipe.fileno(), bytearray()
        while len(found) < size:
            left = PATIENCE_SECONDS if end is None else max(0.0, end - time.monotonic())
            ready, _, _ = select.select([handle], [], [], left)
            piece = os.read(handle, min(size - len(found), 1 << 20)) if ready else b""
            if not piece:
                raise Gone
            found += piece
        return bytes(found)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with suppress(OSError):  # what still lay in the pipe has nowhere to go
                    pipe.close()


def serve(answer: Callable[[bytes], bytes], *, memory_bytes: int, cpu_seconds: int) -> None:
    """The worker: pieces in, answers out, until the pipe closes. Processor time is a piece's."""
    pipe_in, pipe_out = sys.stdin.buffer, sys.stdout.buffer
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    while head := pipe_in.read(_LENGTH):
        content = pipe_in.read(int.from_bytes(head))
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime) + cpu_seconds + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))
        told = answer(content)
        pipe_out.write(len(told).to_bytes(_LENGTH) + told)
        pipe_out.flush()
