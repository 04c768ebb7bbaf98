"""What the screens read of the charter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from kept.charter.models import AuthorityRequest, Grant, GrantPeriod, Policy, Value
from kept.charter.rules import period_begins
from kept.charter.wording import in_money, may_words
from kept.kit.along import read_rows, rows_along
from kept.people.models import Member

MOST = 200


@dataclass(frozen=True, slots=True)
class May:
    """What a member may decide by one grant; `left` of it and `times_left`, None for no limit."""

    grant: int
    kind: str
    situation: str
    desk: int | None
    currency: str
    words: str
    left: int | None
    times_left: int | None

    @property
    def is_spent(self) -> bool:
        return self.left == 0 or self.times_left == 0

    @property
    def left_words(self) -> str:
        return in_money(self.left, self.currency) if self.left is not None else ""


def may_along(member: Member) -> Subquery[Any]:
    """All that the member may decide, as a text within another query, for `read_may`."""
    return rows_along(_with_use(member), *_COLUMNS)


_COLUMNS = (
    *("pk", "kind", "situation", "desk_id", "currency", "most_amount", "most_times", "period"),
    *("expires_on", "since", "used", "times"),
)


def read_may(text: str, *, now: datetime, desk: int | None = None) -> list[May]:
    """What `may_along` has told, as it stands today; at that desk alone, if one is given."""
    today = now.astimezone(ZoneInfo(settings.HOME_ZONE)).date()
    told = [_told(row, today) for row in sorted(read_rows(text), key=lambda row: int(row[0]))]
    found = [one for one in told if one and (desk is None or one.desk in {None, desk})]
    return sorted(found, key=lambda one: one.is_spent)


def may_decide(member: Member, *, now: datetime, desk: int | None = None) -> list[May]:
    """The same, asked for by itself."""
    rows = Member.objects.filter(pk=member.pk).annotate(told=may_along(member))
    return read_may(rows.values_list("told", flat=True).first() or "", now=now, desk=desk)


def _with_use(member: Member) -> QuerySet[Grant]:
    newest = GrantPeriod.objects.filter(grant=OuterRef("pk"), member=member).order_by("-begins_on")
    return Grant.objects.of(member).annotate(
        since=Subquery(newest.values("begins_on")[:1]),
        used=Subquery(newest.values("used_amount")[:1]),
        times=Subquery(newest.values("used_times")[:1]),
    )


def _told(row: list[Any], today: date) -> May | None:
    pk, kind, situation, desk, currency, most, most_times, period, expires, since, used, times = row
    if expires and date.fromisoformat(str(expires)) < today:
        return None
    # What was used counts while its period lasts.
    if not since or date.fromisoformat(str(since)) != period_begins(period, today):
        used = times = 0
    return May(
        grant=pk,
        kind=kind,
        situation=situation,
        desk=desk,
        currency=currency,
        words=may_words(kind, most, currency, most_times, period),
        left=None if most is None else max(0, most - used),
        times_left=None if most_times is None else max(0, most_times - times),
    )


def values() -> list[Value]:
    return list(Value.objects.filter(retired_at=None))


def policies(member: Member, asked: str = "") -> list[Policy]:
    """Those the member sees; of them what has all words that were `asked` for."""
    found = Policy.objects.visible_to(member).filter(retired_at=None)
    for word in asked.split()[:8]:
        found = found.filter(
            Q(name__icontains=word) | Q(cannot__icontains=word) | Q(instead__icontains=word)
        )
    return list(found.select_related("owner", "value", "desk")[:MOST])


def policies_at(member: Member, desk: int) -> list[Policy]:
    """What we cannot do there, and what instead."""
    found = Policy.objects.visible_to(member).filter(Q(desk=None) | Q(desk=desk), retired_at=None)
    return list(found.select_related("value")[:MOST])


def grants(member: Member) -> list[Grant]:
    """All that the member sees, by whom they are for, and never by how much was used."""
    found = Grant.objects.visible_to(member).filter(state__in=["PROPOSED", "AGREED", "DECLINED"])
    found = found.select_related("member", "desk", "policy", "proposed_by")
    return list(found.order_by("member__name", "role", "kind", "pk")[:MOST])


def requests_before(member: Member) -> list[AuthorityRequest]:
    """Those that wait for an answer, the longest waiting first; then what was answered lately."""
    found = AuthorityRequest.objects.visible_to(member).select_related(
        "member", "manager", "promise", "grant", "conversation__customer"
    )
    waiting = list(found.filter(state="ASKED").order_by("asked_at", "pk")[:MOST])
    return [*waiting, *found.exclude(state="ASKED").order_by("-answered_at", "-pk")[:20]]
