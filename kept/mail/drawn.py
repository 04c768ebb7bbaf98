"""Pictures as we drew them: a store by content beside the blobs, swept by age.

They can be drawn again at any time, so no backup takes them and no audit asks for them.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from kept.kit.blobs import write_durably

KEPT_FOR = timedelta(days=8)

_DIGEST = re.compile(r"[0-9a-f]{64}")


def put(content: bytes) -> str:
    """Keep a picture for a while, and answer its name."""
    digest = hashlib.sha256(content).hexdigest()
    # Written again even where it is there: what is asked for anew grows young again.
    write_durably(_path(digest), content)
    return digest


def get(digest: str) -> bytes:
    """Raises `FileNotFoundError`."""
    return _path(digest).read_bytes()


def sweep(*, now: datetime) -> int:
    """Take away what nobody asked for lately; answers how many."""
    oldest, gone = (now - KEPT_FOR).timestamp(), 0
    for path in Path(settings.PICTURES).glob("[0-9a-f][0-9a-f]/*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _path(digest: str) -> Path:
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"not a digest: {digest[:80]!r}")
    return Path(settings.PICTURES) / digest[:2] / digest
