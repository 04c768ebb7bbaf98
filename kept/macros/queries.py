"""Macros as they are offered, and their words for one conversation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kept.brand.queries import house_name
from kept.conversations.models import Conversation, Message
from kept.kit.along import read_moment, read_rows, rows_along
from kept.macros.models import LastUse, Macro, MacroUse
from kept.macros.rules import UNDO_FOR, fill, first_name, language_of_tag, missing_in
from kept.people.models import Member

MOST = 300


@dataclass(frozen=True, slots=True)
class Offered:
    """A macro with its words as this customer would read them.

    `language` is theirs, "" where the words are those for everybody; `missing` variables have no
    value here.
    """

    macro: Macro
    text: str
    language: str
    missing: list[str]


def offered(member: Member, conversation: Conversation) -> list[Offered]:
    """What may be used here: what this desk uses most first, then by name."""
    uses = MacroUse.objects.filter(macro=OuterRef("pk"), desk=conversation.desk_id)
    found = (
        Macro.objects.visible_to(member).at(conversation.desk).select_related("assignee", "team")
    )
    used = Coalesce(Subquery(uses.values("count")[:1]), 0)
    rows = found.order_by(used.desc(), "key", "pk")
    values, language = values_for(conversation, member), language_for(conversation)
    return [
        told(macro, values, language)
        for macro in rows.prefetch_related("texts", "tags", "fields__field")[:MOST]
    ]


def changing(member: Member, desks: Collection[int]) -> list[Macro]:
    """What changes something and may be used at each of these desks; used most there first."""
    uses = MacroUse.objects.filter(macro=OuterRef("pk"), desk__in=desks).order_by()
    count = uses.values("macro").annotate(many=Sum("count")).values("many")
    found = Macro.objects.visible_to(member).filter(retired_at=None, paused_at=None)
    only = next(iter(desks)) if len(desks) == 1 else None
    rows = found.filter(Q(desk=None) | Q(desk=only)) if only else found.filter(desk=None)
    used = Coalesce(Subquery(count), 0)
    rows = rows.select_related("assignee", "team").order_by(used.desc(), "key", "pk")
    every = rows.prefetch_related("texts", "tags", "fields__field")[:MOST]
    return [macro for macro in every if macro.changes_many]


def told(macro: Macro, values: dict[str, str], language: str) -> Offered:
    """Its words in this language, or those for everybody."""
    own = {row.language: row.text for row in macro.texts.all()}
    text = own.get(language, macro.text)
    return Offered(
        macro,
        fill(text, values),
        language if language in own else "",
        missing_in(text, values),
    )


def values_for(conversation: Conversation, member: Member) -> dict[str, str]:
    """What stands for each variable."""
    customer = conversation.customer
    return {
        "customer.first_name": first_name(customer.name),
        "customer.name": customer.name,
        "customer.organisation": customer.organisation.name if customer.organisation else "",
        "member.first_name": first_name(member.name),
        "member.name": member.name,
        "desk.name": conversation.desk.name,
        "house.name": house_name(),
        "conversation.number": conversation.reference,
        "conversation.subject": conversation.subject,
    }


def made_up_values(member: Member) -> dict[str, str]:
    """What stands for each variable where there is no conversation to look at."""
    return {
        "customer.first_name": "Ines",
        "customer.name": "Ines Valdorra",
        "customer.organisation": "Valdorra",
        "member.first_name": first_name(member.name),
        "member.name": member.name,
        "desk.name": _("Our desk"),
        "house.name": house_name(),
        "conversation.number": "K-1042",
        "conversation.subject": _("The blue lamp"),
    }


def language_for(conversation: Conversation) -> str:
    """The customer's own, else that of their newest letter; "" where neither is clear."""
    if own := language_of_tag(conversation.customer.language):
        return own
    letters = Message.objects.filter(conversation=conversation, way=Message.Way.IN)
    beside = letters.order_by("-pk").values_list("beside", flat=True).first() or {}
    return language_of_tag(str(beside.get("language") or ""))


def last_use_along(member: Member) -> Subquery[Any]:
    """The last macro the member put in, as a text within another query, for `read_last_use`."""
    return rows_along(LastUse.objects.filter(member=member), "conversation_id", "macro__name", "at")


def read_last_use(told: str | None, conversation: int, *, now: datetime) -> str:
    """The name of the macro that can be undone there; "" where there is none."""
    for there, name, at in read_rows(told):
        if there == conversation and now - read_moment(at) < UNDO_FOR:
            return str(name)
    return ""


def kept(member: Member) -> QuerySet[Macro]:
    """All that the member may see, those for all desks first, and retired ones last."""
    rows = Macro.objects.visible_to(member).select_related("desk", "assignee", "team")
    rows = rows.prefetch_related("texts", "tags", "fields__field")
    return rows.order_by(
        F("retired_at").asc(nulls_first=True), F("desk__name").asc(nulls_first=True), "key"
    )


def example_for(member: Member, number: int | None, macro_desk: int | None) -> Conversation | None:
    """A real conversation to look at a macro with: the one of this number, else the newest."""
    seen = Conversation.objects.visible_to(member).exclude(status=Conversation.Status.MERGED)
    seen = seen.select_related("customer__organisation", "desk")
    if number is not None:
        return seen.filter(pk=number).first()
    if macro_desk is not None:
        seen = seen.filter(desk=macro_desk)
    return seen.order_by("-last_at", "-pk").first()
