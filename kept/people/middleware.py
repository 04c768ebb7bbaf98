"""What a member has chosen holds for the whole of a request: their zone and language."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

Respond = Callable[[HttpRequest], HttpResponse]


def member_settings(respond: Respond) -> Respond:
    """The member's zone and language; a session whose member has left ends here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # The member, no longer what would look them up: a page asks a hundred things of them.
        request.user = user = get_user(request)
        if not user.is_authenticated:
            if SESSION_KEY in request.session:
                request.session.flush()
            return respond(request)
        with timezone.override(user.zone), translation.override(user.language):
            request.LANGUAGE_CODE = translation.get_language()
            response = respond(request)
            # Django would name the browser's language, which holds again when this is left.
            response.headers.setdefault("Content-Language", translation.get_language())
            return response

    return middleware
