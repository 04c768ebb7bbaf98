from __future__ import annotations

import asyncio
import signal
from typing import Any

import pytest

from kept.config import asgi
from kept.live.hub import Hub


@pytest.fixture
def server_asked_to_stop(monkeypatch) -> list[int]:
    """Signals that reached what the server had set before us."""
    reached: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    for number in before:
        signal.signal(number, lambda given, frame: reached.append(given))
    monkeypatch.setattr(asgi.stream, "hub", Hub())
    yield reached
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_server_asked_to_stop_ends_its_streams_first(server_asked_to_stop):
    async def scene() -> None:
        going: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        sent: list[str] = []

        async def send(message: Any) -> None:
            sent.append(message["type"])

        going.put_nowait({"type": "lifespan.startup"})
        living = asyncio.create_task(asgi.application({"type": "lifespan"}, going.get, send))
        while not sent:
            await asyncio.sleep(0)
        assert not asgi.stream.hub.is_full

        signal.raise_signal(signal.SIGTERM)
        await asyncio.sleep(0.05)

        assert asgi.stream.hub.is_full, "it takes no more streams"
        assert server_asked_to_stop == [signal.SIGTERM], "and the server stops as it would"
        going.put_nowait({"type": "lifespan.shutdown"})
        await living
        assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]

    asyncio.run(scene())
