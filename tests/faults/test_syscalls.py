"""A short run of `tests.faults.syscalls`: the syncs and renames; the long one is a command."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import House, furnished
from tests.faults.syscalls import hit_everywhere

pytestmark = pytest.mark.fault


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    assert shutil.which("strace"), "Debian: apt install strace"
    made = furnished(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("fault", ["kill", "EIO"])
def test_hit_at_every_sync_and_rename_nothing_is_lost(house: House, fault: str):
    result = hit_everywhere(house, fault=fault, calls=["fsync", "rename"])

    assert result["wrong"] == []
    assert result["points"] >= 6
    assert result["acknowledged"] == result["mails"]
