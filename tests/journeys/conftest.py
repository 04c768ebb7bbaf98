"""What every walk starts from: a browser, a house of its own, and the world that takes its mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import chromium
from tests.journeys.house import House, World, furnished


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def world() -> Iterator[World]:
    one = World()
    one.open()
    yield one
    one.close()


@pytest.fixture
def house(tmp_path: Path, world: World) -> Iterator[House]:
    with furnished(tmp_path, smtp_port=world.port) as one:
        yield one
