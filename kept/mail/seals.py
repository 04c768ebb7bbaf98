"""What proves that a letter answers one of ours: our seal in an address or in a Message-ID.

Conversation and customer, or conversation and message, are bound by `kit.tokens.mac`, so nobody
makes one for another conversation. There is no older form, and an unsealed number means nothing.
"""

from __future__ import annotations

import re

from django.conf import settings

from kept.kit import tokens
from kept.mail.rules import bare_address, tag_of, with_tag, without_tag

_REPLY = "mail.reply-address"
_ID = "mail.message-id"
_BOUNCE = "mail.bounce-address"
_TRIP = "mail.round-trip"

_TAG = re.compile(r"([1-9]\d{0,17})\.([1-9]\d{0,17})\.([a-z2-7]{26})")
_BOUNCE_TAG = re.compile(r"b\.([1-9]\d{0,17})\.([a-z2-7]{26})")
_OUR_ID = re.compile(r"k([1-9]\d{0,17})\.([1-9]\d{0,17})\.([a-z2-7]{26})@[^@\s]+")
_TRIP_ID = re.compile(r"t([1-9]\d{0,17})\.([a-z2-7]{26})@[^@\s]+")


def reply_address(*, conversation: int, customer: int) -> str:
    """Where answers of this customer shall come; nothing where no mailbox takes plus-addresses."""
    if not settings.REPLY_ADDRESS:
        return ""
    seal = tokens.mac(_REPLY, conversation, customer)
    return with_tag(settings.REPLY_ADDRESS, f"{conversation}.{customer}.{seal}")


def conversation_of_address(address: str) -> tuple[int, int] | None:
    """Conversation and customer that a sealed reply address names."""
    found = _TAG.fullmatch(tag_of(address))
    if found is None:
        return None
    conversation, customer = int(found[1]), int(found[2])
    if not tokens.check_mac(found[3], _REPLY, conversation, customer):
        return None
    return conversation, customer


def message_id(*, conversation: int, message: int) -> str:
    """Our Message-ID, without brackets. The same message always bears the same."""
    seal = tokens.mac(_ID, conversation, message)
    return f"k{conversation}.{message}.{seal}@{settings.MAIL_DOMAIN}"


def message_of_id(value: str) -> tuple[int, int] | None:
    """Conversation and message of a Message-ID we made."""
    found = _OUR_ID.fullmatch(value.strip().strip("<>").lower())
    if found is None:
        return None
    conversation, message = int(found[1]), int(found[2])
    return (conversation, message) if tokens.check_mac(found[3], _ID, *found.group(1, 2)) else None


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
    if conversation_of_address(address):
        return True
    ours = bare_address(settings.REPLY_ADDRESS)
    if not ours or without_tag(address) != without_tag(ours):
        return False
    return bare_address(address) == ours or message_of_bounce(address) is not None
