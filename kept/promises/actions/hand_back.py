"""An open promise does not stay with a keeper who has gone: its desk keeps it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.conversations.models import Desk
from kept.ledger import record
from kept.ledger.models import Event
from kept.people.models import Member
from kept.promises.actions.locking import about
from kept.promises.events import PromiseHandedOn
from kept.promises.models import Promise

SYSTEM = "system:promises"


@transaction.atomic
def hand_back_unseen(*, now: datetime, cause: Event | None = None) -> int:
    """Let the desk keep what is open with who left, or left the desk. Answers how many."""
    open_ = Promise.objects.open()
    keepers = open_.order_by().values_list("keeper", flat=True).distinct()
    handed = 0
    for member in Member.objects.filter(pk__in=list(keepers)):
        theirs = open_.filter(keeper=member).exclude(desk__in=Desk.objects.visible_to(member))
        for promise in theirs.select_for_update().order_by("pk"):
            promise.keeper = None
            promise.save(update_fields=["keeper"])
            record(
                PromiseHandedOn(
                    promise=promise.pk,
                    conversation=promise.conversation_id,
                    to=0,
                    before=member.pk,
                ),
                about=about(promise),
                by=SYSTEM,
                at=now,
                cause=cause,
            )
            handed += 1
    return handed
