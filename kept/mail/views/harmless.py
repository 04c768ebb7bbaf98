"""What every answer with foreign bytes carries."""

from __future__ import annotations

from typing import TypeVar

from django.http.response import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)

FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def harmless(answer: Answer) -> Answer:
    """Whatever the bytes are, nothing in them runs."""
    answer["Content-Security-Policy"] = FILE_POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return answer
