"""Where the ledger stood before a page was read, so that its stream begins right there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kept.ledger.reading import tip
from kept.live.hub import id_of

Respond = Callable[[HttpRequest], HttpResponse]


def page_position(respond: Respond) -> Respond:
    """Note it before the view asks anything: what happens afterwards is told by the stream."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # The session is asked first only by who wants a whole page.
        if request.method == "GET" and not request.htmx and request.user.is_authenticated:  # type: ignore[attr-defined]
            request.live_since = id_of(tip())  # type: ignore[attr-defined]
        return respond(request)

    return middleware
