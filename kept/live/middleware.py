"""Where the ledger stood before a page was read, so that its stream begins right there."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kept.ledger.reading import Position, tip
from kept.live.hub import id_of

KNOWN_FOR_SECONDS = 1.0

Respond = Callable[[HttpRequest], HttpResponse]


class LastLook:
    """The ledger's end, as it was a second ago at most. Older is safe: it is only told more."""

    def __init__(self) -> None:
        self._known: tuple[float, Position] | None = None

    def position(self) -> Position:
        known = self._known
        if known is None or time.monotonic() - known[0] > KNOWN_FOR_SECONDS:
            self._known = known = (time.monotonic(), tip())
        return known[1]

    def forget(self) -> None:
        self._known = None


last_look = LastLook()


def page_position(respond: Respond) -> Respond:
    """Note it before the view asks anything: what happens afterwards is told by the stream."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # Whoever asks for a fragment has a stream already.
        if request.method == "GET" and not request.htmx and request.user.is_authenticated:  # type: ignore[attr-defined]
            request.live_since = id_of(last_look.position())  # type: ignore[attr-defined]
        return respond(request)

    return middleware
