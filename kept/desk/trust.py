"""Why a letter stands as it does, in plain words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kept.conversations.models import Message, Note
from kept.mail.by_member import OF_NOTE


def reasons_in_words(message: Message) -> list[str]:
    """A sentence for each reason, the gravest first."""
    return [words for code, about in _pairs(message.reasons) if (words := _said(code, about))]


def why_not_sent(note: Note) -> str:
    """Why an answer by mail did not go to the customer, or is nobody's note, in a sentence."""
    came = _("It came by mail as an answer to the customer, and was not sent:")
    if note.why.startswith(OF_NOTE):
        came = _("It came by mail as a note of a member, and is not theirs for certain:")
    match note.why.removeprefix(OF_NOTE):
        case "OTHER_SENDER":
            why = _("this address is not the member's.")
        case "NOT_VOUCHED":
            why = _("our mail server could not confirm the sender.")
        case "NOT_CHOSEN":
            why = _("they have not chosen to answer by mail.")
        case "MACHINE":
            why = _("a machine wrote it.")
        case "AGAIN":
            why = _("the same words went to them within a day, as a program would write them.")
        case "NO_RIGHT":
            why = _("they may not write here any more.")
        case "SPAM":
            why = _("this conversation is in Spam.")
        case "EMPTY":
            why = _("there were no words of their own in it.")
        case "NOBODY":
            why = _("the customer has no address that works.")
        case _:
            why = _("something here had changed meanwhile.")
    return f"{came} {why}"


def _pairs(reasons: Iterable[object]) -> Iterable[tuple[str, str]]:
    for reason in reasons:
        if isinstance(reason, (list, tuple)) and len(reason) == 2:
            yield str(reason[0]), str(reason[1])


def _said(code: str, about: str) -> str:
    told = {"about": about}
    match code:
        case "DISOWNED":
            return _("%(about)s, where it claims to come from, says that it does not.") % told
        case "LIKE_OURS":
            return _("The sender's domain, %(about)s, looks like ours and is not.") % told
        case "LIKE_DOMAIN":
            return _("The sender's domain looks like %(about)s, known to us before it.") % told
        case "LIKE_ADDRESS":
            return _("The address looks like %(about)s, known to us before it.") % told
        case "NAMED_LIKE":
            return _("The sender goes by the name of another address: %(about)s.") % told
        case "ANSWERS_ELSEWHERE":
            return _("It wants answers sent to another house: %(about)s.") % told
        case "BLOCKED":
            return _("It lies in Spam because %(about)s is blocked.") % told
        case "FILTER":
            return _("It lies in Spam because the filter gave it %(about)s points.") % told
        case "OURS_UNPROVEN":
            return _("It bears an address of ours, and nothing proves that one of us wrote it.")
        case "OTHER_SENDER":
            return _("It answers a letter of ours, from an address that did not get it.")
        case "NOT_VOUCHED":
            return _("Our mail server could not confirm that it comes from %(about)s.") % told
        case "SEAL_SHARED":
            return _("It answers a letter of ours, but others know how to do that too.")
        case "REFERS":
            return _("It refers to this conversation, which anybody could do.")
        case "VOUCHED":
            return _("Our mail server confirmed that it comes from %(about)s.") % told
        case "SEALED":
            return _("It answers with the seal that only they were sent.")
        case _:
            return ""
