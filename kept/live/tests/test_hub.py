"""The thread that follows the ledger, with a database that is slow, or fails for a moment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from kept.live import hub as hubs
from kept.live.following import Nudge
from kept.live.hub import Hub
from kept.live.sessions import Seat

SEAT = Seat(1, "s", (0, "x"))


class Ledger:
    """A ledger without a database: its last event is `tip`."""

    def __init__(self) -> None:
        self.tip = (0, 0)
        self.fails_once = False

    def after(self, position: tuple[int, int]) -> list[Nudge]:
        numbers = range(position[1] + 1, self.tip[1] + 1)
        return [Nudge((0, n), "kind", {1: ("topic",)}) for n in numbers]

    def still_good(self, seats: set[Seat], **_: object) -> set[Seat]:
        if self.fails_once:
            self.fails_once = False
            raise RuntimeError("the database is away")
        return set(seats)


@pytest.fixture
def ledger(monkeypatch) -> Ledger:
    made = Ledger()

    class Changes:
        def __init__(self) -> None:
            self.seen: object = None

        def there_are(self) -> bool:
            has_grown, self.seen = made.tip != self.seen, made.tip
            return has_grown

    replaced: dict[str, Callable[..., object]] = {
        "seat_of": lambda key: SEAT,
        "still_good": made.still_good,
        "tip": lambda: made.tip,
        "nudges_after": made.after,
        "Changes": Changes,
        "close_old_connections": lambda: None,
    }
    for name, value in replaced.items():
        monkeypatch.setattr(hubs, name, value)
    monkeypatch.setattr(hubs, "FAILURE_SECONDS", 0.01)
    return made


def test_a_screen_let_in_by_a_busy_loop_hears_all_the_same(ledger):
    async def scene() -> bytes | None:
        hub = Hub()
        joining = asyncio.create_task(hub.join("s", since=None))
        await asyncio.sleep(0)  # the knock is laid
        time.sleep(0.4)  # and the loop is busy for longer than the thread looks
        stream = await joining
        await stream.take(timeout=1)
        ledger.tip = (0, 1)
        heard = await stream.take(timeout=5)
        hub.close()
        return heard

    assert asyncio.run(scene()) == (b'id: 0-1\ndata: {"topics":["topic"],"kind":"kind"}\n\n')


def test_what_happened_while_the_database_was_away_is_told_afterwards(ledger, monkeypatch):
    monkeypatch.setattr(hubs, "RIGHTS_SECONDS", 0.0)
    monkeypatch.setattr(hubs, "SLOW_RIGHTS_SECONDS", 0.0)

    async def scene() -> list[bytes | None]:
        hub = Hub()
        stream = await hub.join("s", since=None)
        await stream.take(timeout=1)
        ledger.fails_once = True
        ledger.tip = (0, 1)
        first = await stream.take(timeout=5)
        ledger.tip = (0, 2)
        second = await stream.take(timeout=5)
        hub.close()
        return [first, second]

    heard = asyncio.run(scene())

    assert [line.partition(b"\n")[0] for line in heard if line] == [b"id: 0-1", b"id: 0-2"]
