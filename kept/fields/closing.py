"""Before a conversation is closed, what is required of it has to be filled in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kept.conversations.closing import NotReady, before_closing
from kept.conversations.models import Conversation
from kept.fields.queries import held_by, missing
from kept.kit.sentences import sentence

MOST_NAMED = 3
WANTED = sentence("It is not closed yet. Still to be filled in: {fields}.")


@before_closing
def required_fields(conversation: Conversation) -> None:
    """Raises `NotReady`."""
    if wanted := missing(held_by(conversation)):
        named = ", ".join(one.label for one in wanted[:MOST_NAMED])
        more = " …" if len(wanted) > MOST_NAMED else ""
        raise NotReady(_(WANTED).format(fields=named + more))
