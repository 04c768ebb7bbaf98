"""The pages for when something is not there, not allowed, or broken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kept.ui.middleware import notice


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, "ui/404.html", _("That is no longer here."), status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, "ui/403.html", _("That is not yours to open."), status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, "ui/400.html", _("We could not read that."), status=400)


def broken(request: HttpRequest) -> HttpResponse:
    words = _("Something broke on our side. Nothing you wrote is lost.")
    return _answer(request, "ui/500.html", words, status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose seal has run out, most often a page left open overnight."""
    words = _("This page was open too long. Load it afresh; drafts are kept.")
    return _answer(request, "ui/csrf.html", words, status=403)


def _answer(request: HttpRequest, page: str, words: str, *, status: int) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return notice(request, words, status=status)
    return render(request, page, status=status)
