"""Open work does not stay with somebody who cannot see it any more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.conversations.events import ConversationAssigned
from kept.conversations.models import Conversation, Desk
from kept.ledger import record
from kept.ledger.models import Event
from kept.people.models import Member

SYSTEM = "system:conversations"


@transaction.atomic
def lay_back_unseen(*, now: datetime, cause: Event | None = None) -> int:
    """Give to nobody what is open and assigned to who left, or left its desk. Answers how many."""
    # What was merged is nobody's work; taken apart, it is looked at again.
    over = [Conversation.Status.CLOSED, Conversation.Status.MERGED]
    open_ = Conversation.objects.exclude(status__in=over)
    assignees = open_.order_by().values_list("assignee", flat=True).distinct()
    laid_back = 0
    for member in Member.objects.filter(pk__in=list(assignees)):
        unseen = open_.filter(assignee=member).exclude(desk__in=Desk.objects.visible_to(member))
        for conversation in unseen.select_for_update().order_by("pk"):
            _lay_back(conversation, now=now, cause=cause)
            laid_back += 1
    return laid_back


def lay_back_if_unseen(conversation: Conversation, *, now: datetime, cause: Event | None) -> None:
    """The same for one that is opened again, within the action that opens it."""
    member = conversation.assignee
    if member and not Desk.objects.visible_to(member).filter(pk=conversation.desk_id).exists():
        _lay_back(conversation, now=now, cause=cause)


def _lay_back(conversation: Conversation, *, now: datetime, cause: Event | None) -> None:
    before, conversation.assignee = conversation.assignee_id or 0, None
    conversation.save(update_fields=["assignee"])
    record(
        ConversationAssigned(conversation=conversation.pk, to=0, before=before),
        about=[conversation],
        by=SYSTEM,
        at=now,
        cause=cause,
    )
