"""`kept backup`: everything Kept holds, in one folder or one tar file, while it goes on working.

First the database, as one consistent moment; then the files it names, which were there before the
rows that name them; then the spool, which holds what came since. `manifest.json` says what must be
in it, with a digest for each piece. A backup counts once it was brought back: `--verify` does that
in a scratch place and checks the result.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection

import kept
from kept.config import env
from kept.kit.blobs import make_folder
from kept.kit.clock import now as current_time
from kept.mail.spool import DONE, NEW, TORN, TRAY
from kept.serving.audit import digest_of

MANIFEST = "manifest.json"
FORMAT = 1
VERIFIED = "last-verified.json"


class BackupError(Exception):
    """The backup cannot be made or trusted; the message says why in a sentence."""


class Target(Protocol):
    def add_file(self, name: str, path: Path) -> None: ...
    def add_bytes(self, name: str, content: bytes) -> None: ...


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="kept backup", description="Copy everything into one folder or one .tar file."
    )
    parser.add_argument(
        "place",
        nargs="?",
        type=Path,
        help="a new folder, or a file ending in .tar; default: backups/ in the data folder",
    )
    parser.add_argument("--with-key", action="store_true", help="put the secret key in as well")
    parser.add_argument(
        "--verify",
        metavar="BACKUP",
        type=Path,
        help="make none: bring BACKUP back in a scratch place and check it",
    )
    given = parser.parse_args(arguments)
    try:
        if given.verify:
            return verify(given.verify)
        if problem := env.no_house() or _unmigrated():
            raise BackupError(problem)
        place = given.place or default_place()
        if given.place and not given.place.absolute().parent.is_dir():
            raise BackupError(f"There is no folder {given.place.absolute().parent}.")
        damaged = back_up(place, with_key=given.with_key)
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Made {place}")
    if not given.with_key:
        print("The secret key is not in it: keep secrets/ of the data folder somewhere apart.")
    print(f"Check it with: kept backup --verify {place}")
    for name in damaged:
        print(f"Damaged here, and so in the backup: {name}", file=sys.stderr)
    return 1 if damaged else 0


def _unmigrated() -> str:
    if "people_member" in connection.introspection.table_names():
        return ""
    return "The database is empty: there is nothing to back up. kept migrate makes a house."


def default_place() -> Path:
    moment = current_time().strftime("%Y%m%d-%H%M%S")
    return Path(settings.DATA) / "backups" / f"kept-{moment}"


def back_up(place: Path, *, with_key: bool = False) -> list[str]:
    """Make the backup beside `place`, then give it its name. Answers the names of damaged files.

    Raises `BackupError`.
    """
    place = place.absolute()
    if place.exists():
        raise BackupError(f"{place} is there already; name a new one.")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        with (
            tempfile.TemporaryDirectory(dir=place.parent, prefix=".kept-backup-") as scratch,
            opened(draft, is_tar=place.suffix == ".tar") as target,
        ):
            damaged = _fill(target, Path(scratch), with_key=with_key)
        draft.rename(place)
    except OSError as error:
        raise BackupError(f"The backup could not be written: {error.strerror or error}.") from error
    finally:
        if draft.is_dir():
            shutil.rmtree(draft, ignore_errors=True)
        else:
            draft.unlink(missing_ok=True)
    _sync(place.parent)
    return damaged


def _fill(target: Target, scratch: Path, *, with_key: bool) -> list[str]:
    """Write all pieces and the manifest. Answers the names of files that are damaged here."""
    database = dump_database(scratch)
    pieces: dict[str, dict[str, Any]] = {}

    def add(name: str, path: Path) -> None:
        pieces[name] = {"sha256": digest_of(path), "size": path.stat().st_size}
        target.add_file(name, path)

    made_at = current_time()
    add(database.name, database)
    data = Path(settings.DATA)
    for path in _files(data / "blobs"):
        add(path.relative_to(data).as_posix(), path)
    spooled: set[str] = set()
    # A letter moves on while we copy, from `new` at last to `done`: each folder is listed after the
    # ones before it, and all of them twice.
    for folder in (NEW, TRAY, TORN, DONE) * 2:
        for path in _files(data / "spool" / folder):
            if path.name in spooled:
                continue
            name = path.relative_to(data).as_posix()
            try:
                add(name, path)
            except FileNotFoundError:
                pieces.pop(name, None)
            else:
                spooled.add(path.name)
    damaged = [
        name
        for name, piece in pieces.items()
        if name.startswith("blobs/") and name.rpartition("/")[2] != piece["sha256"]
    ]
    key = data / "secrets" / "key"
    if with_key and key.exists():
        add("secrets/key", key)
    manifest = {
        "format": FORMAT,
        "kept": kept.__version__,
        "made_at": made_at.isoformat(),
        "database": connection.vendor,
        "key": key_id(),
        "pieces": pieces,
    }
    target.add_bytes(MANIFEST, json.dumps(manifest, indent=1).encode())
    return damaged


def _files(folder: Path) -> list[Path]:
    """All files below; what begins with a dot is still being written by somebody."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    ]


