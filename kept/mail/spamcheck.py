"""What a spam filter beside us thinks of a letter: rspamd, or SpamAssassin's spamd.

A filter that is silent, slow or odd stops nothing: the letter goes its way, and its filing says
that it was not asked. Only a look is taken; whatever it says, the letter is kept.
"""

from __future__ import annotations

import json
import logging
import re
import socket
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from kept.kit.sentences import sentence

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 5.0
REST_SECONDS = 30.0
LARGEST_BYTES = 1024 * 1024
"""Spam is small; what is larger is not shown to the filter."""
LONGEST_ANSWER = 256 * 1024
NOT_ASKED = sentence(
    "The spam filter did not answer, so nobody has looked at this letter for spam."
)

_TOLD = re.compile(
    rb"^Spam:\s*(True|Yes|False|No)\s*;\s*(-?[\d.]{1,12})\s*/\s*(-?[\d.]{1,12})", re.I | re.M
)
_SPAM_TO_RSPAMD = {"reject", "add header", "rewrite subject", "quarantine", "discard"}

_resting_until = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """`score` is told as the filter has it, such as `15.2 of 5.0`; `problem` where none came."""

    is_spam: bool = False
    score: str = ""
    problem: str = ""


UNASKED = Verdict()


def look_at(raw: bytes) -> Verdict:
    """What the filter that KEPT_SPAM_URL names says. Never raises."""
    global _resting_until
    if not settings.SPAM_URL or len(raw) > LARGEST_BYTES:
        return UNASKED
    if time.monotonic() < _resting_until:
        return Verdict(problem=NOT_ASKED)
    place = urlsplit(settings.SPAM_URL)
    ask = _ask_rspamd if place.scheme == "rspamd" else _ask_spamd
    try:
        return ask(place, raw)
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        # Asking a filter that is down once a letter would hold up all mail.
        _resting_until = time.monotonic() + REST_SECONDS
        logger.warning("the spam filter did not answer: %s", error)
        return Verdict(problem=NOT_ASKED)


def _ask_spamd(place: SplitResult, raw: bytes) -> Verdict:
    """The SPAMC protocol, over TCP or the socket file that a URL without a host names."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    with _open(place) as peer:
        peer.settimeout(TIMEOUT_SECONDS)
        peer.sendall(b"CHECK SPAMC/1.5\r\nContent-length: %d\r\n\r\n" % len(raw) + raw)
        peer.shutdown(socket.SHUT_WR)
        answer = bytearray()
        while len(answer) < LONGEST_ANSWER and (piece := peer.recv(4096)):
            answer += piece
            if time.monotonic() > deadline:
                raise TimeoutError("too slow")
    found = _TOLD.search(answer)
    if not answer.startswith(b"SPAMD/") or found is None:
        raise ValueError("no answer of a spamd")
    score = f"{found[2].decode()} of {found[3].decode()}"
    return Verdict(is_spam=found[1].lower() in {b"true", b"yes"}, score=score)


def _open(place: SplitResult) -> socket.socket:
    if place.hostname:
        return socket.create_connection((place.hostname, place.port or 783), TIMEOUT_SECONDS)
    peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    peer.settimeout(TIMEOUT_SECONDS)
    try:
        peer.connect(place.path)
    except OSError:
        peer.close()
        raise
    return peer


def _ask_rspamd(place: SplitResult, raw: bytes) -> Verdict:
    line = HTTPConnection(place.hostname or "", place.port or 11333, timeout=TIMEOUT_SECONDS)
    try:
        line.request("POST", "/checkv2", body=raw)
        answer = line.getresponse()
        if answer.status != 200:
            raise ValueError(f"it answered {answer.status}")
        told = json.loads(answer.read(LONGEST_ANSWER))
    finally:
        line.close()
    score = f"{float(told['score']):.1f} of {float(told.get('required_score') or 0):.1f}"
    return Verdict(is_spam=str(told["action"]) in _SPAM_TO_RSPAMD, score=score)
