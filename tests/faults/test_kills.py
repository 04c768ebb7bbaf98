"""Short runs of `tests.faults.kills`; the long ones are commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import House, furnished
from tests.faults.kills import kill_many

pytestmark = pytest.mark.fault


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = furnished(tmp_path)
    yield made
    made.close()


def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(house: House):
    result = kill_many(house, kills=40, seed=7, at_least=20)

    assert result["wrong"] == []
    assert result["acknowledged"] >= 20
    assert result["sent"] > 0


@pytest.mark.parametrize(
    ("control", "words"), [("ack-first", "lost"), ("no-dedupe", "shown twice")]
)
def test_a_build_without_its_safety_is_found_out(house: House, control: str, words: str):
    result = kill_many(house, kills=120, seed=7, control=control)

    assert any(words in finding for finding in result["wrong"]), result
