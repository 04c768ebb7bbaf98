"""A notice about a conversation as a mail, and where an answer to that mail goes.

What stands in a note never leaves the house: a mail says who wrote it and leads there. Of a letter
it brings the words, so that whoever works by mail may answer at once.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from kept.conversations.models import Conversation, Message
from kept.mail import seals
from kept.notices.addresses import link_to
from kept.notices.models import Notice
from kept.notices.wording import advice_of_conversation, of_conversation
from kept.promises.letters import first_name

TO_THE_CUSTOMER = {"LETTER", "ANSWERED", "ARRIVED", "GIVEN"}
"""What an answer to these is: a letter of ours. To all others it is a note among us."""
LONGEST_SUBJECT = 80
LONGEST_LETTER = 3_000
_LETTER_FOLLOWS = {"LETTER", "ANSWERED", "ARRIVED"}


def reply_address(notice: Notice) -> str:
    """Where the member may answer, if they chose to answer by mail."""
    if not notice.member.answers_by_mail or notice.conversation_id is None:
        return ""
    sealed = seals.member_address if notice.kind in TO_THE_CUSTOMER else seals.note_address
    return sealed(conversation=notice.conversation_id, member=notice.member_id)


def words(notice: Notice, there: Conversation) -> tuple[str, str]:
    """Subject and text."""
    head = of_conversation(notice)
    about = there.subject or _("No subject")
    short = about if len(about) <= LONGEST_SUBJECT else f"{about[: LONGEST_SUBJECT - 1]}…"
    link = link_to("desk:conversation", "all", there.pk)
    parts = [f"{head}.", f"{there.customer.name}: {about}"]
    if notice.kind in _LETTER_FOLLOWS:
        parts += _last_letter(there)
    parts.append(f"{advice_of_conversation(notice)}\n{link}".strip())
    return f"{head}: {short}", "\n\n".join([*parts, *_answering(notice, there)])


def line(notice: Notice, there: Conversation) -> str:
    """The same in two lines, for a digest."""
    link = link_to("desk:conversation", "all", there.pk)
    about = there.subject or _("No subject")
    return f"{of_conversation(notice)} · {there.customer.name}: {about}\n{link}"


def _last_letter(there: Conversation) -> list[str]:
    theirs = Message.objects.filter(conversation=there, way=Message.Way.IN)
    last = theirs.order_by("-pk").first()
    if last is None or not last.text.strip():
        return []
    text = last.text.strip()
    if len(text) > LONGEST_LETTER:
        text = f"{text[:LONGEST_LETTER]}…"
    return ["\n".join(f"> {written}".rstrip() for written in text.split("\n"))]


def _answering(notice: Notice, there: Conversation) -> list[str]:
    """Where an answer to this mail would go, said before anybody writes it."""
    if not reply_address(notice):
        return []
    if notice.kind in TO_THE_CUSTOMER:
        told = {"name": first_name(there.customer.name)}
        return [_("What you answer to this mail goes to %(name)s, as our letter.") % told]
    return [_("What you answer to this mail becomes a note there, for us alone.")]
