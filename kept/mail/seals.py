"""What proves that a letter answers one of ours: our seal in an address or in a Message-ID.

Conversation and reader, or conversation, message and reader, are bound by `kit.tokens.mac`, so
nobody makes one for another. Each reader of a letter gets seals of their own: the customer, each
participant, and, with a seal that proves nobody, whoever else receives a copy. There is no older
form, and an unsealed number means nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings

from kept.kit import tokens
from kept.mail.rules import bare_address, tag_of, with_tag, without_tag

_REPLY = "mail.reply-address"
_SEAT = "mail.participant-address"
_MEMBER = "mail.member-address"
_NOTE = "mail.note-address"
_ID = "mail.message-id"
_BOUNCE = "mail.bounce-address"
_TRIP = "mail.round-trip"

_TAG = re.compile(r"([1-9]\d{0,17})\.([1-9]\d{0,17})\.([a-z2-7]{26})")
_SEAT_TAG = re.compile(r"([1-9]\d{0,17})\.p([1-9]\d{0,17})\.([a-z2-7]{26})")
_MEMBER_TAG = re.compile(r"m\.([1-9]\d{0,17})\.([1-9]\d{0,17})\.([a-z2-7]{26})")
_NOTE_TAG = re.compile(r"n\.([1-9]\d{0,17})\.([1-9]\d{0,17})\.([a-z2-7]{26})")
_BOUNCE_TAG = re.compile(r"b\.([1-9]\d{0,17})\.([a-z2-7]{26})")
_TRIP_ID = re.compile(r"t([1-9]\d{0,17})\.([a-z2-7]{26})@[^@\s]+")
_OUR_ID = re.compile(
    r"k([1-9]\d{0,17})\.([1-9]\d{0,17})\.(?:(x|p[1-9]\d{0,17})\.)?([a-z2-7]{26})@[^@\s]+"
)

NOBODY = "x"
"""The seat of a reader who is neither the customer nor a participant."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal that held: the conversation, and for whom it was made.

    `customer` and `participant` are ids, 0 where it was for no such one. A Message-ID names no
    customer by id, since a conversation has but one: `is_customers`.
    """

    conversation: int
    message: int = 0
    customer: int = 0
    participant: int = 0
    is_customers: bool = False


def seat_of(participant: int) -> str:
    """How a seal names a participant. The customer's seat is the empty one."""
    return f"p{participant}"


def reply_address(*, conversation: int, customer: int) -> str:
    """Where answers of this customer shall come; nothing where no mailbox takes plus-addresses."""
    if not settings.REPLY_ADDRESS:
        return ""
    seal = tokens.mac(_REPLY, conversation, customer)
    return with_tag(settings.REPLY_ADDRESS, f"{conversation}.{customer}.{seal}")


def participant_address(*, conversation: int, participant: int) -> str:
    """Where answers of this participant shall come."""
    if not settings.REPLY_ADDRESS:
        return ""
    seal = tokens.mac(_SEAT, conversation, participant)
    return with_tag(settings.REPLY_ADDRESS, f"{conversation}.{seat_of(participant)}.{seal}")


def conversation_of_address(address: str) -> tuple[int, int] | None:
    """Conversation and customer that a sealed reply address names."""
    found = _TAG.fullmatch(tag_of(address))
    if found is None:
        return None
    conversation, customer = int(found[1]), int(found[2])
    if not tokens.check_mac(found[3], _REPLY, conversation, customer):
        return None
    return conversation, customer


def seal_of_address(address: str) -> Seal | None:
    """What a reply address of a customer or a participant proves."""
    if named := conversation_of_address(address):
        return Seal(named[0], customer=named[1], is_customers=True)
    found = _SEAT_TAG.fullmatch(tag_of(address))
    if found is None:
        return None
    conversation, participant = int(found[1]), int(found[2])
    if not tokens.check_mac(found[3], _SEAT, conversation, participant):
        return None
    return Seal(conversation, participant=participant)


def member_address(*, conversation: int, member: int) -> str:
    """Where a member may answer a notice; nothing where no mailbox takes plus-addresses."""
    if not settings.REPLY_ADDRESS:
        return ""
    seal = tokens.mac(_MEMBER, conversation, member)
    return with_tag(settings.REPLY_ADDRESS, f"m.{conversation}.{member}.{seal}")


