"""Files by what is in them: the name on disk is the SHA-256 of the content, and nothing else.

A name somebody gave a file is a column somewhere, never a path. Writing is durable when `put`
returns: temporary file, fsync, rename, fsync of the folder.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings

from kept.kit.together import Together

_DIGEST = re.compile(r"[0-9a-f]{64}")


def put(content: bytes) -> str:
    """Store `content` and answer its digest. The same content twice is one file."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if not path.exists():
        write_durably(path, content)
    return digest


def get(digest: str) -> bytes:
    """The content of `digest`. Raises `FileNotFoundError`."""
    return path_of(digest).read_bytes()


def path_of(digest: str) -> Path:
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"not a digest: {digest[:80]!r}")
    return Path(settings.BLOBS) / digest[:2] / digest


def all_digests() -> Iterator[str]:
    for path in sorted(Path(settings.BLOBS).glob("[0-9a-f][0-9a-f]/*")):
        if _DIGEST.fullmatch(path.name):
            yield path.name


def write_durably(path: Path, content: bytes) -> None:
    """Write `path` so that after a power cut it is whole or absent.

    An fsync that fails is final: the half-written file goes, and the caller hears the error. To
    sync again could report success over lost bytes.
    """
    make_folder(path.parent)
    draft = path.parent / f".{path.name[:40]}.{secrets.token_hex(8)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        try:
            view = memoryview(content)
            while view:
                view = view[os.write(handle, view) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        draft.rename(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _syncs.do(path.parent)


def make_folder(folder: Path) -> None:
    """Make `folder` for us alone, and its name durable in the folder above."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folders(folders: Sequence[Path]) -> Sequence[None]:
    for folder in set(folders):
        _sync_folder(folder)
    return [None] * len(folders)


# A folder that is synced has all that was renamed into it until then.
_syncs = Together(_sync_folders)
