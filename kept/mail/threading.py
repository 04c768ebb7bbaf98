"""Where a letter belongs: its desks, and the conversation it answers.

What is sealed by us proves, unless a mail server says otherwise; what merely refers may only join
what the same customer has with the same desk. A subject joins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models.functions import Lower

from kept.conversations.models import Conversation, Desk, DeskAddress
from kept.customers.models import Address, Customer
from kept.kit.likeness import domain_of
from kept.mail import seals
from kept.mail.bounces import bounced_copy
from kept.mail.deceit import Reason, is_of_ours
from kept.mail.letter import Letter
from kept.mail.letter.vouching import is_vouched_for
from kept.mail.models import Delivery, Mailbox, MessageId, Outgoing
from kept.mail.rules import bare_address, id_key, without_tag

MOST_ANSWERS = 50
MOST_RECIPIENTS = 500


@dataclass(frozen=True, slots=True)
class Place:
    """No conversation: a new one. Joining is `is_verified` only with our seal and their address.

    `writer` is the customer at the address it came from, where we know one. `reasons` say why it is
    verified or not; none where it begins a conversation and nobody says anything of its sender.
    """

    conversation: Conversation | None
    writer: Customer | None
    is_verified: bool
    reasons: tuple[Reason, ...] = ()


def known_customer(address: str) -> Customer | None:
    found = (
        Address.objects.annotate(low=Lower("value"))
        .filter(low=bare_address(address))
        .select_related("customer")
        .first()
    )
    return found.customer if found else None


def desk_addresses() -> set[str]:
    """All our addresses, in lower case."""
    return set(map(bare_address, DeskAddress.objects.values_list("value", flat=True)))


def desks_of(delivery: Delivery, letter: Letter | None) -> list[Desk]:
    """The desks a mail is for: by its envelope; else as its headers say; else its mailbox's."""
    found = _desks_named(delivery.recipients)
    if not found and letter is not None:
        found = _desks_named(letter.delivered_to)
    if not found and letter is not None:
        found = _desks_named([person.address for person in (*letter.to, *letter.cc)])
    if found:
        return found
    mailbox = _mailbox(delivery)
    return [mailbox.desk] if mailbox else []


def place_of(delivery: Delivery, letter: Letter, *, sender: str, desk: Desk) -> Place:
    """The conversation at `desk` that a letter belongs to, and whether that is proven."""
    writer = known_customer(sender)
    is_bounce = letter.automatic.kind == "bounce"
    vouched = vouched_for(letter, sender=sender)
    sealed = _sealed_by_address(delivery, letter, desk) or _sealed_by_id(letter, desk)
    if sealed is not None:
        is_theirs = writer is not None and writer.pk == sealed.customer_id
        is_proven = vouched if vouched is not None else is_theirs and _is_theirs_alone(sealed)
        reason = _reason(sender, vouched=vouched, is_theirs=is_theirs, is_sealed=is_proven)
        is_verified = is_theirs and is_proven and not is_bounce
        return Place(sealed, writer, is_verified=is_verified, reasons=reason)
    if writer is not None and (joined := _referred_to(letter, writer, desk)):
        # Anybody may write another's address and refer to a letter of theirs.
        reason = (("REFERS", ""),) if vouched is None else _reason(sender, vouched=vouched)
        return Place(joined, writer, is_verified=vouched is True, reasons=reason)
    if vouched is None and is_of_ours(sender):
        return Place(None, writer, is_verified=False, reasons=(("OURS_UNPROVEN", sender),))
    reason = _reason(sender, vouched=vouched) if vouched is not None else ()
    return Place(None, writer, is_verified=vouched is not False, reasons=reason)


def vouched_for(letter: Letter, *, sender: str) -> bool | None:
    """What the server we trust says of the sender; None: it says nothing, or there is none."""
    return is_vouched_for(letter.authentication, sender=sender, trusted=settings.MAIL_AUTHSERV)


