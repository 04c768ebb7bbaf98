"""Ask the virus scanner of this machine. Over a Unix socket or TCP to ourselves, never further.

The protocol is clamd's `zINSTREAM`: pieces with their length before them, an empty one at the end,
and one line back.
"""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from pathlib import Path

SECONDS = 20.0
PIECE_BYTES = 64 * 1024
LARGEST_BYTES = 25 * 1024 * 1024
"""What clamd takes by default (StreamMaxLength); more it would refuse in the middle."""


class NoAnswer(Exception):
    """The scanner is away, or could not look at it."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """`found` is the name of what is in the file, empty where nothing is."""

    found: str


def scan(path: Path, *, at: str, seconds: float = SECONDS) -> Scanned:
    """What the scanner at `at` (`unix:/path` or `host:port` of this machine) says of a file.

    Raises `NoAnswer`, and `FileNotFoundError`.
    """
    end = time.monotonic() + seconds
    with path.open("rb") as file:
        if path.stat().st_size > LARGEST_BYTES:
            raise NoAnswer("It is larger than the scanner takes.")
        try:
            with _connected(at, seconds) as line:
                line.sendall(b"zINSTREAM\0")
                while piece := file.read(PIECE_BYTES):
                    line.settimeout(_left(end))
                    line.sendall(len(piece).to_bytes(4) + piece)
                line.sendall(bytes(4))
                return _understood(_line(line, end))
        except (OSError, ValueError) as error:
            raise NoAnswer(type(error).__name__) from error


def answers(at: str) -> bool:
    """Whether a scanner is there."""
    try:
        with _connected(at, 5.0) as line:
            line.sendall(b"zPING\0")
            return _line(line, time.monotonic() + 5.0) == "PONG"
    except (OSError, ValueError):
        return False


def place_of(at: str) -> tuple[str, int] | str:
    """Where a scanner listens: a path, or this machine and a port. Raises `ValueError`."""
    if at.startswith("unix:"):
        return at.removeprefix("unix:")
    host, _, port = at.rpartition(":")
    if host not in {"127.0.0.1", "localhost", "[::1]"} or not port.isdigit():
        raise ValueError("The scanner must be unix:/path or a port of this machine.")
    return host.strip("[]"), int(port)


def _connected(at: str, seconds: float) -> socket.socket:
    place = place_of(at)
    if isinstance(place, tuple):
        return socket.create_connection(place, timeout=min(5.0, seconds))
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(min(5.0, seconds))
    try:
        line.connect(place)
    except BaseException:
        line.close()
        raise
    return line


def _line(line: socket.socket, end: float) -> str:
    found = bytearray()
    while len(found) < 4096 and not found.endswith((b"\0", b"\n")):
        line.settimeout(_left(end))
        piece = line.recv(1024)
        if not piece:
            break
        found += piece
    return found.rstrip(b"\0\r\n").decode("utf-8", "replace")


def _understood(answer: str) -> Scanned:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Scanned("")
    if said.endswith(" FOUND"):
        return Scanned(said.removesuffix(" FOUND")[:200] or "?")
    raise NoAnswer(said[:200])


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
