"""A house whose tables came of migrations that are one now."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kept.serving import start

TABLES = ("themes", "0001_tables")

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorder():
    recorder = MigrationRecorder(connection)
    # A new house notes those that were replaced along with what replaces them.
    for one in [TABLES, *replaced()]:
        recorder.record_unapplied(*one)
    return recorder


def replaced() -> list[tuple[str, str]]:
    return MigrationLoader(None).disk_migrations[TABLES].replaces


def test_a_house_that_had_them_all_goes_on(recorder):
    for one in replaced():
        recorder.record_applied(*one)

    assert not start.is_half_way()
    assert start.waiting_migrations() == 0


def test_a_house_that_stopped_amid_them_is_told_and_left_alone(recorder, monkeypatch, capsys):
    first, *later = replaced()
    assert later
    recorder.record_applied(*first)
    before = recorder.applied_migrations().keys()
    monkeypatch.setattr(start, "prepare", lambda: pytest.fail("something was done"))

    assert start.main([]) == 1
    assert capsys.readouterr().err == start.HALF_WAY + "\n"
    assert recorder.applied_migrations().keys() == before


def test_a_new_house_has_nothing_to_replace():
    assert not start.is_half_way()
