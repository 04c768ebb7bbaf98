"""Our own letters on their way back to us."""

from __future__ import annotations

from collections.abc import Callable

from kept.conversations.models import Desk
from kept.kit import blobs
from kept.mail import seals
from kept.mail.letter import Letter, Unreadable, read_letter
from kept.mail.models import Outgoing


def comes_back(
    letter: Letter, *, digest: str, desk: Desk, digest_of: Callable[[Letter], str]
) -> bool:
    """Whether this is a letter that `desk` itself wrote, come back unchanged.

    Its sealed Message-ID is not enough: whoever received it knows it, and could hide another
    letter behind it. So the content is compared with what we sent.
    """
    named = seals.message_of_id(letter.message_id or "")
    if named is None:
        return False
    conversation, message = named
    sent = (
        Outgoing.objects.filter(
            message=message, message__conversation=conversation, message__conversation__desk=desk
        )
        .values_list("sha256", flat=True)
        .first()
    )
    if sent is None:
        return False
    try:
        return digest_of(read_letter(blobs.get(sent))) == digest
    except (FileNotFoundError, Unreadable):
        return False
