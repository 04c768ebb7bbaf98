"""A push service of our own, and a browser behind it: for want of those out in the world."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography.hazmat.primitives.asymmetric import ec

from kept.kit import webpush
from kept.kit.tests.test_webpush import opened


@dataclass
class Service:
    """Answers with `statuses` in turn, then with 201; `hangs_up` takes a push and says nothing."""

    statuses: list[int] = field(default_factory=list)
    hangs_up: bool = False
    taken: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0


class FakeBrowser:
    """Has keys, and reads what was sealed for it."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = b"fedcba9876543210"
        self.public_key = webpush.to_64(webpush._point(self._key.public_key()))
        self.auth = webpush.to_64(self._auth)

    def read(self, body: bytes) -> dict[str, str]:
        told: dict[str, str] = json.loads(opened(body, own=self._key, auth=self._auth))
        return told


@contextmanager
def push_service(service: Service) -> Iterator[str]:
    """Serves on a free port; gives the beginning of its endpoints."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            service.taken.append((self.path, headers, body))
            if service.hangs_up:
                self.close_connection = True
                return
            self.send_response(service.statuses.pop(0) if service.statuses else 201)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    service.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
