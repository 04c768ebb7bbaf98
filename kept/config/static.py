"""The static files beside the pages, with the headers that keep a browser from misreading them.

Which there are is read once: an address is looked up, never made into a path, so nothing else of
the machine can be asked for. The server sends the file itself where it can (ASGI, `pathsend`).
"""

from __future__ import annotations

import json
import mimetypes
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import Any

from django.conf import settings

from kept.config.pages import Scope, Send
from kept.ui.middleware import POLICY

PREFIX = "/static/"
MANIFEST = "staticfiles.json"
FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class StaticFile:
    path: Path
    headers: Headers
    modified: bytes


class StaticFiles:
    """What lies in a folder now, by the address it is asked for with."""

    def __init__(self, folder: Path) -> None:
        hashed = _hashed(folder)
        self._files = {
            PREFIX + name: _told(path, is_hashed=name in hashed)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and (name := path.relative_to(folder).as_posix()) != MANIFEST
        }

    def find(self, scope: Scope) -> StaticFile | None:
        """None for what is no static file; a page says so then."""
        return self._files.get(scope["path"]) if scope["method"] in {"GET", "HEAD"} else None

    async def send(self, file: StaticFile, scope: Scope, send: Send) -> None:
        asked = dict(scope["headers"]).get(b"if-modified-since")
        status = 304 if asked == file.modified else 200
        start = {"type": "http.response.start", "status": status, "headers": file.headers}
        if status == 304:
            start["headers"] = [pair for pair in file.headers if pair[0] != b"content-length"]
        await send(start)
        if status == 304 or scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
        elif "http.response.pathsend" in (scope.get("extensions") or {}):
            await send({"type": "http.response.pathsend", "path": str(file.path)})
        else:
            await send({"type": "http.response.body", "body": file.path.read_bytes()})


def _hashed(folder: Path) -> set[str]:
    """Names that hold a digest of the content: what they show never changes."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return set()
    return {name for plain, name in manifest["paths"].items() if plain != name}


def _told(path: Path, *, is_hashed: bool) -> StaticFile:
    found = path.stat()
    modified = formatdate(found.st_mtime, usegmt=True)
    headers = {
        "Content-Type": _type_of(path),
        "Content-Length": str(found.st_size),
        "Cache-Control": FOR_EVER if is_hashed else A_DAY,
        "Last-Modified": modified,
        "X-Content-Type-Options": "nosniff",
        # A drawing opened by its own address is a page, and might hold scripts.
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    }
    if settings.HTTPS:
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    told = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return StaticFile(path, told, modified.encode())


def _type_of(path: Path) -> str:
    if path.suffix == ".webmanifest":
        return "application/manifest+json"
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind in {"application/json", "image/svg+xml"}
    return f"{kind}; charset=utf-8" if is_text else kind
