"""Where a letter belongs: its desks, and the conversation it answers.

What is sealed by us proves, unless a mail server says otherwise; what merely refers may only join
what the same customer has with the same desk. A subject joins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower

from kept.conversations.models import Conversation, Desk, DeskAddress, Message, Tie
from kept.conversations.queries import standing_for
from kept.customers.models import Address, Customer
from kept.kit.likeness import domain_of
from kept.kit.prepared import prepared
from kept.mail import seals
from kept.mail.bounces import bounced_copy
from kept.mail.deceit import Reason, our_domains
from kept.mail.letter import Letter
from kept.mail.models import BlockedSender, Delivery, Mailbox, MessageId
from kept.mail.proving import is_inside, prove, vouched_for
from kept.mail.rules import bare_address, id_key, without_tag
from kept.mail.seals import Seal
from kept.people.models import Member

MOST_ANSWERS = 50
MOST_RECIPIENTS = 500
MOST_REFERRED = 200


@dataclass(frozen=True, slots=True)
class Place:
    """No conversation: a new one. Joining is `is_verified` only with our seal and their address.

    `writer` is the customer at the address it came from, where we know one. `is_vouched` where a
    mail server of ours proved that address. `reasons` say why it is verified or not; none where it
    begins a conversation and nobody says anything of its sender.
    """

    conversation: Conversation | None
    writer: Customer | None
    is_verified: bool
    is_vouched: bool = False
    reasons: tuple[Reason, ...] = ()

    @property
    def is_customers(self) -> bool:
        """Whether it is the conversation of whoever wrote."""
        return bool(
            self.writer and self.conversation and self.conversation.customer_id == self.writer.pk
        )


@dataclass(frozen=True, slots=True)
class House:
    """What is ours and asked about with every letter: few rows, the same for all mails of a moment.

    `desks` are by their addresses, in lower case, as are `members`, who serve and are nobody's
    participant. `blocks` says whether any sender is blocked.
    """

    desks: dict[str, Desk]
    members: Set[str]
    domains: Set[str]
    blocks: bool


def look_around() -> House:
    rows = DeskAddress.objects.select_related("desk")
    return House(
        desks={bare_address(row.value): row.desk for row in rows},
        members=set(map(bare_address, Member.objects.active().values_list("email", flat=True))),
        domains=our_domains(),
        blocks=BlockedSender.objects.exists(),
    )


def known_customers(addresses: Sequence[str]) -> dict[str, Customer]:
    """The customers at these addresses, which are in lower case, by address."""
    rows = Address.objects.annotate(low=Lower("value")).filter(low__in=addresses)
    return {row.low: row.customer for row in rows.select_related("customer")}


def desks_of(delivery: Delivery, letter: Letter | None, house: House) -> list[Desk]:
    """The desks a mail is for: by its envelope; else as its headers say; else its mailbox's."""
    found = _desks_named(delivery.recipients, house)
    if not found and letter is not None:
        found = _desks_named(letter.delivered_to, house)
    if not found and letter is not None:
        found = _desks_named([person.address for person in (*letter.to, *letter.cc)], house)
    if found:
        return found
    mailbox = _mailbox(delivery)
    return [mailbox.desk] if mailbox else []


def place_of(
    delivery: Delivery,
    letter: Letter,
    *,
    sender: str,
    writer: Customer | None,
    desk: Desk,
    house: House,
) -> Place:
    """The conversation at `desk` that a letter belongs to, and whether that is proven.

    `writer` is the customer at the address of its `sender`, where we know one.
    """
    is_bounce = letter.automatic.kind == "bounce"
    vouched = vouched_for(letter, sender=sender)
    is_vouched = vouched is True
    joined, sealed = _sealed(delivery, letter, desk)
    sealed_for = joined
    if joined is not None and _was_split(joined):
        joined = _split_off(joined, letter) or joined
    if joined is None:
        joined = _referred_to(letter, writer, sender, desk)
    if joined is not None:
        proof = prove(
            joined,
            sealed=sealed,
            sender=sender,
            writer=writer,
            vouched=vouched,
            ours=house.desks.keys(),
            sealed_for=sealed_for,
        )
        is_verified = proof.is_verified and not is_bounce
        return Place(joined, writer, is_verified, is_vouched, reasons=(proof.reason,))
    if vouched is None and domain_of(sender) in house.domains:
        return Place(None, writer, is_verified=False, reasons=(("OURS_UNPROVEN", sender),))
    if vouched is None:
        return Place(None, writer, is_verified=True)
    reason = ("VOUCHED" if vouched else "NOT_VOUCHED", domain_of(sender))
    return Place(None, writer, vouched, is_vouched, reasons=(reason,))


def _desks_named(addresses: Sequence[str], house: House) -> list[Desk]:
    """The desks that these addresses are of, in their order."""
    found: dict[Desk, None] = {}
    for bare in map(bare_address, addresses[:MOST_RECIPIENTS]):
        desk = house.desks.get(bare) or house.desks.get(without_tag(bare)) or _desk_of_seal(bare)
        if desk:
            found.setdefault(desk)
    return list(found)


