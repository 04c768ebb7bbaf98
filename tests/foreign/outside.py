"""Everybody else: one listener that every name leads to, with a ledger of who was connected to.

Counted are TCP connections, not requests: a connection that is opened and says nothing tells the
other side as much. A name is read from the first bytes, TLS or plain.
"""

from __future__ import annotations

import socket
import threading
from collections import Counter

NOISE = (
    "google.com", "googleapis.com", "gstatic.com", "googleusercontent.com", "gvt1.com",
    "google-analytics.com", "chromium.org",
)  # fmt: skip
"""Whom a browser asks for itself. What a document names there is counted by its other hosts."""


class Outside:
    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self.door.getsockname()[1]
        self.seen: Counter[str] = Counter()
        self._lock = threading.Lock()
        threading.Thread(target=self._serve, daemon=True).start()

    def rule(self) -> str:
        """For Chromium: every name but our own house leads here."""
        return f"--host-resolver-rules=MAP * 127.0.0.1:{self.port}, EXCLUDE localhost"

    def asked(self) -> Counter[str]:
        """Connections by name, without the browser's own."""
        with self._lock:
            return Counter({name: n for name, n in self.seen.items() if not name.endswith(NOISE)})

    def close(self) -> None:
        self.door.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._hear, args=(line,), daemon=True).start()

    def _hear(self, line: socket.socket) -> None:
        with line:
            line.settimeout(5)
            try:
                first = line.recv(4096)
            except OSError:
                first = b""
            with self._lock:
                self.seen[name_in(first)] += 1


def name_in(first: bytes) -> str:
    """The host of a TLS greeting or of a plain request; "?" where neither says one."""
    if first[:1] == b"\x16":
        return _server_name(first) or "?"
    for row in first.split(b"\r\n")[1:]:
        key, _, value = row.partition(b":")
        if key.lower() == b"host":
            return value.strip().decode("latin-1").partition(":")[0]
    return "?"


def _server_name(hello: bytes) -> str:
    at = 43
    try:
        at += 1 + hello[at]  # session
        at += 2 + int.from_bytes(hello[at : at + 2])  # ciphers
        at += 1 + hello[at]  # compression
        end = at + 2 + int.from_bytes(hello[at : at + 2])
        at += 2
        while at < min(end, len(hello)):
            kind = int.from_bytes(hello[at : at + 2])
            size = int.from_bytes(hello[at + 2 : at + 4])
            if kind == 0:
                return hello[at + 9 : at + 4 + size].decode("ascii", "replace")
            at += 4 + size
    except IndexError:
        pass
    return ""
