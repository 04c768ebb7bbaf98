"""What the tests of the desk read off its pages."""

from datetime import datetime

from kept.conversations.models import Conversation
from kept.conversations.queries import find, thread
from kept.desk.composing import Composer, composer
from kept.people.models import Member
from tests.cast import NOON


def composer_of(
    conversation: Conversation, *, by: Member, kind: str = "REPLY", now: datetime = NOON
) -> Composer:
    """The composer as this member would find it."""
    found = find(by, conversation.pk)
    assert found is not None
    return composer(found, thread(by, found), kind=kind, by=by, now=now)
