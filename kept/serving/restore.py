"""`kept restore`: bring a backup back into an empty house.

Nothing in a backup is believed: only the pieces its manifest names are taken, only under names
Kept itself would give, only plain files, and only when the digest is right. All pieces are read
and checked beside the data folder first; what stands in the way is moved aside, never deleted.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast
from urllib.parse import unquote, urlsplit

from django.conf import settings

from kept.config import env
from kept.improvement.actions.telling import hold_back as hold_tellings_back
from kept.kit.blobs import make_folder
from kept.kit.clock import now as current_time
from kept.mail.accept import replay_spool
from kept.mail.afterwards import hold_back
from kept.notices.afterwards import hold_back as hold_notices_back
from kept.serving.backup import FORMAT, MANIFEST, BackupError, key_id, run_tool

_NAME = re.compile(
    r"database\.(sqlite3|dump)"
    r"|blobs/[0-9a-f]{2}/[0-9a-f]{64}"
    r"|spool(/[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,199}){1,4}"
    r"|secrets/key"
)
_LARGEST_MANIFEST_BYTES = 1 << 30
_BLOCK_BYTES = 1 << 20


class Pieces(Protocol):
    """Where the pieces lie. `open` raises `KeyError` for one that is not there as a plain file."""

    def open(self, name: str) -> BinaryIO: ...


class Backup:
    def __init__(self, pieces: Pieces, manifest: dict[str, Any]) -> None:
        self.pieces = pieces
        self.manifest = manifest

    @property
    def names(self) -> list[str]:
        return list(self.manifest["pieces"])


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="kept restore", description="Bring a backup back into an empty house."
    )
    parser.add_argument("backup", type=Path, help="a folder or .tar file made by kept backup")
    parser.add_argument(
        "--force",
        action="store_true",
        help="even if there is something: it is moved aside (PostgreSQL: replaced)",
    )
    given = parser.parse_args(arguments)
    try:
        restore(given.backup, is_forced=given.force)
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    if not bring_up_to_date(dict(os.environ)):
        print("The backup is back, but kept migrate failed; see above.", file=sys.stderr)
        return 1
    print("Brought back. Next: kept check, then kept serve.")
    return 0


def bring_up_to_date(environment: dict[str, str]) -> bool:
    """Migrate what came back, give it the mail only the spool knows, hold back what waits.

    In processes of their own: this one has looked at the database as it was before.
    """
    for words in (["migrate"], ["mail", "replay"]):
        command = [sys.executable, "-m", "kept.cli", *words]
        if subprocess.run(command, env=environment, check=False).returncode:
            return False
    return True


def replay(arguments: list[str]) -> int:
    """`kept mail replay`: a database that is older than its spool and the world catches up."""
    parser = argparse.ArgumentParser(
        prog="kept mail replay",
        description="After a database was brought back: file all mail of the spool it lacks, and"
        " hold back every letter that waited, since it may have left in the meantime.",
    )
    parser.parse_args(arguments)
    try:
        with nobody_serving(Path(settings.DATA)):
            print(f"Mail that only the spool knew: {replay_spool()}.")
            hold_tellings_back(now=current_time())
            held = hold_back(now=current_time())
            notices = hold_notices_back(now=current_time())
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    if held:
        print(f"Letters that may have left since the backup: {held}. Nothing is sent twice:")
        print("each says so in its conversation, where it can be sent again.")
    if notices:
        print(f"Notices to members that may have left since, and stay in the app: {notices}.")
    return 0


def restore(place: Path, *, is_forced: bool) -> None:
    data = Path(settings.DATA)
    url = env.read("DATABASE_URL")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with nobody_serving(data), opened_backup(place) as backup:
        wanted = "postgresql" if url else "sqlite"
        if backup.manifest["database"] != wanted:
            raise BackupError(
                f"The backup is of {backup.manifest['database']}, but DATABASE_URL says {wanted}."
            )
        if not is_forced and (found := what_is_there(data, url)):
            raise BackupError(f"{found} With --force it is moved aside.")
        put_back(backup, data=data, database_url=url)
        if backup.manifest["key"] != key_id() and "secrets/key" not in backup.names:
            print(
                "Note: this house has another secret key than the backup. Links in letters that "
                "went out, and sealed mailbox passwords, need the old one: see the install guide."
            )


@contextmanager
def nobody_serving(data: Path) -> Iterator[None]:
    with (data / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BackupError(f"Kept is serving the folder {data}; stop it first.") from error
        yield


def what_is_there(data: Path, url: str) -> str:
    """What a restore would overwrite, in a sentence; empty when there is nothing."""
    for name in ("db.sqlite3", "blobs", "spool"):
        path = data / name
        if path.is_file() or (path.is_dir() and any(path.rglob("*"))):
            return f"{path} is not empty."
    if url:
        from django.db import connection

        if connection.introspection.table_names():
            return "The database is not empty."
    return ""


def put_back(backup: Backup, *, data: Path, database_url: str) -> None:
    """Check every piece into a folder beside, then move them in. Raises `BackupError`."""
    moment = current_time().strftime("%Y%m%d-%H%M%S")
    draft = data / f".restore-{moment}-{os.getpid()}"
    draft.mkdir(mode=0o700)
    for name, piece in backup.manifest["pieces"].items():
        take(backup.pieces, name, piece, folder=draft)
    if database_url:
        load_postgres(draft / "database.dump", database_url)
    else:
        check_sqlite(draft / "database.sqlite3")
        for suffix in ("", "-wal", "-shm"):
            move_aside(data / f"db.sqlite3{suffix}", moment)
        (draft / "database.sqlite3").rename(data / "db.sqlite3")
    for name in ("blobs", "spool", "secrets"):
        if (draft / name).exists():
            move_aside(data / name, moment)
            (draft / name).rename(data / name)
    for left in sorted(draft.rglob("*"), reverse=True):
        left.unlink()
    draft.rmdir()


def take(pieces: Pieces, name: str, piece: dict[str, Any], *, folder: Path) -> None:
    """Copy one piece below `folder`, if its name and digest are right."""
    if not _NAME.fullmatch(name):
        raise BackupError(f"The backup names a file Kept would never make: {name[:120]!r}.")
    path = folder / name
    make_folder(path.parent)
    digest, left = hashlib.sha256(), int(piece["size"])
    try:
        source = pieces.open(name)
    except KeyError as error:
        raise BackupError(f"{name} is missing from the backup.") from error
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with source, os.fdopen(handle, "wb") as file:
        while block := source.read(_BLOCK_BYTES):
            left -= len(block)
            if left < 0:
                break
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    if left or digest.hexdigest() != piece["sha256"]:
        raise BackupError(f"{name} in the backup is damaged: its digest is wrong.")


def move_aside(path: Path, moment: str) -> None:
    if path.exists():
        path.rename(path.with_name(f"{path.name}.before-{moment}"))


def check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as database:
            (words,) = database.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"The database in the backup is damaged: {error}.") from error
    if words != "ok":
        raise BackupError(f"The database in the backup is damaged: {words}.")


def load_postgres(path: Path, url: str) -> None:
    parts = urlsplit(url)
    who, _, where = parts.netloc.rpartition("@")
    user, _, password = who.partition(":")
    environment = dict(os.environ)
    if password:
        # In the environment of the child, not among its arguments, which others can read.
        environment["PGPASSWORD"] = unquote(password)
    place = parts._replace(netloc=f"{user}@{where}" if user else where).geturl()
    run_tool(
        [
            *("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges"),
            *("--single-transaction", "--exit-on-error", f"--dbname={place}", str(path)),
        ],
        environment,
    )


@contextmanager
def opened_backup(place: Path) -> Iterator[Backup]:
    """The backup at `place`, with a manifest that makes sense. Raises `BackupError`."""
    if place.is_dir():
        yield _with_manifest(FolderPieces(place))
        return
    try:
        with tarfile.open(place, mode="r:") as archive:
            yield _with_manifest(TarPieces(archive))
    except FileNotFoundError as error:
        raise BackupError(f"There is no backup at {place}.") from error
    except tarfile.TarError as error:
        raise BackupError(f"{place} is not a backup, or only part of one.") from error


def _with_manifest(pieces: Pieces) -> Backup:
    try:
        with pieces.open(MANIFEST) as file:
            manifest = json.loads(file.read(_LARGEST_MANIFEST_BYTES))
        is_ours = manifest["format"] == FORMAT and manifest["database"] in {"sqlite", "postgresql"}
        fine = all(
            isinstance(piece["sha256"], str) and isinstance(piece["size"], int)
            for piece in manifest["pieces"].values()
        )
        fine = fine and isinstance(manifest["key"], str) and isinstance(manifest["made_at"], str)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BackupError("This is no backup: its manifest is missing or unreadable.") from error
    if not is_ours or not fine:
        raise BackupError("This backup was made by another version, in a way this one cannot read.")
    return Backup(pieces, manifest)


class FolderPieces:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self, name: str) -> BinaryIO:
        try:
            handle = os.open(self.folder / name, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError as error:
            raise KeyError(name) from error
        return os.fdopen(handle, "rb")


class TarPieces:
    def __init__(self, archive: tarfile.TarFile) -> None:
        self.entries = {entry.name: entry for entry in archive if entry.isreg()}
        self.archive = archive

    def open(self, name: str) -> BinaryIO:
        file = self.archive.extractfile(self.entries[name])
        if file is None:
            raise KeyError(name)
        return cast("BinaryIO", file)
