"""A short run of `tests.faults.telling`; the long one is a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.house import furnished
from tests.faults.telling import kill_many

pytestmark = pytest.mark.fault


def test_whoever_is_told_of_a_change_is_told_once_whenever_a_worker_dies(tmp_path: Path):
    house = furnished(tmp_path)
    try:
        result = kill_many(house, customers=40, kills=12, longest_life=0.08, seed=5)
    finally:
        house.close()

    assert result["wrong"] == []
    assert result["told"] == 40
    # How many find it under way depends on the machine; the first always does.
    assert result["killed amid telling"] >= 1
