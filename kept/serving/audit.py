"""`kept check`: is what is stored whole and true? Reads everything, changes nothing."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from types import ModuleType

from django.apps import apps
from django.db import DatabaseError, connection

from kept.kit import blobs
from kept.kit.findings import Finding

_BLOCK_BYTES = 1 << 20


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="kept check", description="Check that what is stored is whole and true."
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a finding")
    parser.add_argument("--fast", action="store_true", help="do not read the content of files")
    given = parser.parse_args(arguments)
    count = 0
    for finding in run(reads_files=not given.fast):
        count += 1
        print(json.dumps(asdict(finding)) if given.json else finding, flush=True)
    if not given.json:
        print(f"{count} findings." if count else "All is whole.")
    return 1 if count else 0


def run(*, reads_files: bool = True) -> Iterator[Finding]:
    """All findings: of the database itself, of the files, then room by room."""
    yield from _database()
    yield from _files(reads_files=reads_files)
    for audit in audits():
        if hasattr(audit, "findings"):
            yield from audit.findings()


def audits() -> Iterator[ModuleType]:
    """The `audit` module of each room that has one."""
    for app in apps.get_app_configs():
        name = f"{app.name}.audit"
        if app.name.startswith("kept.") and find_spec(name):
            yield import_module(name)


def _database() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            for (words,) in cursor.fetchall():
                if words != "ok":
                    yield Finding("database", "sqlite", words)
            cursor.execute("PRAGMA foreign_key_check")
            for table, row, parent, _ in cursor.fetchall():
                yield Finding("database", f"{table}:{row}", f"names a row of {parent} that is gone")
            return
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'amcheck'")
        if not cursor.fetchone():
            # The extension is the operator's to give; without it PostgreSQL's own checksums speak.
            return
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE a.amname = 'btree' AND n.nspname = current_schema() AND i.indisvalid"
        )
        for (index,) in cursor.fetchall():
            try:
                cursor.execute("SELECT bt_index_check(%s::regclass, true)", [index])
            except DatabaseError as error:
                yield Finding("database", index, str(error).splitlines()[0])


def _files(*, reads_files: bool) -> Iterator[Finding]:
    named = set(
        chain.from_iterable(a.blob_digests() for a in audits() if hasattr(a, "blob_digests"))
    )
    for digest in sorted(named):
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            yield Finding("files", f"blob:{digest}", "is no digest")
        elif not blobs.path_of(digest).exists():
            yield Finding("files", f"blob:{digest}", "is named by a row and missing")
    for digest in blobs.all_digests():
        if reads_files and digest_of(blobs.path_of(digest)) != digest:
            yield Finding("files", f"blob:{digest}", "holds other content than its name says")


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read in blocks."""
    with path.open("rb") as file:
        digest = hashlib.sha256()
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
