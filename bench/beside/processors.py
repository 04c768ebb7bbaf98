"""Processor time that a product takes, whoever else is at work on the machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
Spent = dict[int, int]
"""Nanoseconds of each process, all of its threads."""


def children() -> set[int]:
    """Processes that we have started ourselves."""
    return {pid for pid, parent, _ in _processes() if parent == os.getpid()}


class Meter:
    """Of the processes under `roots` and the sessions in the database with this name.

    What helps a session of PostgreSQL in parallel and has ended since is not seen.
    """

    def __init__(self, roots: set[int], database: str) -> None:
        self.roots = roots
        self.session = f"postgres: kept {database} "

    def spent(self) -> Spent:
        titles: dict[int, str] = {}
        below: dict[int, list[int]] = {}
        for pid, parent, title in _processes():
            titles[pid] = title
            below.setdefault(parent, []).append(pid)
        # Other clusters on this machine may have sessions of the same name; ours are below us.
        ours = [pid for pid in _all_below(os.getpid(), below) if self.is_of(titles[pid])]
        own = [pid for root in self.roots for pid in (root, *_all_below(root, below))]
        return {pid: _spent(pid) for pid in (*own, *ours)}

    def is_of(self, title: str) -> bool:
        return title.startswith(self.session)


def between(before: Spent, after: Spent) -> float:
    """Milliseconds."""
    return sum(taken - before.get(pid, 0) for pid, taken in after.items()) / 1_000_000


def _all_below(root: int, below: dict[int, list[int]]) -> Iterator[int]:
    for pid in below.get(root, []):
        yield pid
        yield from _all_below(pid, below)


def _processes() -> Iterator[tuple[int, int, str]]:
    for place in _PROC.iterdir():
        if not place.name.isdigit():
            continue
        try:
            parent = (place / "stat").read_text().rpartition(")")[2].split()[1]
            title = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it has ended meanwhile
        yield int(place.name), int(parent), title


def _spent(pid: int) -> int:
    total = 0
    try:
        for task in (_PROC / str(pid) / "task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
    except OSError:
        pass
    return total
