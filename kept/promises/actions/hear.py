"""A letter came in: what it means for what its writer was promised.

No letter settles a promise to the one who wrote it: their "thanks" ends nothing.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kept.conversations.models import Message
from kept.kit.sentences import sentence
from kept.promises.actions.locking import SYSTEM, break_if_past, hold, write
from kept.promises.actions.release import let_go
from kept.promises.events import PromiseChased, PromiseEased
from kept.promises.models import Promise
from kept.promises.rules.replies import Said, said_of_promises


@transaction.atomic
def hear(message: Message, *, cause: Any = None) -> None:
    """Note that its writer asks for a promise or is in no hurry; end what was to end on a reply.

    An unverified writer and a robot say nothing. Safe to do twice.
    """
    if message.is_ours or message.automatic or message.standing != Message.Standing.KNOWN:
        return
    said = said_of_promises(message.text)
    open_ = Promise.objects.open().filter(
        conversation=message.conversation_id, made_at__lt=message.at
    )
    for pk in list(open_.order_by("pk").values_list("pk", flat=True)):
        promise = hold(pk)
        if promise.outcome != Promise.Outcome.OPEN:
            continue
        break_if_past(promise, now=message.at)
        if promise.ends_on_reply:
            let_go(promise, why=sentence("They replied."), by=SYSTEM, now=message.at, cause=cause)
        elif promise.customer_id is not None and not promise.is_by_rule:
            _note(promise, said, message, cause)


def _note(promise: Promise, said: Said | None, message: Message, cause: Any) -> None:
    fact: type[PromiseChased | PromiseEased]
    if promise.versions.filter(changed_at__gte=message.at).exists():
        return  # it was of the old date that they wrote
    if said is Said.CHASED and promise.chased_at is None:
        promise.chased_at, fact = message.at, PromiseChased
    elif said is Said.EASED and promise.eased_at is None:
        promise.eased_at, fact = message.at, PromiseEased
    else:
        return
    promise.save(update_fields=["chased_at", "eased_at"])
    customer = f"customer:{promise.customer_id}"
    write(fact, promise, message=message.pk, by=customer, at=message.at, cause=cause)
