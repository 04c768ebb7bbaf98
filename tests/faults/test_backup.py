"""A backup made while mail comes and goes, brought back in another place."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import House, furnished
from tests.journeys.house import wait_until
from tests.once import HOUSES

pytestmark = pytest.mark.fault


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    folder = tmp_path / "old"
    folder.mkdir()
    made = furnished(folder)
    yield made
    made.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[House]:
    folder = tmp_path / "new"
    folder.mkdir()
    made = House(folder, server=HOUSES, is_furnished=False)
    yield made
    made.close()


def test_a_backup_under_load_brings_everything_back_and_sends_nothing_twice(
    house: House, empty: House, tmp_path: Path
):
    place = tmp_path / "backup.tar"
    worker = house.start("tests.faults.worker", "loop", "1")
    wait_until(lambda: house.sent >= 5)
    before = house.acked.read_text().split()

    house.run("kept.cli", "backup", str(place), "--with-key")
    after = house.sent
    wait_until(lambda: house.sent > after)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    empty.run("kept.cli", "restore", str(place))
    empty.acked.write_text("\n".join(before))
    # Whatever left there, the same world has it.
    empty.received.write_text(house.received.read_text())
    empty.run("tests.faults.worker", "recover")

    assert len(before) >= 5
    wrong = json.loads(empty.run("tests.faults.audit"))
    assert wrong == []
    assert empty.run("kept.cli", "check") == "All is whole.\n"
