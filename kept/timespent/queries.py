"""Sums of time, and what somebody has written themselves. No question asks by person for others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Sum
from django.db.models.expressions import RawSQL

from kept.conversations.models import Conversation, Desk
from kept.kit.along import json_functions
from kept.people.models import Member
from kept.timespent.models import Entry, TimeDesk
from kept.timespent.rules import next_month

MOST_ROWS = 20_000
MOST_ENTRIES = 500

BY = ("conversation", "customer", "organisation")


@dataclass(frozen=True, slots=True)
class Spent:
    """Of a conversation: whether its desk writes time down, and its minutes so far."""

    is_on: bool = False
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Minutes of one conversation, customer or organisation; `pk` is 0 where there is none."""

    pk: int
    name: str
    customer: str
    organisation: str
    minutes: int


def today_of(member: Member, *, now: datetime) -> date:
    """The day it is where they are."""
    return now.astimezone(ZoneInfo(member.zone)).date()


def time_along() -> RawSQL:
    """The time of each row of a query of conversations, for `read`."""
    _gather, row = json_functions()
    # The text is ours throughout: functions of the database and names of columns.
    return RawSQL(  # noqa: S611
        f"CAST({row}((SELECT COUNT(*) FROM timespent_timedesk d "  # noqa: S608
        "WHERE d.desk_id = conversations_conversation.desk_id), "
        "(SELECT COALESCE(SUM(e.minutes), 0) FROM timespent_entry e "
        "WHERE e.conversation_id = conversations_conversation.id "
        "AND e.taken_back_at IS NULL)) AS text)",
        (),
    )


def read(text: str | None) -> Spent:
    """What `time_along` found."""
    is_on, minutes = json.loads(text or "[0, 0]")
    return Spent(bool(is_on), int(minutes))


def spent_on(conversation: Conversation) -> Spent:
    rows = Conversation.objects.filter(pk=conversation.pk).annotate(told=time_along())
    return read(rows.values_list("told", flat=True).first())


def entries_of(conversation: Conversation) -> list[Entry]:
    """What was written for it and stands, the newest first."""
    rows = Entry.objects.standing().filter(conversation=conversation)
    return list(rows.order_by("-day", "-pk")[:MOST_ENTRIES])


def own_in(member: Member, first: date) -> list[Entry]:
    """What the member has written for a month, the newest first, where they see it still."""
    seen = Conversation.objects.visible_to(member)
    rows = Entry.objects.standing().filter(member=member, conversation__in=seen)
    rows = rows.within(first, next_month(first)).select_related("conversation__customer")
    return list(rows.order_by("-day", "-pk")[:MOST_ROWS])


def own_sum(member: Member, first: date) -> int:
    """All of the member's minutes of a month, those they cannot see any more too."""
    rows = Entry.objects.standing().filter(member=member).within(first, next_month(first))
    return int(rows.aggregate(sum=Sum("minutes"))["sum"] or 0)


def desks_of(member: Member) -> list[tuple[Desk, bool]]:
    """The desks the member sees, and whether each writes time down."""
    on = set(TimeDesk.objects.values_list("desk", flat=True))
    desks = Desk.objects.visible_to(member).order_by("name")
    return [(desk, desk.pk in on) for desk in desks]


def sums(member: Member, desk: Desk, first: date, *, by: str) -> list[Row]:
    """The sums of a month of one desk, of what the member sees, by name and never by size."""
    seen = Conversation.objects.visible_to(member).filter(desk=desk)
    rows = Entry.objects.standing().within(first, next_month(first)).filter(conversation__in=seen)
    match by:
        case "customer":
            found = _grouped(rows, "conversation__customer", "conversation__customer__name")
            return [
                Row(pk, name or "", name or "", org or "", many) for pk, name, org, many in found
            ]
        case "organisation":
            at = "conversation__customer__organisation"
            found = _grouped(rows, at, f"{at}__name")
            return [Row(pk or 0, name or "", "", name or "", many) for pk, name, _o, many in found]
    told = rows.values_list(
        "conversation",
        "conversation__subject",
        "conversation__customer__name",
        "conversation__customer__organisation__name",
    )
    each = told.annotate(many=Sum("minutes")).order_by("conversation")[:MOST_ROWS]
    return [Row(pk, subject, name, org or "", many) for pk, subject, name, org, many in each]


def _grouped(rows: QuerySet[Entry], of: str, name: str) -> QuerySet[Entry, Any]:
    org = "conversation__customer__organisation__name"
    told = rows.order_by().values_list(of, name, org).annotate(many=Sum("minutes"))
    return told.order_by(name, of)[:MOST_ROWS]