def _desk_of_seal(address: str) -> Desk | None:
    """The desk whose letter is being answered, or whose letter comes back."""
    if seal := seals.seal_of_address(address):
        desks = (
            _desk_of_customer.first(1, seal.conversation, seal.customer)
            if seal.customer
            else _desk_of.first(1, seal.conversation)
        )
        return desks[0] if desks else None
    if named := seals.member_of_address(address) or seals.note_of_address(address):
        return Desk.objects.filter(conversations=named[0]).first()
    copy = bounced_copy(address)
    return copy.message.conversation.desk if copy else None


def _mailbox(delivery: Delivery) -> Mailbox | None:
    room, _, pk = delivery.source.partition(":")
    if room != "imap" or not pk.isdigit():
        return None
    return Mailbox.objects.select_related("desk").filter(pk=int(pk)).first()


def _sealed(
    delivery: Delivery, letter: Letter, desk: Desk
) -> tuple[Conversation | None, list[Seal]]:
    """The conversation that the first seal which holds names, and all seals that name the same."""
    joined: Conversation | None = None
    sealed: list[Seal] = []
    for seal, found in _seals(delivery, letter, desk):
        if joined is None:
            joined = found
        if seal is not None and found.pk == joined.pk:
            sealed.append(seal)
    return joined, sealed


def _seals(
    delivery: Delivery, letter: Letter, desk: Desk
) -> Iterator[tuple[Seal | None, Conversation]]:
    """Seals in addresses, then in Message-IDs, each with its conversation at this desk.

    A copy that comes back names its conversation, and proves nobody.
    """
    known: dict[int, Conversation | None] = {}

    def conversation(pk: int) -> Conversation | None:
        if pk not in known:
            known[pk] = next(iter(_conversation(pk, desk)), None)
        return known[pk]

    people = (person.address for person in (*letter.to, *letter.cc))
    for address in [*delivery.recipients, *letter.delivered_to, *people][:MOST_RECIPIENTS]:
        if seal := seals.seal_of_address(address):
            found = conversation(seal.conversation)
            if found and seal.customer in {0, found.customer_id}:
                yield seal, standing_for(found)
        elif (copy := bounced_copy(address)) and copy.message.conversation.desk_id == desk.pk:
            yield None, copy.message.conversation
    reported = reported_ids(letter) if letter.automatic.kind == "bounce" else ()
    for value in (*reported, *letter.answers[:MOST_ANSWERS]):
        if (seal := seals.seal_of_id(value)) and (found := conversation(seal.conversation)):
            yield seal, standing_for(found)


@prepared
def _desk_of(conversation: int) -> QuerySet[Desk]:
    return Desk.objects.filter(conversations=conversation)


@prepared
def _desk_of_customer(conversation: int, customer: int) -> QuerySet[Desk]:
    return Desk.objects.filter(conversations=conversation, conversations__customer=customer)


@prepared
def _conversation(pk: int, desk: Desk) -> QuerySet[Conversation]:
    """`was_split` where letters that bear its seal may stand in another one."""
    found = Conversation.objects.filter(pk=pk, desk=desk).select_related("customer")
    parts = Tie.objects.filter(other=OuterRef("pk"), kind=Tie.Kind.SPLIT)
    return found.annotate(was_split=Exists(parts))


def _was_split(joined: Conversation) -> bool:
    known = getattr(joined, "was_split", None)
    if known is None:
        # Others were merged into it, and one of them was meant.
        known = Tie.objects.filter(other=joined, kind=Tie.Kind.SPLIT).exists()
    return bool(known)


def _split_off(joined: Conversation, letter: Letter) -> Conversation | None:
    """Where the letter of ours that is answered stands by now, if it was split off from there."""
    ids = [
        seal.message for value in letter.answers[:MOST_ANSWERS] if (seal := seals.seal_of_id(value))
    ]
    there = Message.objects.filter(
        pk__in=ids,
        conversation__desk=joined.desk_id,
        conversation__customer=joined.customer_id,
    ).select_related("conversation__customer")
    stands = {message.pk: message.conversation for message in there}
    answered = next((stands[pk] for pk in ids if pk in stands), None)
    return standing_for(answered) if answered else None


@prepared
def _bearing(desk: Desk, *keys: str) -> QuerySet[Any]:
    """The ids of messages at this desk that are among `keys`, in lower case as `low`."""
    rows = MessageId.objects.annotate(low=Lower("value")).filter(low__in=keys, desk=desk)
    return rows.select_related("message__conversation__customer")


def reported_ids(letter: Letter) -> Iterable[str]:
    """Message-IDs of the letters a bounce says did not arrive."""
    for file in letter.attachments:
        if file.mail is not None and file.mail.message_id:
            yield file.mail.message_id
        elif file.type in {"text/rfc822-headers", "message/rfc822-headers"}:
            for line in file.data[:65_536].splitlines():
                name, _, value = line.partition(b":")
                if name.strip().lower() == b"message-id":
                    yield value.decode("ascii", "replace")


def _referred_to(
    letter: Letter, writer: Customer | None, sender: str, desk: Desk
) -> Conversation | None:
    """What a letter refers to, where the same desk has it with the same people."""
    keys = [id_key(value).lower() for value in letter.answers[:MOST_ANSWERS]]
    if not keys:
        return None
    rows = _bearing.first(MOST_REFERRED, desk, *keys)
    found: dict[str, Conversation] = {row.low: row.message.conversation for row in rows}
    for key in keys:
        if key in found and is_inside(found[key], sender=sender, writer=writer):
            return found[key]
    return None
