"""What every answer carries, and how a rule's no reaches a person."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from kept.kit.refusals import NotAllowed, Refusal

Respond = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


def headers(respond: Respond) -> Respond:
    """Security headers on every answer. A view that shows foreign content sets stricter ones."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"
        )
        # Pages hold what only this person may see; no cache between us may keep them.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def refusals(respond: Respond) -> Respond:
    """Turn a `Refusal` into a notice (page), a 409 fragment (htmx) or JSON; bugs pass through."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return respond(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refuse(request, error) if isinstance(error, Refusal) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def notice(request: HttpRequest, words: str, *, status: int) -> HttpResponse:
    """A fragment that goes among the notices, wherever the answer was meant to go."""
    response = render(request, "ui/notice.html", {"words": words}, status=status)
    response.headers["HX-Retarget"] = "#announce"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    status = 403 if isinstance(refusal, NotAllowed) else 409
    if request.headers.get("HX-Request"):
        return notice(request, str(refusal), status=status)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"code": refusal.code, "message": refusal.message}, status=status)
    if status == 403 and request.method in {"GET", "HEAD"}:
        # They only followed a link; nothing failed to go through.
        return render(request, "ui/403.html", status=status)
    back = request.headers.get("Referer", "")
    if (
        status == 409
        and request.method == "POST"
        and url_has_allowed_host_and_scheme(
            back, {request.get_host()}, require_https=request.is_secure()
        )
    ):
        messages.warning(request, refusal.message)
        return HttpResponseRedirect(back)
    return render(request, "ui/refused.html", {"refusal": refusal}, status=status)
