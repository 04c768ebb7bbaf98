"""The web server's entrance: streams are held here, every page is Django's."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")

from django.conf import settings

from kept.config.pages import Pages, Receive, Scope, Send
from kept.config.static import StaticFiles
from kept.config.wsgi import application as django

# Needs Django to be ready, which the line above has seen to.
from kept.live import stream
from kept.people.entrance import is_members

static = StaticFiles(settings.STATIC_ROOT)
pages = Pages(
    django,
    apart=("/mail/picture/",),
    may_send=lambda scope: is_members(scope["headers"]),
)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    match scope["type"]:
        case "lifespan":
            await lifespan(receive, send)
        case "http" if scope["path"] == stream.PATH:
            await stream.live(scope, receive, send)
        case "http" if file := static.find(scope):
            await static.send(file, scope, send)
        case "http":
            await pages(scope, receive, send)


async def lifespan(receive: Receive, send: Send) -> None:
    await receive()
    leave_the_house_out_of_collections()
    end_streams_when_asked_to_stop()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    stream.hub.close()
    await send({"type": "lifespan.shutdown.complete"})


def leave_the_house_out_of_collections() -> None:
    """What is loaded by now stays for good; looking through it again cost a twentieth of a page."""
    gc.collect()
    gc.freeze()


def end_streams_when_asked_to_stop() -> None:
    """A server waits for open answers before it says that it stops, and streams never end."""
    if threading.current_thread() is not threading.main_thread():
        return  # signals are somebody else's here
    loop = asyncio.get_running_loop()

    def end_streams() -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(stream.hub.close)

    for number in (signal.SIGTERM, signal.SIGINT):
        _before(number, end_streams)


def _before(number: signal.Signals, act: Callable[[], None]) -> None:
    """Have `act` done before what the server does at this signal."""
    server = signal.getsignal(number)

    def both(given: int, frame: FrameType | None) -> None:
        act()
        if callable(server):
            server(given, frame)

    signal.signal(number, both)