def dump_database(scratch: Path) -> Path:
    """One moment of the database, as a file in `scratch`."""
    if connection.vendor == "sqlite":
        path = scratch / "database.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            # In one go: in pieces it would begin anew whenever somebody writes.
            connection.connection.backup(copy, pages=-1)
        return path
    path = scratch / "database.dump"
    words, environment = postgres_words()
    run_tool(
        ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}", *words],
        environment,
    )
    return path


def postgres_words(name: str = "") -> tuple[list[str], dict[str, str]]:
    """Arguments and environment that lead PostgreSQL's tools to our database, or to `name`."""
    told = connection.settings_dict
    words = [f"--dbname={name or told['NAME']}"]
    environment = dict(os.environ)
    for setting, flag in (("HOST", "--host"), ("PORT", "--port"), ("USER", "--username")):
        if told[setting]:
            words.append(f"{flag}={told[setting]}")
    if told["PASSWORD"]:
        # In the environment of the child, not among its arguments, which others can read.
        environment["PGPASSWORD"] = told["PASSWORD"]
    return words, environment


def run_tool(command: list[str], environment: dict[str, str]) -> None:
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise BackupError(
            f"{command[0]} is not installed; on Debian: apt install postgresql-client"
        ) from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise BackupError(f"{command[0]} failed: {last}")


def key_id() -> str:
    """A name for our secret key that does not tell it: a restored house must have the same."""
    digest = hashlib.sha256(b"kept.key-id:" + str(settings.SECRET_KEY).encode())
    return digest.hexdigest()[:12]


@contextmanager
def opened(draft: Path, *, is_tar: bool) -> Iterator[Target]:
    if not is_tar:
        draft.mkdir(mode=0o700)
        yield FolderTarget(draft)
        return
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
            yield TarTarget(archive)
        file.flush()
        os.fsync(file.fileno())


class FolderTarget:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as source:
            self._write(name, source)

    def add_bytes(self, name: str, content: bytes) -> None:
        self._write(name, io.BytesIO(content))

    def _write(self, name: str, source: Any) -> None:
        path = self.folder / name
        make_folder(path.parent)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
        _sync(path.parent)


class TarTarget:
    def __init__(self, archive: tarfile.TarFile) -> None:
        self.archive = archive

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as source:
            self._write(name, source, path.stat().st_size)

    def add_bytes(self, name: str, content: bytes) -> None:
        self._write(name, io.BytesIO(content), len(content))

    def _write(self, name: str, source: Any, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        entry.mtime = int(current_time().timestamp())
        self.archive.addfile(entry, source)


def verify(place: Path) -> int:
    """Bring the backup back in a scratch place, check it, and remember that it was good."""
    from kept.serving.restore import bring_up_to_date, opened_backup, put_back

    with tempfile.TemporaryDirectory(prefix="kept-verify-") as scratch:
        scratch_data = Path(scratch)
        with opened_backup(place) as backup:
            made_at = datetime.fromisoformat(backup.manifest["made_at"])
            with scratch_database(backup.manifest["database"]) as url:
                put_back(backup, data=scratch_data, database_url=url)
                environment = {
                    **os.environ,
                    "KEPT_DATA": str(scratch_data),
                    "DATABASE_URL": url,
                    "KEPT_SECRET_KEY": str(settings.SECRET_KEY),
                }
                environment.pop("DATABASE_URL_FILE", None)
                is_whole = bring_up_to_date(environment) and not (
                    subprocess.run(
                        [sys.executable, "-m", "kept.cli", "check"], env=environment, check=False
                    ).returncode
                )
            if not is_whole:
                print("The backup could be brought back, but what is in it is not whole.")
                return 1
            same_key = backup.manifest["key"] == key_id()
    record = {"backup": str(place.absolute()), "made_at": made_at.isoformat()}
    record["verified_at"] = current_time().isoformat()
    path = Path(settings.DATA) / "backups" / VERIFIED
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(json.dumps(record), encoding="utf-8")
    if not same_key:
        print("Note: it was made under another secret key than the present one.")
    print(f"Good: {place} can be brought back whole.")
    return 0


@contextmanager
def scratch_database(vendor: str) -> Iterator[str]:
    """An empty database to try a backup in, as a URL; empty for SQLite, a file in the scratch."""
    if vendor != connection.vendor:
        raise BackupError(f"The backup is of {vendor}; set DATABASE_URL to one to verify it.")
    if vendor == "sqlite":
        yield ""
        return
    from kept.config import env

    name = f"kept_verify_{os.getpid()}"
    _, environment = postgres_words()
    server = [word for word in postgres_words()[0] if not word.startswith("--dbname")]
    run_tool(["createdb", *server, name], environment)
    try:
        address, _, _ = env.read("DATABASE_URL").partition("?")
        yield f"{address.rpartition('/')[0]}/{name}"
    finally:
        run_tool(["dropdb", "--if-exists", *server, name], environment)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
