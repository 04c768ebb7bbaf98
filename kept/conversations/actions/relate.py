"""Two conversations have to do with each other, a member says: related, or one a part of the other.

There are two levels and no more: what is a part has no parts. As both ends are locked whenever a
link is made, no two members can make a circle between them.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from kept.conversations.actions.merge import hold_both
from kept.conversations.events import ConversationsRelated, ConversationsUnrelated
from kept.conversations.models import Conversation, Relation
from kept.kit.refusals import Refusal
from kept.ledger import record
from kept.people.models import Member

MOST = 50
RELATED, CHILD = Relation.Kind.RELATED, Relation.Kind.CHILD


class CannotRelate(Refusal):
    code = "conversation_cannot_relate"
    message = gettext_lazy("Link it with another conversation, one that is not merged or spam.")


class RelatedAlready(Refusal):
    code = "conversation_related_already"
    message = gettext_lazy("These two are linked already. Take that link off first.")


class HasParent(Refusal):
    code = "conversation_has_parent"
    message = gettext_lazy("It is part of another conversation already. Take that link off first.")


class TooDeep(Refusal):
    code = "conversation_too_deep"
    message = gettext_lazy(
        "What is part of a conversation has no parts itself. Link it with the one above."
    )


class TooManyRelations(Refusal):
    code = "conversation_too_many_relations"
    message = gettext_lazy("Fifty links are the most that one conversation has.")


@transaction.atomic
def relate(
    conversation: Conversation, other: Conversation, *, kind: str, by: Member, now: datetime
) -> Relation:
    """Link them; with CHILD `conversation` is part of `other`.

    Raises `NotAllowed`, `CannotRelate`, `RelatedAlready`, `HasParent`, `TooDeep`,
    `TooManyRelations`.
    """
    if conversation.pk == other.pk:
        raise CannotRelate
    here, there = hold_both(conversation, other, by=by)
    out = {Conversation.Status.MERGED, Conversation.Status.SPAM}
    if {here.status, there.status} & out:
        raise CannotRelate
    both = [here.pk, there.pk]
    if Relation.objects.filter(conversation__in=both, other__in=both).exists():
        raise RelatedAlready
    if any(_of(one).count() >= MOST for one in (here, there)):
        raise TooManyRelations
    if kind == CHILD:
        if Relation.objects.filter(conversation=here, kind=CHILD).exists():
            raise HasParent
        is_deep = Q(other=here) | Q(conversation=there)
        if Relation.objects.filter(is_deep, kind=CHILD).exists():
            raise TooDeep
    row = Relation.objects.create(
        conversation=here, other=there, kind=Relation.Kind(kind), member=by, at=now
    )
    record(
        ConversationsRelated(conversation=here.pk, other=there.pk, kind=str(row.kind)),
        about=[here, there],
        by=by,
        at=now,
    )
    return row


@transaction.atomic
def unrelate(relation: Relation, *, by: Member, now: datetime) -> None:
    """Take the link off; nothing where somebody has. Raises `NotAllowed`."""
    here, there = hold_both(relation.conversation, relation.other, by=by)
    gone, _rows = Relation.objects.filter(pk=relation.pk).delete()
    if gone:
        record(
            ConversationsUnrelated(conversation=here.pk, other=there.pk, kind=str(relation.kind)),
            about=[here, there],
            by=by,
            at=now,
        )


def _of(conversation: Conversation) -> QuerySet[Relation]:
    return Relation.objects.filter(Q(conversation=conversation) | Q(other=conversation))
