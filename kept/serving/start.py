"""`kept migrate`: everything that stands between unpacking a version and serving it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kept.kit import clock
from kept.ledger.recording import continue_order
from kept.people.models import Member
from kept.serving.members import founding_link

HALF_WAY = (
    "This house was made by a build from before 28 November 2026 and has not all of its tables. "
    "Nothing was changed. Check out f1d11a5f, run kept migrate there, and come back."
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="kept migrate", description="Bring database and static files to this version."
    )
    parser.parse_args(arguments)
    if is_half_way():
        print(HALF_WAY, file=sys.stderr)
        return 1
    for line in prepare():
        print(line, flush=True)
    return 0


def prepare() -> list[str]:
    """Do what is due and say what was done. Safe to run twice and to kill."""
    Path(settings.DATA).mkdir(mode=0o700, parents=True, exist_ok=True)
    done = []
    if due := waiting_migrations():
        call_command("migrate", interactive=False, verbosity=0)
        done.append(f"Database: {due} migrations applied.")
    # A database that came from another server: its ledger goes on where it stopped.
    continue_order()
    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)
    if static_is_old():
        collect_static()
        done.append("Static files: collected.")
    done = done or ["Database and static files are up to date."]
    if not Member.objects.exists():
        link = founding_link(now=clock.now())
        done.append(f"Nobody lives here yet. The first owner, within a day: {link}")
    return done


def is_half_way() -> bool:
    """Whether the database stopped amid migrations that are one now (ADR 39)."""
    known = MigrationRecorder(connection).applied_migrations()
    return any(
        0 < len(known.keys() & set(one.replaces)) < len(one.replaces)
        for one in MigrationLoader(None).disk_migrations.values()
    )


def waiting_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def static_is_old() -> bool:
    """Whether a file of ours or of a package is newer than what was collected."""
    from django.contrib.staticfiles.finders import get_finders

    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if not stamp.exists():
        return True
    collected_at = stamp.stat().st_mtime
    return any(
        Path(storage.path(name)).stat().st_mtime > collected_at
        for finder in get_finders()
        for name, storage in finder.list([])
    )


def collect_static() -> None:
    """Collect into the folder in use: names carry a hash, so pages still open keep their files."""
    call_command("collectstatic", interactive=False, verbosity=0)
    (Path(settings.STATIC_ROOT) / ".collected").touch()
