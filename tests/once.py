"""What many tests start from is made once a run, however many workers ask for it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

EMPTY = os.environ.get("KEPT_TEST_EMPTY", "")
"""The folder of an empty house that bin/test made; its database there is called kept_empty."""
HOUSES = os.environ.get("KEPT_TEST_HOUSES", "")
"""The server that has the databases of whole houses; empty on SQLite."""


def once(name: str, make: Callable[[Path], None]) -> Path:
    """A folder that `make` has filled: by whoever comes first, while the others wait."""
    folder = Path(os.environ["KEPT_TEST_DATA"]) / "once" / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            make(folder)
            (folder / "made").touch()
    return folder


def database_of(folder: Path) -> str:
    """The name, on the server for houses, of the database of what is made once."""
    if str(folder) == EMPTY:
        return "kept_empty"
    return f"kept_{os.environ['KEPT_TEST_OWNER']}_{folder.name}"