def _reason(
    sender: str, *, vouched: bool | None, is_theirs: bool = True, is_sealed: bool = False
) -> tuple[Reason, ...]:
    """Why a letter that joins is verified or not."""
    if not is_theirs:
        return (("OTHER_SENDER", sender),)
    if vouched is not None:
        return (("VOUCHED" if vouched else "NOT_VOUCHED", domain_of(sender)),)
    return (("SEALED" if is_sealed else "SEAL_SHARED", ""),)


def _desks_named(addresses: Sequence[str]) -> list[Desk]:
    """The desks that these addresses are of, in their order."""
    named = [bare_address(address) for address in addresses[:MOST_RECIPIENTS]]
    if not named:
        return []
    possible = {*named, *map(without_tag, named)}
    rows = DeskAddress.objects.annotate(low=Lower("value")).filter(low__in=possible)
    ours = {row.low: row.desk for row in rows.select_related("desk")}
    found: dict[Desk, None] = {}
    for bare in named:
        desk = ours.get(bare) or ours.get(without_tag(bare)) or _desk_of_seal(bare)
        if desk:
            found.setdefault(desk)
    return list(found)


def _desk_of_seal(address: str) -> Desk | None:
    """The desk whose letter is being answered, or whose letter comes back."""
    if named := seals.conversation_of_address(address):
        return Desk.objects.filter(
            conversations__pk=named[0], conversations__customer=named[1]
        ).first()
    copy = bounced_copy(address)
    return copy.message.conversation.desk if copy else None


def _mailbox(delivery: Delivery) -> Mailbox | None:
    room, _, pk = delivery.source.partition(":")
    if room != "imap" or not pk.isdigit():
        return None
    return Mailbox.objects.select_related("desk").filter(pk=int(pk)).first()


def _sealed_by_address(delivery: Delivery, letter: Letter, desk: Desk) -> Conversation | None:
    people = (person.address for person in (*letter.to, *letter.cc))
    for address in [*delivery.recipients, *letter.delivered_to, *people][:MOST_RECIPIENTS]:
        if named := seals.conversation_of_address(address):
            found = _conversation(named[0], desk)
            if found and found.customer_id == named[1]:
                return found
        elif (copy := bounced_copy(address)) and copy.message.conversation.desk_id == desk.pk:
            return copy.message.conversation
    return None


def _sealed_by_id(letter: Letter, desk: Desk) -> Conversation | None:
    reported = _reported_ids(letter) if letter.automatic.kind == "bounce" else ()
    for value in (*reported, *letter.answers[:MOST_ANSWERS]):
        if (named := seals.message_of_id(value)) and (found := _conversation(named[0], desk)):
            return found
    return None


def _is_theirs_alone(conversation: Conversation) -> bool:
    """Whether our seals of this conversation reached nobody but its customer."""
    own = Address.objects.filter(customer=conversation.customer_id).values(low=Lower("value"))
    sent = Outgoing.objects.filter(message__conversation=conversation)
    return not sent.annotate(low=Lower("recipient")).exclude(low__in=own).exists()


def _conversation(pk: int, desk: Desk) -> Conversation | None:
    return Conversation.objects.filter(pk=pk, desk=desk).select_related("customer").first()


def _reported_ids(letter: Letter) -> Iterable[str]:
    """Message-IDs of the letters a bounce says did not arrive."""
    for file in letter.attachments:
        if file.mail is not None and file.mail.message_id:
            yield file.mail.message_id
        elif file.type in {"text/rfc822-headers", "message/rfc822-headers"}:
            for line in file.data[:65_536].splitlines():
                name, _, value = line.partition(b":")
                if name.strip().lower() == b"message-id":
                    yield value.decode("ascii", "replace")


def _referred_to(letter: Letter, writer: Customer, desk: Desk) -> Conversation | None:
    keys = [id_key(value).lower() for value in letter.answers[:MOST_ANSWERS]]
    if not keys:
        return None
    rows = (
        MessageId.objects.annotate(low=Lower("value"))
        .filter(low__in=keys, desk=desk, message__conversation__customer=writer)
        .select_related("message__conversation__customer")
    )
    found = {row.low: row.message.conversation for row in rows}
    return next((found[key] for key in keys if key in found), None)
