"""Whether a letter is from whom it says, and whether they belong to the conversation it joins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Lower

from kept.conversations.models import Conversation, DeskAddress, Message, Participant
from kept.customers.models import Customer
from kept.kit.likeness import domain_of
from kept.kit.prepared import prepared
from kept.mail.deceit import Reason
from kept.mail.letter import Letter
from kept.mail.letter.vouching import is_vouched_for
from kept.mail.rules import bare_address, without_tag
from kept.mail.seals import Seal

MOST_LETTERS = 200
"""So many letters are looked through for who else may know a seal; beyond, anybody may."""


@dataclass(frozen=True, slots=True)
class Proof:
    """`is_inside`: the sender is the customer or a participant. `reason` says why it holds or not.

    What is not `is_inside` is never verified, whatever their own server says of them.
    """

    is_inside: bool
    is_verified: bool
    reason: Reason


def vouched_for(letter: Letter, *, sender: str) -> bool | None:
    """What the server we trust says of the sender; None: it says nothing, or there is none."""
    return is_vouched_for(letter.authentication, sender=sender, trusted=settings.MAIL_AUTHSERV)


def prove(
    conversation: Conversation,
    *,
    sealed: Sequence[Seal],
    sender: str,
    writer: Customer | None,
    vouched: bool | None,
    ours: Collection[str],
    sealed_for: Conversation | None = None,
) -> Proof:
    """What can be said of a letter that joins `conversation`, by its seals of that one.

    `ours` are the desks' addresses, in lower case. `sealed_for` is the one that the seals were made
    for, where what they answer was split off from it since.

    Without a server to vouch, only the sender's own seal proves, and only while no letter has
    shown it to anybody else: every answer to all carries its writer's seal to all.
    """
    if not is_inside(conversation, sender=sender, writer=writer):
        return Proof(is_inside=False, is_verified=False, reason=("OTHER_SENDER", sender))
    if vouched is not None:
        code = "VOUCHED" if vouched else "NOT_VOUCHED"
        return Proof(is_inside=True, is_verified=vouched, reason=(code, domain_of(sender)))
    if not sealed:
        return Proof(is_inside=True, is_verified=False, reason=("REFERS", ""))
    is_own = any(_is_own(seal, conversation, sender=sender, writer=writer) for seal in sealed)
    known_in = {one.pk: one for one in (conversation, sealed_for or conversation)}.values()
    proven = is_own and not any(_was_shown(one, sender, ours) for one in known_in)
    return Proof(
        is_inside=True, is_verified=proven, reason=("SEALED" if proven else "SEAL_SHARED", "")
    )


def is_inside(conversation: Conversation, *, sender: str, writer: Customer | None) -> bool:
    """Whether letters of this address belong here: the customer's, or a participant's."""
    if writer is not None and writer.pk == conversation.customer_id:
        return True
    inside = Participant.objects.filter(
        conversation=conversation, state=Participant.State.IN
    ).annotate(low=Lower("address"))
    return inside.filter(low=bare_address(sender)).exists()


def people_named(letter: Letter, *, ours: Collection[str]) -> list[tuple[str, str]]:
    """Everybody in To and Cc beside ourselves, by name and address; `ours` are in lower case."""
    return [
        (person.name or "", address)
        for person in (*letter.to, *letter.cc)
        if "@" in (address := bare_address(person.address)) and not is_ours(address, ours)
    ]


def is_ours(address: str, ours: Collection[str]) -> bool:
    """Whether mail to this address comes to us. `ours` are the desks' addresses, in lower case."""
    bare = bare_address(address)
    plain = without_tag(bare)
    own = {without_tag(settings.REPLY_ADDRESS), bare_address(settings.NOTICE_ADDRESS)} - {""}
    return bare in ours or plain in ours or plain in own


def desk_addresses() -> set[str]:
    """Of all desks, in lower case."""
    return set(map(bare_address, DeskAddress.objects.values_list("value", flat=True)))


def _is_own(
    seal: Seal, conversation: Conversation, *, sender: str, writer: Customer | None
) -> bool:
    """Whether the seal was made for this very sender."""
    if seal.participant:
        seat = Participant.objects.filter(pk=seal.participant).values_list("address").first()
        return seat is not None and bare_address(seat[0]) == bare_address(sender)
    if not seal.is_customers or writer is None:
        return False
    if seal.customer:
        return seal.customer == writer.pk
    if seal.conversation == conversation.pk:
        return writer.pk == conversation.customer_id
    return Conversation.objects.filter(pk=seal.conversation, customer=writer).exists()


def _was_shown(conversation: Conversation, sender: str, ours: Collection[str]) -> bool:
    """Whether a letter that came into the conversation went to anybody beside ourselves."""
    rows = _sent_to.first(MOST_LETTERS + 1, conversation)
    if len(rows) > MOST_LETTERS:
        return True
    named = {bare_address(str(address)) for to, cc in rows for address in (*to, *cc)}
    named.discard(bare_address(sender))
    return any(not is_ours(address, ours) for address in named)


@prepared
def _sent_to(conversation: Conversation) -> QuerySet[Message, tuple[list[str], list[str]]]:
    """To and Cc of the letters that came in, the newest first."""
    came = Message.objects.filter(conversation=conversation, way=Message.Way.IN)
    return came.order_by("-pk").values_list("to", "cc")
