"""A notice as a mail to a member: plain text, the way to the promise, the way to the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.brand.queries import house_name
from kept.charter.models import Grant
from kept.kit import tokens
from kept.mail import seals
from kept.mail.rendering import OutgoingLetter, render
from kept.notices import there
from kept.notices.addresses import link_to
from kept.notices.models import Notice, Telling
from kept.notices.wording import (
    advice,
    advice_of_grant,
    grant_words,
    headline,
    of_grant,
    outside_words,
)
from kept.promises.letters import first_name
from kept.promises.wording import window

LONGEST_IN_SUBJECT = 80


@dataclass(frozen=True, slots=True)
class Parcel:
    """The mail of one telling as the post takes it."""

    recipient: str
    envelope_from: str
    label: str
    content: bytes


def parcel_of(telling: Telling, *, along: Sequence[Telling] = (), now: datetime) -> Parcel:
    """`along` are others of the same digest."""
    return Parcel(
        recipient=telling.notice.member.email,
        envelope_from=settings.NOTICE_ADDRESS,
        label=f"notice-{telling.pk:06d}",
        content=render(letter_of(telling, along=along, now=now)),
    )


def letter_of(telling: Telling, *, along: Sequence[Telling] = (), now: datetime) -> OutgoingLetter:
    """Tried again it bears the same Message-ID, so that no mailbox shows it twice."""
    member = telling.notice.member
    with translation.override(member.language):
        if along:
            subject, text = _digest([telling, *along], now=now)
        elif telling.notice.conversation is not None:
            subject, text = there.words(telling.notice, telling.notice.conversation)
            text = f"{text}\n\n{_settings()}"
        elif telling.notice.grant is not None:
            subject, text = _of_grant(telling.notice, telling.notice.grant)
        else:
            subject, text = _words(telling, now=now)
        return OutgoingLetter(
            message_id=f"n{telling.pk}.{tokens.mac('notices.mail', telling.pk)}"
            f"@{settings.MAIL_DOMAIN}",
            sender_name=_("Kept at %(house)s") % {"house": house_name()},
            sender=settings.NOTICE_ADDRESS,
            reply_to="" if along else _reply_address(telling),
            to=(member.email,),
            cc=(),
            subject=subject,
            at=now,
            text=text,
            is_automatic=True,
        )


def _reply_address(telling: Telling) -> str:
    """Where the member may answer the customer, if they chose to and there is one to answer."""
    if telling.notice.grant_id is not None:
        return ""
    if telling.notice.conversation_id is not None:
        return there.reply_address(telling.notice)
    member, promise = telling.notice.member, telling.notice.of_promise
    if not member.answers_by_mail or not promise.conversation_id or not promise.customer_id:
        return ""
    return seals.member_address(conversation=promise.conversation_id, member=member.pk)


def _answering(telling: Telling) -> list[str]:
    """Where an answer to this mail would go, said before anybody writes it."""
    if not _reply_address(telling):
        return []
    told = {"name": first_name(telling.notice.of_promise.promisee_name)}
    return [_("What you answer to this mail goes to %(name)s, as our letter.") % told]


def _words(telling: Telling, *, now: datetime) -> tuple[str, str]:
    """Subject and text."""
    notice, zone = telling.notice, telling.notice.member.zone
    promise = notice.of_promise
    head = headline(notice, promise, now=now, zone=zone)
    words = outside_words(promise)
    due = window(promise.due_from, promise.due_at, zone=zone, now=now)
    whom = ""
    if not promise.is_to_oneself:
        whom = _(" · for %(name)s") % {"name": first_name(promise.promisee_name)}
    short = words if len(words) <= LONGEST_IN_SUBJECT else f"{words[: LONGEST_IN_SUBJECT - 1]}…"
    parts = [
        f"{head}.",
        _("“%(words)s”") % {"words": words} + f"\n{due}{whom}",
        f"{advice(notice, promise)}\n{link_to('promises:promise', promise.pk)}",
        *_answering(telling),
        _settings(),
    ]
    return f"{head}: {short}", "\n\n".join(parts)


def _of_grant(notice: Notice, grant: Grant) -> tuple[str, str]:
    """Subject and text."""
    head, what = of_grant(notice), grant_words(grant)
    parts = [
        f"{head}.",
        f"{what} · {grant.situation}",
        f"{advice_of_grant(notice)}\n{link_to('charter:authority')}",
        _settings(),
    ]
    return f"{head}: {what}", "\n\n".join(parts)


def _digest(tellings: Sequence[Telling], *, now: datetime) -> tuple[str, str]:
    """All that was gathered, each with the way to it."""
    parts = []
    for telling in tellings:
        notice = telling.notice
        if notice.conversation is not None:
            parts.append(there.line(notice, notice.conversation))
            continue
        if notice.grant is not None:
            parts.append(f"{of_grant(notice)}\n{link_to('charter:authority')}")
            continue
        promise = notice.of_promise
        head = headline(notice, promise, now=now, zone=notice.member.zone)
        link = link_to("promises:promise", promise.pk)
        parts.append(f"{head}: {outside_words(promise)}\n{link}")
    count = len(parts)
    subject = ngettext("One thing to know", "%(n)s things to know", count) % {"n": count}
    return subject, "\n\n".join([*parts, _settings()])


def _settings() -> str:
    return _("What is mailed to you, and when not:\n%(link)s") % {
        "link": link_to("notices:preferences")
    }
