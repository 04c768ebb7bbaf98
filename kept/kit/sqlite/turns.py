"""Who writes next. SQLite has one pen; whoever finds it taken sleeps ever longer between looks.

Where many write all the time, a sleeper may wait for ever. So those who begin a transaction stand
in a line: within a process in the order they came, and between processes nobody twice before
another who waits. The line is a courtesy. Who has waited too long, or cannot see it, asks SQLite
all the same, which alone decides who may write.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque
from pathlib import Path

LOOK_SECONDS = 0.001
_TURN, _PEN = 0, 1


class Line:
    """The line before one database. `path` is a file that all its processes lock parts of."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.begin_anew()

    def begin_anew(self) -> None:
        """In a new process nobody stands in line yet."""
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_taken = False
        self._file: int | None = None
        self._is_broken = self._path is None

    def enter(self, patience: float) -> bool:
        """Wait until it is our turn. False: it was not within `patience` seconds."""
        end = time.monotonic() + patience
        if not self._enter_here(end):
            return False
        if self._enter_among_all(end):
            return True
        self._leave_here()
        return False

    def leave(self) -> None:
        self._unlock(_PEN)
        self._leave_here()

    def _enter_here(self, end: float) -> bool:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            called = threading.Event()
            self._waiting.append(called)
        if called.wait(max(0.0, end - time.monotonic())):
            return True
        with self._lock:
            if called in self._waiting:
                self._waiting.remove(called)
                return False
        # Called in the very moment it gave up.
        return True

    def _leave_here(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False

    def _enter_among_all(self, end: float) -> bool:
        # Whoever waits for the pen holds the turn, so whoever has just written comes after them.
        if not self._locked(_TURN, end):
            return False
        try:
            return self._locked(_PEN, end)
        finally:
            self._unlock(_TURN)

    def _locked(self, part: int, end: float) -> bool:
        while not self._is_broken:
            try:
                if self._file is None:
                    self._file = os.open(str(self._path), os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, part)
            except BlockingIOError:
                if time.monotonic() > end:
                    return False
                time.sleep(LOOK_SECONDS)
            except OSError:
                # A folder nobody may write in, or a disk that knows no locks.
                self._is_broken = True
            else:
                break
        return True

    def _unlock(self, part: int) -> None:
        if self._file is not None:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, part)
            except OSError:
                self._is_broken = True


_lines: dict[str, Line] = {}
_lines_lock = threading.Lock()


def line_of(database: str) -> Line:
    """The line before this database; one in memory is of one process alone."""
    with _lines_lock:
        if database not in _lines:
            is_file = ":memory:" not in database and "mode=memory" not in database
            _lines[database] = Line(Path(f"{database}-line") if is_file else None)
        return _lines[database]


def _begin_anew() -> None:
    for line in _lines.values():
        line.begin_anew()


os.register_at_fork(after_in_child=_begin_anew)
