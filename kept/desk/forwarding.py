"""What is passed on to somebody outside: the letter, quoted or as a file, and the files chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.conversations.actions import File
from kept.conversations.models import Attachment, Conversation, Message
from kept.conversations.queries import Thread
from kept.kit import blobs
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.mail.outbox import as_file, written_from

QUOTED, ATTACHED, NONE = "QUOTED", "ATTACHED", "NONE"


class OriginalGone(Refusal):
    code = "forward_original_gone"
    message = gettext_lazy(
        "Nothing is sent: the letter you pass on stands in another conversation now."
    )


@dataclass(frozen=True, slots=True)
class Passed:
    quoted: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Original:
    """The letter a forward is about, as the composer asks for it."""

    message: Message
    how: str
    kept: frozenset[int]


def passes_on(head: dict[str, Any]) -> bool:
    return bool(head.get("of")) and (head.get("original", QUOTED) != NONE or bool(head.get("keep")))


def original(
    conversation: Conversation, thread: Thread, head: dict[str, Any], *, of: str = ""
) -> Original | None:
    """The letter asked for, else the newest of theirs; all its files, unless some were chosen."""
    if wanted := id_in(of or head.get("of")):
        message = _letters(conversation).filter(pk=wanted).first()
    else:
        theirs = (one for one in reversed(thread.messages) if not one.is_ours and not one.is_aside)
        message = next(theirs, None)
    if message is None:
        return None
    files = [file.pk for file in message.attachments.all() if not file.is_inline]
    is_chosen = "keep" in head and str(head.get("of")) == str(message.pk)
    kept = set(_numbers(head["keep"])) if is_chosen else set(files)
    return Original(message, str(head.get("original") or QUOTED), frozenset(kept & set(files)))


def letter_passed_on(conversation: Conversation, head: dict[str, Any]) -> Message | None:
    """The letter that goes along, where one does. Raises `OriginalGone`."""
    if not passes_on(head):
        return None
    message: Message | None = _letters(conversation).filter(pk=id_in(head["of"])).first()
    if message is None:
        raise OriginalGone
    return message


def passed_on(conversation: Conversation, head: dict[str, Any]) -> Passed:
    """What goes along. Only letters: a note has no way in here. Raises `OriginalGone`."""
    message = letter_passed_on(conversation, head)
    if message is None:
        return Passed()
    how = head.get("original", QUOTED)
    chosen = _numbers(head.get("keep", []))
    files = [
        File(
            name=file.name or f"file-{file.pk}", type=file.type, size=file.size, sha256=file.sha256
        )
        for file in Attachment.objects.filter(message=message, pk__in=chosen)
    ]
    if how == ATTACHED:
        content = as_file(message)
        digest = blobs.put(content)
        files.append(File(_("letter") + ".eml", "message/rfc822", len(content), digest))
    return Passed(_as_quote(message) if how == QUOTED else "", tuple(files))


def _numbers(typed: Iterable[object]) -> list[int]:
    return [pk for pk in map(id_in, typed) if pk]


def _letters(conversation: Conversation) -> Any:
    return Message.objects.filter(conversation=conversation, is_aside=False).select_related(
        "conversation__desk__calendar", "member"
    )


def _as_quote(message: Message) -> str:
    zone = ZoneInfo(message.conversation.desk.zone)
    name = message.from_name or (message.member.name if message.member else "")
    address = written_from(message)
    sender = f"{name} <{address}>" if address else name
    lines = [
        _("From: %(sender)s") % {"sender": sender},
        _("Date: %(date)s") % {"date": f"{message.at.astimezone(zone):%Y-%m-%d %H:%M %Z}"},
        _("Subject: %(subject)s") % {"subject": message.conversation.subject},
    ]
    words = "\n\n".join(filter(None, [message.text, message.signature]))
    return "\n".join(lines) + "\n\n" + words
