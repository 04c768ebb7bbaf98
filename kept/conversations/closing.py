"""What must be true before a conversation is closed, as rooms above say it.

A room that has something to say declares it in a module `closing` of its own, which is read as the
house starts. It is asked within the transaction that closes, whoever closes and by whatever way; a
`NotReady` then refuses all of that.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy

from kept.conversations.models import Conversation
from kept.kit.refusals import Refusal


class NotReady(Refusal):
    code = "close_not_ready"
    message = gettext_lazy("It is not closed: something has to be filled in before.")


Check = Callable[[Conversation], None]
_checks: list[Check] = []


def before_closing(check: Check) -> Check:
    """Ask this before anything is closed. It raises `NotReady` where it is too early."""
    _checks.append(check)
    return check


def check_ready(conversation: Conversation) -> None:
    """Raises `NotReady` where a room above still wants something."""
    for check in _checks:
        check(conversation)


def is_ready(conversation: Conversation) -> bool:
    try:
        check_ready(conversation)
    except NotReady:
        return False
    return True
