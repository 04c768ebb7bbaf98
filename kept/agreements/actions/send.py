"""The terms are sent to the customer they are with: a letter with the way to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kept.agreements.access import belongs
from kept.agreements.actions.errors import NotAskedBack, NotWrittenYet
from kept.agreements.actions.holding import take
from kept.agreements.models import Agreement
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Message
from kept.customers.models import Customer
from kept.kit.refusals import NotAllowed
from kept.people.models import Member


@transaction.atomic
def send_terms(
    agreement: Agreement,
    *,
    to: Customer,
    text: str,
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> Message:
    """Write to one of the organisation, where they write with us, that the terms wait for them.

    The same `submit_id` again sends nothing. Raises `NotAllowed`, `HasEnded`, `NotAskedBack`,
    `NotWrittenYet`, `NoRecipient`.
    """
    agreement = take(agreement, by=by)
    if not belongs(to, agreement):
        raise NotAllowed
    met = agreement.open_version()
    if met is None or not met.is_meeting:
        raise NotAskedBack
    place = place_of(to, by=by)
    if place is None:
        raise NotWrittenYet
    address = to.addresses.filter(is_dead=False).first()
    return conversations.reply(
        place,
        text=text,
        to=[address.value] if address else [],
        submit_id=submit_id,
        by=by,
        now=now,
    )


def place_of(customer: Customer, *, by: Member) -> Conversation | None:
    """Where the customer and we last wrote to each other, in the member's sight.

    Not in Spam, nor where nobody writes any more since it was merged.
    """
    nowhere = [Conversation.Status.SPAM, Conversation.Status.MERGED]
    seen = Conversation.objects.visible_to(by).filter(customer=customer)
    seen = seen.exclude(status__in=nowhere)
    return seen.select_related("desk").order_by("-last_at", "-pk").first()
