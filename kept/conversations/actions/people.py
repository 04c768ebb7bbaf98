"""Who is on a conversation beside its customer: brought in by a letter, or by a member."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy

from kept.conversations.actions.locking import take
from kept.conversations.events import ParticipantJoined, ParticipantLeft, ParticipantOffered
from kept.conversations.models import Conversation, Message, Participant
from kept.customers.actions import Named
from kept.customers.models import Address, Customer
from kept.kit.refusals import Refusal
from kept.ledger import record
from kept.people.models import Member

MOST = 100
"""People on one conversation, those included who were only named or have been taken out."""

Seat = tuple[Conversation, str]
"""Where somebody takes part, and with which address."""


class TooManyPeople(Refusal):
    code = "participants_too_many"
    message = gettext_lazy("A hundred people are named here already. Write to a list instead.")


class CustomerIsOnIt(Refusal):
    code = "participant_is_customer"
    message = gettext_lazy("That is the customer's own address. They are on it anyway.")


@transaction.atomic
def bring_in(
    conversation: Conversation, *, address: str, name: str = "", by: Member, now: datetime
) -> Participant:
    """Somebody gets our answers from now on. Raises `NotAllowed`, and what is wrong with them."""
    conversation = take(conversation, by=by)
    if address.strip().lower() in _own_addresses(conversation):
        raise CustomerIsOnIt
    known = _known(conversation)
    found = known.get(address.strip().lower())
    if found is None and len(known) >= MOST:
        raise TooManyPeople
    if found is None:
        found = _seat(conversation, (name, address.strip()), message=None, now=now)
    if found.state != Participant.State.IN:
        _join(found, added_by=by, by=by, now=now)
    return found


@transaction.atomic
def take_out(participant: Participant, *, by: Member, now: datetime) -> Participant:
    """They get no more answers; their own letters are no longer proven. Raises `NotAllowed`."""
    take(participant.conversation, by=by)
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    if participant.state == Participant.State.OUT:
        return participant
    participant.state = Participant.State.OUT
    participant.save(update_fields=["state"])
    record(
        ParticipantLeft(participant=participant.pk, conversation=participant.conversation_id),
        about=[participant.conversation],
        by=by,
        at=now,
    )
    return participant


def mark_seats(seats: Sequence[Seat], *, is_dead: bool) -> None:
    """Whether letters reach participants at all. Why stands in the ledger of the letters."""
    meant = {(conversation.pk, address.strip().lower()) for conversation, address in seats}
    rows = Participant.objects.filter(
        conversation__in={pk for pk, _address in meant}, is_dead=not is_dead
    )
    changed = [row.pk for row in rows if (row.conversation_id, row.address.lower()) in meant]
    if changed:
        Participant.objects.filter(pk__in=changed).update(is_dead=is_dead)


def seat_those_named(
    message: Message, named: Iterable[Named], *, may_join: bool, by: Any, now: datetime
) -> None:
    """Everybody a letter names beside the customer is on the conversation, or offered to be.

    Whoever was taken out is at most offered again. Runs in the transaction that locked it.
    """
    conversation = message.conversation
    wanted = {address.strip().lower(): (name, address.strip()) for name, address in named}
    if not wanted:
        return
    for own in _own_addresses(conversation):
        wanted.pop(own, None)
    known = _known(conversation) if wanted else {}
    member = message.member if message.is_ours else None
    for low, one in wanted.items():
        seat = known.get(low)
        if seat is None:
            if len(known) >= MOST:
                continue
            seat = known[low] = _seat(conversation, one, message=message, now=now)
            if not may_join:
                _tell_offered(seat, by=by, now=now)
        elif seat.state == Participant.State.OUT and not message.is_ours:
            seat.state = Participant.State.OFFERED
            seat.save(update_fields=["state"])
            _tell_offered(seat, by=by, now=now)
            continue
        if may_join and seat.state != Participant.State.IN:
            _join(seat, added_by=member, by=by, now=now)


def seat_customer(
    conversation: Conversation, customer: Customer, *, by: Member, now: datetime
) -> Participant | None:
    """Another customer sits where their own conversation has gone; None: they did already.

    By the address they last wrote from, else by one that still lives.
    """
    alive = [row.value for row in customer.addresses.all() if not row.is_dead]
    wrote = Message.objects.filter(conversation__customer=customer, from_address__in=alive)
    last = wrote.order_by("-pk").values_list("from_address", flat=True).first()
    address = last or (alive[0] if alive else "")
    found = _known(conversation).get(address.lower())
    if not address or (found and found.state == Participant.State.IN):
        return None
    seat = found or _seat(conversation, (customer.name, address), message=None, now=now)
    _join(seat, added_by=by, by=by, now=now)
    return seat


def _own_addresses(conversation: Conversation) -> set[str]:
    own = Address.objects.filter(customer=conversation.customer_id).annotate(low=Lower("value"))
    return set(own.values_list("low", flat=True))


def _known(conversation: Conversation) -> dict[str, Participant]:
    rows = Participant.objects.filter(conversation=conversation)
    return {row.address.lower(): row for row in rows}


def _seat(
    conversation: Conversation, one: Named, *, message: Message | None, now: datetime
) -> Participant:
    return Participant.objects.create(
        conversation=conversation,
        name=one[0][:200],
        address=one[1][:320],
        state=Participant.State.OFFERED,
        came_with=message,
        at=now,
    )


def _join(seat: Participant, *, added_by: Member | None, by: Any, now: datetime) -> None:
    seat.state = Participant.State.IN
    seat.added_by = added_by
    seat.at = now
    seat.save(update_fields=["state", "added_by", "at"])
    record(
        ParticipantJoined(participant=seat.pk, conversation=seat.conversation_id),
        about=[seat.conversation],
        by=by,
        at=now,
    )


def _tell_offered(seat: Participant, *, by: Any, now: datetime) -> None:
    record(
        ParticipantOffered(participant=seat.pk, conversation=seat.conversation_id),
        about=[seat.conversation],
        by=by,
        at=now,
    )
