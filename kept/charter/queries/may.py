"""What a member may decide, and what waits for them, as it comes along with other queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from kept.charter.models import AuthorityRequest, Grant, GrantPeriod, Kind, PolicyQuestion
from kept.charter.rules import period_begins
from kept.charter.wording import may_words, rest_words
from kept.kit.along import read_rows, rows_along
from kept.people.models import Member


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
    policy: int | None = None

    @property
    def is_spent(self) -> bool:
        return self.left == 0 or self.times_left == 0

    @property
    def rest_words(self) -> str:
        """`€38 left`, `2 times more`, `used up`."""
        return rest_words(self.left, self.times_left, self.currency)


def may_along(member: Member) -> Subquery[Any]:
    """All that the member may decide, as a text within another query, for `read_may`."""
    return rows_along(_with_use(member), *_COLUMNS)


_COLUMNS = (
    *("pk", "kind", "situation", "desk_id", "currency", "most_amount", "most_times", "period"),
    *("expires_on", "policy_id", "since", "used", "times"),
)


def read_may(text: str, *, now: datetime, desk: int | None = None) -> list[May]:
    """What `may_along` has told, as it stands today; at that desk alone, if one is given.

    At a desk it is what can be given to a customer there.
    """
    today = now.astimezone(ZoneInfo(settings.HOME_ZONE)).date()
    told = [_told(row, today) for row in sorted(read_rows(text), key=lambda row: int(row[0]))]
    found = [one for one in told if one and _is_for(one, desk)]
    return sorted(found, key=lambda one: one.is_spent)


def _is_for(one: May, desk: int | None) -> bool:
    return desk is None or (one.desk in {None, desk} and one.kind != Kind.STOP)


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
    pk, kind, situation, desk, currency, most, most_times, period, expires, policy, *use = row
    since, used, times = use
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
        policy=policy,
    )


def stops_of(member: Member, *, desk: int | None, policy: int | None, now: datetime) -> list[May]:
    """By which grants the member may stop what is of that desk, or of the house (None), now."""
    found = may_decide(member, now=now)
    return [
        one
        for one in found
        if one.kind == Kind.STOP
        and not one.is_spent
        and one.desk in {None, desk}
        and one.policy in {None, policy}
    ]


def requests_along(member: Member) -> Subquery[Any]:
    """Requests that wait for the member to hear them."""
    found = AuthorityRequest.objects.filter(manager=member, state="ASKED")
    return rows_along(found, "pk")


def questions_along(member: Member) -> Subquery[Any]:
    """Questions about policies that wait for the member's answer."""
    return rows_along(PolicyQuestion.objects.filter(owner=member, answered_at=None), "pk")


def proposed_along(member: Member) -> Subquery[Any]:
    """Grants that were proposed to the member."""
    return rows_along(Grant.objects.filter(member=member, state="PROPOSED"), "pk")


AUTHORITY_ALONG = {
    "may": may_along,
    "to_hear": requests_along,
    "to_answer": questions_along,
    "proposed_grants": proposed_along,
}
"""What a page that says what its member may decide wants told along."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the member may decide, what lies before them of requests, questions and proposals."""

    may: list[May]
    requests: list[int]
    questions: list[int]
    proposed: list[int]

    @property
    def best(self) -> May | None:
        """One that is not used up."""
        return next((one for one in self.may if not one.is_spent), None)

    @property
    def more(self) -> int:
        return sum(not one.is_spent for one in self.may) - 1


def read_standing(along: Mapping[str, str], *, now: datetime) -> Standing:
    """What `AUTHORITY_ALONG` has told."""

    def ids(name: str) -> list[int]:
        return sorted(int(row[0]) for row in read_rows(along.get(name)))

    may = read_may(along.get("may", ""), now=now)
    return Standing(may, ids("to_hear"), ids("to_answer"), ids("proposed_grants"))
