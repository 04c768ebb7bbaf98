"""The web server's entrance: streams are held here, every page is Django's."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")

from kept.config.pages import Pages, Receive, Scope, Send
from kept.config.wsgi import application as django

# Needs Django to be ready, which the line above has seen to.
from kept.live import stream

pages = Pages(django)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    match scope["type"]:
        case "lifespan":
            await lifespan(receive, send)
        case "http" if scope["path"] == stream.PATH:
            await stream.live(scope, receive, send)
        case "http":
            await pages(scope, receive, send)


async def lifespan(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    stream.hub.close()
    await send({"type": "lifespan.shutdown.complete"})