def member_of_address(address: str) -> tuple[int, int] | None:
    """Conversation and member that such an address was sealed for."""
    found = _MEMBER_TAG.fullmatch(tag_of(address))
    if found is None:
        return None
    conversation, member = int(found[1]), int(found[2])
    if not tokens.check_mac(found[3], _MEMBER, conversation, member):
        return None
    return conversation, member


def note_address(*, conversation: int, member: int) -> str:
    """The same for a notice whose answer is a note among us, and never a letter."""
    if not settings.REPLY_ADDRESS:
        return ""
    seal = tokens.mac(_NOTE, conversation, member)
    return with_tag(settings.REPLY_ADDRESS, f"n.{conversation}.{member}.{seal}")


def note_of_address(address: str) -> tuple[int, int] | None:
    """Conversation and member that such an address was sealed for."""
    found = _NOTE_TAG.fullmatch(tag_of(address))
    if found is None:
        return None
    conversation, member = int(found[1]), int(found[2])
    if not tokens.check_mac(found[3], _NOTE, conversation, member):
        return None
    return conversation, member


def message_id(*, conversation: int, message: int, seat: str = "") -> str:
    """Our Message-ID, without brackets. The same message always bears the same to one reader."""
    if not seat:
        seal = tokens.mac(_ID, conversation, message)
        return f"k{conversation}.{message}.{seal}@{settings.MAIL_DOMAIN}"
    seal = tokens.mac(_ID, conversation, message, seat)
    return f"k{conversation}.{message}.{seat}.{seal}@{settings.MAIL_DOMAIN}"


def message_of_id(value: str) -> tuple[int, int] | None:
    """Conversation and message of a Message-ID we made, whoever read it."""
    seal = seal_of_id(value)
    return (seal.conversation, seal.message) if seal else None


def seal_of_id(value: str) -> Seal | None:
    """What a Message-ID of ours proves."""
    found = _OUR_ID.fullmatch(value.strip().strip("<>").lower())
    if found is None:
        return None
    seat = found[3] or ""
    parts = found.group(1, 2, 3) if seat else found.group(1, 2)
    if not tokens.check_mac(found[4], _ID, *parts):
        return None
    return Seal(
        int(found[1]),
        message=int(found[2]),
        participant=int(seat[1:]) if seat.startswith("p") else 0,
        is_customers=not seat,
    )


def trip_id(trip: int) -> str:
    """The Message-ID of a test letter of ours, without brackets."""
    return f"t{trip}.{tokens.mac(_TRIP, trip)}@{settings.MAIL_DOMAIN}"


def trip_of_id(value: str) -> int | None:
    """The round trip that a Message-ID of ours names."""
    found = _TRIP_ID.fullmatch(value.strip().strip("<>").lower())
    if found is None or not tokens.check_mac(found[2], _TRIP, found[1]):
        return None
    return int(found[1])


def bounce_address(*, message: int, recipient: str, sender: str) -> str:
    """The envelope sender of one copy: what comes back to it is about that copy alone."""
    if not settings.REPLY_ADDRESS:
        return sender
    seal = tokens.mac(_BOUNCE, message, bare_address(recipient))
    return with_tag(settings.REPLY_ADDRESS, f"b.{message}.{seal}")


def message_of_bounce(address: str) -> int | None:
    """The message whose copy came back to this address; `is_bounce_of` tells which copy."""
    found = _BOUNCE_TAG.fullmatch(tag_of(address))
    return int(found[1]) if found else None


def is_bounce_of(address: str, *, message: int, recipient: str) -> bool:
    found = _BOUNCE_TAG.fullmatch(tag_of(address))
    return found is not None and tokens.check_mac(
        found[2], _BOUNCE, message, bare_address(recipient)
    )


def is_sealed(address: str) -> bool:
    """Whether mail may come to this address because of what we have sent."""
    if seal_of_address(address) or member_of_address(address) or note_of_address(address):
        return True
    ours = bare_address(settings.REPLY_ADDRESS)
    if not ours or without_tag(address) != without_tag(ours):
        return False
    return bare_address(address) == ours or message_of_bounce(address) is not None
