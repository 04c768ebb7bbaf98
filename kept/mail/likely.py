"""Where a letter that begins a conversation may belong after all: a guess for a member to judge."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from django.db.models.functions import Lower

from kept.conversations.models import Conversation, Desk
from kept.conversations.queries import standing_for
from kept.customers.models import Customer
from kept.mail.letter import Letter
from kept.mail.models import MessageId
from kept.mail.rules import id_key

WITHIN = timedelta(days=30)
MOST_RECENT = 20
MOST_ANSWERS = 50
ALIKE = 0.85
"""Subjects are alike where so much of them is the same, in order."""
SHORTEST = 5

_NUMBER = re.compile(r"\bK-([1-9]\d{0,17})\b", re.I)
_PREFIX = re.compile(
    r"^\s*(?:(?:re|aw|sv|antw|tr|fwd?|wg|rv|doorst)\s*(?:\[\d+\])?\s*:|\[[^\]]{1,40}\])\s*", re.I
)


def where_it_may_belong(
    letter: Letter, begun: Conversation, *, writer: Customer | None, now: datetime
) -> tuple[Conversation, str] | None:
    """A conversation of the desk of what it has `begun`, and why: REFERS, NUMBER or SUBJECT."""
    desk = begun.desk
    for found, why in (
        (_referred(letter, desk), "REFERS"),
        (_numbered(letter.subject, desk), "NUMBER"),
        (_alike(letter.subject, begun, writer, now=now), "SUBJECT"),
    ):
        if found is not None:
            standing = standing_for(found)
            if standing != begun and standing.status != Conversation.Status.SPAM:
                return standing, why
    return None


def plain_subject(subject: str) -> str:
    """A subject without what programs put before it, for comparing."""
    rest = subject.strip()[:400]
    while (shorter := _PREFIX.sub("", rest, count=1)) != rest:
        rest = shorter
    return " ".join(_NUMBER.sub(" ", rest).casefold().split())


def _referred(letter: Letter, desk: Desk) -> Conversation | None:
    keys = [id_key(value).lower() for value in letter.answers[:MOST_ANSWERS]]
    if not keys:
        return None
    rows = MessageId.objects.annotate(low=Lower("value")).filter(low__in=keys, desk=desk)
    found = {
        row.low: row.message.conversation
        for row in rows.select_related("message__conversation")[:200]
    }
    return next((found[key] for key in keys if key in found), None)


def _numbered(subject: str, desk: Desk) -> Conversation | None:
    found = _NUMBER.search(subject[:1_000])
    return Conversation.objects.filter(pk=int(found[1]), desk=desk).first() if found else None


def _alike(
    subject: str, begun: Conversation, writer: Customer | None, *, now: datetime
) -> Conversation | None:
    """The newest one of the same customer with such a subject, where it is not long ago."""
    plain = plain_subject(subject)
    if writer is None or len(plain) < SHORTEST:
        return None
    recent = Conversation.objects.filter(customer=writer, last_at__gte=now - WITHIN)
    recent = recent.exclude(pk=begun.pk)
    for one in list(recent.order_by("-last_at", "-pk")[:MOST_RECENT]):
        other = plain_subject(one.subject)
        if one.desk_id == begun.desk_id and SequenceMatcher(None, plain, other).ratio() >= ALIKE:
            return one
    return None
