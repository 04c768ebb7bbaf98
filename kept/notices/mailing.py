"""Tellings by mail, through the same way out as every letter."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from kept.mail.rules import is_deliverable
from kept.mail.sender import REST_SECONDS, How, Outcome, Post, Unreachable, open_post
from kept.notices.letters import parcel_of
from kept.notices.models import Telling
from kept.notices.sender import claim_along, send_due

logger = logging.getLogger(__name__)

_resting_until = 0.0


class ByMail:
    """The post is opened for the first mail of a round, and left at its end."""

    def __init__(self) -> None:
        self._post: Post | None = None

    def send(self, telling: Telling, hand_over: Callable[[], bool], *, now: datetime) -> Outcome:
        parcel = parcel_of(telling, along=claim_along(telling, now=now), now=now)
        if not is_deliverable(parcel.recipient):
            return Outcome(How.NEVER, said="This is no mail address a server takes.")
        self._post = self._post or open_post(now=now)
        return self._post.send(parcel, parcel.content, hand_over)

    def close(self) -> None:
        if self._post is not None:
            self._post.close()


def mail_due(*, now: datetime) -> int:
    """Mail what is due. Nothing is claimed while there is no way out."""
    global _resting_until
    if not settings.SMTP_URL or time.monotonic() < _resting_until:
        return 0
    try:
        return send_due(Telling.Channel.MAIL, ByMail(), now=now)
    except Unreachable as error:
        logger.warning("%s", error)
        _resting_until = time.monotonic() + REST_SECONDS
        return 0
