"""What is the matter with a mailbox, in words: failing, silent for unusually long, or shut out.

The worker raises and clears alarms by this; `kept doctor` asks it anew, lest a worker that stands
still keep the house quiet.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Subquery, TextField
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kept.kit.along import read_rows, rows_along
from kept.mail.models import Alarm, Mailbox
from kept.mail.rules import silence_allowed
from kept.mail.signing_in import provider_name
from kept.people.models import Member
from kept.ui.wording import length, retold

FAILING_AFTER = timedelta(minutes=15)
CONSENT_ENDS_WITHIN = timedelta(days=3)
SECRET_ENDS_WITHIN = timedelta(days=14)
MOST = 20

Kind = Alarm.Kind


@dataclass(frozen=True, slots=True)
class Ringing:
    """One alarm for people: what is the matter, and what to do."""

    mailbox: Mailbox
    kind: str
    words: str
    advice: str
    since: datetime


def troubles(mailbox: Mailbox, *, now: datetime) -> frozenset[str]:
    """What is worth an alarm. A mailbox that is switched off is left alone."""
    if not mailbox.is_on:
        return frozenset()
    found = set()
    if mailbox.refused_at is not None or _ends_soon(mailbox, now=now):
        found.add(str(Kind.CONSENT))
    failing = mailbox.failing_since
    # Whoever is shut out fails too; one cause rings once.
    if failing and now - failing >= FAILING_AFTER and mailbox.refused_at is None:
        found.add(str(Kind.FAILING))
    if failing is None and mailbox.newest_at is not None:
        allowed = silence_allowed(mailbox.gaps)
        if allowed is not None and now - mailbox.newest_at > allowed:
            found.add(str(Kind.SILENT))
    return frozenset(found)


def words_of(mailbox: Mailbox, kind: str, *, now: datetime) -> str:
    name = mailbox.user
    match kind:
        case Kind.FAILING if mailbox.failing_since:
            span = length(now - mailbox.failing_since)
            return _("%(name)s cannot be fetched from for %(span)s. %(problem)s") % {
                "name": name,
                "span": span,
                "problem": retold(mailbox.problem),
            }
        case Kind.SILENT if mailbox.newest_at and mailbox.gaps:
            return _(
                "No mail has come to %(name)s for %(span)s. "
                "Its longest pause of late was %(usual)s."
            ) % {
                "name": name,
                "span": length(now - mailbox.newest_at),
                "usual": length(timedelta(seconds=max(mailbox.gaps.values()))),
            }
        case Kind.CONSENT if mailbox.refused_at:
            return _("%(provider)s does not let us into %(name)s any more.") % {
                "provider": retold(provider_name(mailbox)),
                "name": name,
            }
        case Kind.CONSENT if (end := _end(mailbox)) is not None:
            return _("The sign-in to %(name)s ends on %(day)s.") % {
                "name": name,
                "day": date_format(end.date(), "j F Y"),
            }
    return _("Something was the matter with %(name)s.") % {"name": name}


def advice_of(mailbox: Mailbox, kind: str) -> str:
    match kind:
        case Kind.FAILING:
            return _("Test the connection on its page; mail waits at the provider meanwhile.")
        case Kind.SILENT:
            return _("Send a test and fetch it back: it tells where mail gets stuck, if it does.")
        case Kind.CONSENT if mailbox.client_secret_until and not mailbox.refused_at:
            return _("Make a new client secret at the provider, enter it, and connect again.")
    return _("Connect it again on its page; mail waits at the provider meanwhile.")


def ringing_at(mailbox: Mailbox, *, now: datetime) -> list[Ringing]:
    """Of one mailbox, as it is this moment."""
    return _told(mailbox.alarms.ringing().order_by("pk"), [mailbox], now=now)


def ringing_for(member: Member, *, now: datetime) -> list[Ringing]:
    """All that rings and is the member's to know; nothing is asked for whoever hears of none."""
    if not member.is_manager:
        return []
    alarms = Alarm.objects.visible_to(member).ringing().select_related("mailbox")
    found = list(alarms.order_by("pk")[:MOST])
    return _told(found, [alarm.mailbox for alarm in found], now=now)


_MOMENTS = ("raised_at", "mailbox__failing_since", "mailbox__newest_at", "mailbox__refused_at",
            "mailbox__consent_until")  # fmt: skip


def ringing_along(member: Member) -> Subquery[Any]:
    """What `ringing_for` finds, as a text within another query, for `read_ringing`."""
    alarms = Alarm.objects.visible_to(member).ringing()
    return rows_along(
        alarms,
        *("pk", "kind", "mailbox_id", "mailbox__user", "mailbox__problem", "mailbox__provider"),
        Cast("mailbox__gaps", TextField()),
        "mailbox__client_secret_until",
        *_MOMENTS,
    )


def read_ringing(text: str | None, *, now: datetime) -> list[Ringing]:
    """What `ringing_along` has told, the first raised first."""
    rows = sorted(read_rows(text), key=lambda row: int(row[0]))[:MOST]
    return [_read(*row, now=now) for row in rows]


def _read(
    pk: int,
    kind: str,
    box: int,
    user: str,
    problem: str,
    provider: str,
    gaps: str,
    secret_until: Any,
    *moments: Any,
    now: datetime,
) -> Ringing:
    raised_at, failing, newest, refused, consent = (_moment(one) for one in moments)
    mailbox = Mailbox(
        pk=box,
        user=user,
        problem=problem,
        provider=provider,
        gaps=json.loads(gaps or "{}"),
        client_secret_until=date.fromisoformat(str(secret_until)) if secret_until else None,
        failing_since=failing,
        newest_at=newest,
        refused_at=refused,
        consent_until=consent,
    )
    alarm = Alarm(pk=pk, kind=kind, mailbox=mailbox, raised_at=raised_at or now)
    return ringing(alarm, mailbox, now=now)


def _moment(text: Any) -> datetime | None:
    """SQLite tells a moment without its zone, which is UTC."""
    moment = parse_datetime(str(text)) if text else None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def _told(alarms: Iterable[Alarm], boxes: Iterable[Mailbox], *, now: datetime) -> list[Ringing]:
    by_pk = {box.pk: box for box in boxes}
    return [ringing(alarm, by_pk[alarm.mailbox_id], now=now) for alarm in alarms]


def ringing(alarm: Alarm, mailbox: Mailbox, *, now: datetime) -> Ringing:
    return Ringing(
        mailbox=mailbox,
        kind=alarm.kind,
        words=words_of(mailbox, alarm.kind, now=now),
        advice=advice_of(mailbox, alarm.kind),
        since=alarm.raised_at,
    )


def _ends_soon(mailbox: Mailbox, *, now: datetime) -> bool:
    if mailbox.consent_until and mailbox.consent_until - now <= CONSENT_ENDS_WITHIN:
        return True
    last = _last_moment(mailbox)
    return last is not None and last - now <= SECRET_ENDS_WITHIN


def _end(mailbox: Mailbox) -> datetime | None:
    ends = [end for end in (mailbox.consent_until, _last_moment(mailbox)) if end is not None]
    return min(ends, default=None)


def _last_moment(mailbox: Mailbox) -> datetime | None:
    day = mailbox.client_secret_until
    return datetime.combine(day, time(0), tzinfo=UTC) if day else None
