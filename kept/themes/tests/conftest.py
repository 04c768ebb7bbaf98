"""Tests are of words alone, whatever is installed, but for those that say otherwise."""

from __future__ import annotations

import pytest

from kept.themes import meaning


@pytest.fixture(autouse=True)
def _no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "_known", {"reader": None})
