"""Tellings by push: sealed for one browser, carried by its own push service, asked as all else is.

A service keeps a push until the browser comes by, so what it took is sent. Its answer lost on the
way leaves the telling in doubt, like a mail.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.kit import outbound, webpush
from kept.kit.sealing import CannotUnseal, unseal
from kept.mail.sender import How, Outcome
from kept.notices.actions.browsers import forget_gone, push_key
from kept.notices.models import Browser, Notice, Telling
from kept.notices.sender import claim_along, send_due
from kept.notices.wording import (
    advice,
    advice_of_conversation,
    advice_of_grant,
    grant_words,
    headline,
    of_conversation,
    of_grant,
    outside_words,
)

DAY_SECONDS = 86_400
LONGEST_WORDS = 200
GONE = {404, 410}
LATER = {408, 425, 429}

PATIENCE = 4.0
"""Seconds for one request. Everybody's pushes wait behind it, so who never answers costs little."""


class ByPush:
    """One request a telling; nothing is kept open between them."""

    def send(self, telling: Telling, hand_over: Callable[[], bool], *, now: datetime) -> Outcome:
        browser = telling.browser
        assert browser is not None  # noqa: S101  the sender drops what has no browser any more
        along = claim_along(telling, now=now)
        try:
            endpoint, body = _sealed(telling, browser, count=1 + len(along), now=now)
            proof = _proof(endpoint, now=now)
        except (CannotUnseal, webpush.BadKey) as error:
            return Outcome(How.NEVER, said=str(error))
        if not hand_over():
            return Outcome(How.LET_GO)
        try:
            answer = outbound.fetch(
                endpoint,
                method="POST",
                body=body,
                headers={
                    "Authorization": proof,
                    "Content-Encoding": "aes128gcm",
                    "Content-Type": "application/octet-stream",
                    "TTL": str(_good_for_seconds(telling, now=now)),
                    "Urgency": "high" if telling.notice.kind == "SOON" else "normal",
                },
                largest_bytes=100_000,
                seconds=PATIENCE,
            )
        except outbound.NotAsked as error:
            return Outcome(How.LATER, said=str(error))
        except outbound.CannotFetch as error:
            return Outcome(How.UNKNOWN, said=str(error))
        return _outcome(browser, answer.status)

    def close(self) -> None:
        """There is nothing to take leave of."""


def push_due(*, now: datetime) -> int:
    return send_due(Telling.Channel.PUSH, ByPush(), now=now)


def content_of(telling: Telling, *, count: int = 1, now: datetime) -> dict[str, str]:
    """What the browser shows, in the member's language; of several that were held, how many."""
    notice = telling.notice
    member = notice.member
    with translation.override(member.language):
        if count > 1:
            told = ngettext("One thing to know", "%(n)s things to know", count)
            return {
                "title": told % {"n": count},
                "body": _("They came while you were in focus."),
                "url": reverse("notices:notices"),
                "tag": f"notice-{notice.pk}",
            }
        if (there := notice.conversation) is not None:
            about = f"{there.customer.name}: {there.subject or _('No subject')}"[:LONGEST_WORDS]
            return {
                "title": of_conversation(notice),
                "body": f"{about}\n{advice_of_conversation(notice)}".strip(),
                "url": address_of(notice),
                "tag": f"notice-{notice.pk}",
            }
        if notice.grant is not None:
            about = f"{grant_words(notice.grant)} · {notice.grant.situation}"[:LONGEST_WORDS]
            return {
                "title": of_grant(notice),
                "body": f"{about}\n{advice_of_grant(notice)}".strip(),
                "url": reverse("charter:authority"),
                "tag": f"notice-{notice.pk}",
            }
        promise = notice.of_promise
        words = outside_words(promise)
        short = words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1]}…"
        return {
            "title": headline(notice, promise, now=now, zone=member.zone),
            "body": f"{short}\n{advice(notice, promise)}".strip(),
            "url": reverse("promises:promise", args=[promise.pk]),
            "tag": f"notice-{notice.pk}",
        }


def address_of(notice: Notice) -> str:
    """Where a notice of a conversation leads: to it, or to what is like it."""
    if notice.kind == Notice.Kind.RISING:
        return reverse("themes:like", args=[notice.conversation_id])
    return reverse("desk:conversation", args=["all", notice.conversation_id])


def _sealed(telling: Telling, browser: Browser, *, count: int, now: datetime) -> tuple[str, bytes]:
    content: Any = content_of(telling, count=count, now=now)
    body = webpush.seal_for(
        json.dumps(content, ensure_ascii=False).encode(),
        public_key=browser.public_key,
        auth=unseal(browser.sealed_auth),
    )
    return unseal(browser.sealed_endpoint), body


def _proof(endpoint: str, *, now: datetime) -> str:
    key = push_key(now=now)
    return webpush.proof(
        endpoint,
        private=unseal(key.sealed_private),
        public=key.public,
        contact=f"mailto:{settings.NOTICE_ADDRESS}",
        now=now,
    )


def _good_for_seconds(telling: Telling, *, now: datetime) -> int:
    """How long a service keeps it for a browser that is away: a warning only until its date."""
    if telling.notice.kind != "SOON":
        return DAY_SECONDS
    left = (telling.notice.due_at - now).total_seconds()
    return max(0, min(int(left), DAY_SECONDS))


def _outcome(browser: Browser, status: int) -> Outcome:
    if 200 <= status <= 299:
        return Outcome(How.SENT, status)
    if status in GONE:
        forget_gone(browser)
        return Outcome(How.NEVER, status, "The browser takes no pushes any more.")
    words = f"The push service answered {status}."
    if status in LATER or status >= 500:
        return Outcome(How.LATER, status, words)
    return Outcome(How.NEVER, status, words)
