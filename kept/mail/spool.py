"""The spool: every mail we were handed, as a file that explains itself.

A file holds one line that names the format, one line of JSON (the envelope, length and digest),
the mail byte for byte, and an end mark. It is enough to make the row from, so a database that is
down, or restored from yesterday, costs no mail. `new` holds what is not settled, `tray` what waits
for a person, `done` a folder a day of what was filed, kept for a month.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from kept.kit import blobs

KEPT_FOR = timedelta(days=30)
DRAFTS_LIVE_FOR = timedelta(hours=1)
_FIRST_LINE = b"KEPT-SPOOL 1\n"
NEW, TRAY, DONE, TORN = "new", "tray", "done", "torn"


class Torn(Exception):
    """A spool file that is not whole: it was never acknowledged, or the disk has failed."""


@dataclass(frozen=True, slots=True)
class Spooled:
    """What a spool file says of itself. `source_key` is its own name where none was given."""

    name: str
    source: str
    source_key: str
    recipients: tuple[str, ...]
    envelope_from: str
    received_at: datetime
    size: int
    sha256: str


def write(
    raw: bytes,
    *,
    source: str,
    source_key: str | None,
    recipients: tuple[str, ...],
    envelope_from: str,
    now: datetime,
) -> Spooled:
    """Store a mail durably. When this returns, it survives a power cut."""
    name = f"{now.astimezone(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(8)}.mail"
    spooled = Spooled(
        name=name,
        source=source,
        source_key=source_key or name,
        recipients=recipients,
        envelope_from=envelope_from,
        received_at=now,
        size=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
    )
    head = asdict(spooled) | {"received_at": now.isoformat()}
    line = json.dumps(head, ensure_ascii=True).encode("ascii")
    content = b"".join([_FIRST_LINE, line, b"\n", raw, _end(spooled)])
    blobs.write_durably(_folder(NEW) / name, content)
    return spooled


def read(name: str) -> tuple[Spooled, bytes]:
    """Envelope and mail, checked. Raises `Torn`, `FileNotFoundError`."""
    path = find(name)
    if path is None:
        raise FileNotFoundError(name)
    content = path.read_bytes()
    start = content.find(b"\n", len(_FIRST_LINE)) + 1
    if not content.startswith(_FIRST_LINE) or not start:
        raise Torn(f"{name} does not begin as a spool file does")
    spooled = _understood(content[len(_FIRST_LINE) : start], path)
    raw = content[start : start + spooled.size]
    if content[start + spooled.size :] != _end(spooled):
        raise Torn(f"{name} has no end")
    if hashlib.sha256(raw).hexdigest() != spooled.sha256:
        raise Torn(f"{name} is not what was written")
    return spooled, raw


def find(name: str) -> Path | None:
    """Where the file lies by now."""
    if "/" in name or name.startswith("."):
        return None
    for folder in (_folder(NEW), _folder(TRAY), _done_folder(name), _folder(TORN)):
        if (path := folder / name).exists():
            return path
    return None


def unsettled() -> Iterator[Path]:
    """The files in `new`, in no order."""
    try:
        entries = os.scandir(_folder(NEW))
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            if entry.name.endswith(".mail") and not entry.name.startswith("."):
                yield Path(entry.path)


def everything() -> Iterator[Path]:
    """All there is, what is done included: to fill a restored database again."""
    yield from sorted(unsettled())
    yield from sorted(_folder(TRAY).glob("[!.]*.mail"))
    yield from sorted(_folder(DONE).glob("*/[!.]*.mail"))


def settle(name: str) -> None:
    """The mail is filed, a duplicate or set aside: out of the way, for a month."""
    _move(name, _done_folder(name))


def keep_for_person(name: str) -> None:
    _move(name, _folder(TRAY))


def put_back(name: str) -> None:
    """It is to be read anew."""
    _move(name, _folder(NEW))


def mark_torn(name: str) -> None:
    _move(name, _folder(TORN))


def torn() -> list[str]:
    return sorted(path.name for path in _folder(TORN).glob("[!.]*.mail"))


def drop(name: str) -> None:
    """Forget a second copy of a mail whose first one lies safe."""
    (_folder(NEW) / name).unlink(missing_ok=True)


def tidy(*, now: datetime) -> int:
    """Remove settled mail older than a month, and drafts nobody finished. Answers how many."""
    gone = 0
    oldest = f"{now - KEPT_FOR:%Y%m%d}"
    for day in _folder(DONE).glob("[0-9]*"):
        if day.name < oldest:
            shutil.rmtree(day, ignore_errors=True)
            gone += 1
    for draft in _folder(NEW).glob(".*"):
        try:
            age = now.timestamp() - draft.stat().st_mtime
        except FileNotFoundError:
            continue
        if age > DRAFTS_LIVE_FOR.total_seconds():
            draft.unlink(missing_ok=True)
            gone += 1
    return gone


def _folder(name: str) -> Path:
    return Path(settings.SPOOL) / name


def _done_folder(name: str) -> Path:
    """The day a mail came is in its name, so settled mail is found without looking around."""
    return _folder(DONE) / name[:8]


def _move(name: str, folder: Path) -> None:
    path = find(name)
    if path is None or path.parent == folder:
        return
    blobs.make_folder(folder)
    try:
        path.rename(folder / name)
    except FileNotFoundError:
        # Another worker has moved it.
        if find(name) is None:
            raise


def _understood(line: bytes, path: Path) -> Spooled:
    try:
        told: dict[str, Any] = json.loads(line)
        return Spooled(
            name=path.name,
            source=str(told["source"]),
            # A file that was copied under another name still is the same handing over.
            source_key=str(told["source_key"]),
            recipients=tuple(map(str, told["recipients"])),
            envelope_from=str(told["envelope_from"]),
            received_at=datetime.fromisoformat(told["received_at"]),
            size=int(told["size"]),
            sha256=str(told["sha256"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Torn(f"{path.name} has no envelope") from error


def _end(spooled: Spooled) -> bytes:
    return f"\nKEPT-END {spooled.size} {spooled.sha256}\n".encode("ascii")
