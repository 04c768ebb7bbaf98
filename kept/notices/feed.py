"""The calendar of a member: what they keep and still owe, behind a private link."""

from __future__ import annotations

import hashlib

from django.utils import translation
from django.utils.translation import gettext as _

from kept.kit import tokens
from kept.notices.addresses import link_to
from kept.notices.models import CalendarLink
from kept.notices.wording import outside_words
from kept.people.models import Member
from kept.promises.calendars import calendar_of
from kept.promises.letters import first_name
from kept.promises.models import Promise

MOST = 1_000


def holder_of(secret: str) -> Member | None:
    """Whose calendar this secret opens. What is looked up is its digest, so no answer comes sooner
    for a secret that is nearly right."""
    if not secret:
        return None
    links = CalendarLink.objects.select_related("member")
    found = links.filter(secret_digest=tokens.digest(secret), member__is_active=True).first()
    return found.member if found else None


def calendar_for(member: Member) -> bytes:
    """Their open promises, the first due first."""
    kept = Promise.objects.of_keeper(member).open()
    found = kept.select_related("customer", "to_member", "to_team").prefetch_related(
        "versions", "pauses", "told"
    )
    with translation.override(member.language):
        return calendar_of(
            found.order_by("due_at", "pk")[:MOST],
            name=_("Promises: %(name)s") % {"name": member.name},
            words=outside_words,
            details=_details,
        )


def tag_of(calendar: bytes) -> str:
    """Its ETag: another one as soon as a single letter changes."""
    return f'"{hashlib.sha256(calendar).hexdigest()[:32]}"'


def _details(promise: Promise) -> str:
    link = link_to("promises:promise", promise.pk)
    if promise.is_to_oneself:
        return link
    whom = _("For %(name)s") % {"name": first_name(promise.promisee_name)}
    return f"{whom}\n{link}"
