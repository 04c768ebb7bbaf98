"""Our own letters on their way back to us."""

from __future__ import annotations

from collections.abc import Callable

from kept.conversations.models import Desk
from kept.kit import blobs
from kept.mail import seals
from kept.mail.letter import Letter, Unreadable, read_letter
from kept.mail.models import Outgoing

MOST_COPIES = 20


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
    copies = Outgoing.objects.filter(message=named[1], message__conversation__desk=desk)
    # Each reader has a copy of their own, and a letter names few.
    for sha256 in copies.values_list("sha256", flat=True).distinct()[:MOST_COPIES]:
        try:
            if digest_of(read_letter(blobs.get(sha256))) == digest:
                return True
        except (FileNotFoundError, Unreadable):
            continue
    return False
