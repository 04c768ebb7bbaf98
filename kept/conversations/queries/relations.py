"""What a conversation is linked with, as far as its reader sees the other end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from kept.conversations.models import Conversation, Relation
from kept.kit.along import read_rows, rows_along
from kept.people.models import Member

OVER = {Conversation.Status.CLOSED, Conversation.Status.SPAM, Conversation.Status.MERGED}


@dataclass(frozen=True, slots=True)
class Linked:
    """A conversation at the other end. `role` is what it is to this one: PARENT, CHILD, RELATED."""

    relation: int
    role: str
    pk: int
    subject: str
    status: str

    @property
    def reference(self) -> str:
        return f"K-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status not in OVER


def links_along(member: Member) -> Subquery[Any]:
    """The links of each row of a query of conversations, for `read_links`."""
    seen = Conversation.objects.visible_to(member).values("pk")
    of_it = Relation.objects.filter(
        Q(conversation=OuterRef("pk"), other__in=seen)
        | Q(other=OuterRef("pk"), conversation__in=seen)
    )
    return rows_along(
        of_it,
        *("pk", "kind", "conversation_id", "other_id"),
        *("conversation__subject", "conversation__status", "other__subject", "other__status"),
    )


def read_links(text: str | None, conversation: Conversation) -> list[Linked]:
    """What `links_along` found: what it is part of, its parts, and the others."""
    found = []
    for pk, kind, here, there, subject, status, subject_there, status_there in read_rows(text):
        is_here = here == conversation.pk
        role = kind if kind == Relation.Kind.RELATED else "PARENT" if is_here else "CHILD"
        end = (there, subject_there, status_there) if is_here else (here, subject, status)
        found.append(Linked(pk, role, *end))
    order = ("PARENT", "CHILD", "RELATED")
    return sorted(found, key=lambda linked: (order.index(linked.role), linked.pk))


def links_of(conversation: Conversation, member: Member) -> list[Linked]:
    rows = Conversation.objects.filter(pk=conversation.pk).annotate(told=links_along(member))
    return read_links(rows.values_list("told", flat=True).first(), conversation)


def open_children(links: Iterable[Linked]) -> list[Linked]:
    """Its parts that are not done yet."""
    return [linked for linked in links if linked.role == "CHILD" and linked.is_open]
