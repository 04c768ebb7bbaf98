"""Letters of putting right: begun for their writer, or sent as they were typed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kept.conversations import actions as conversations
from kept.conversations.closing import is_ready
from kept.conversations.models import Conversation, Draft, Message
from kept.conversations.speaking import speaking_to
from kept.customers.links import PLACE
from kept.customers.models import Customer
from kept.people.models import Member
from kept.promises.letters import first_name
from kept.recovery.actions.locking import take_open
from kept.recovery.models import Boundary, Recovery


@transaction.atomic
def prepare_letter(recovery: Recovery, *, by: Member, now: datetime) -> Draft:
    """Put an apology that asks what would be fair into the reply of `by`, behind what is there.

    Raises `NotAllowed`, `AlreadyClosed`.
    """
    recovery = take_open(recovery, by=by)
    there = recovery.conversation
    own = Draft.objects.filter(conversation=there, member=by, kind=Draft.Kind.REPLY).first()
    words, text = apology(recovery, writer=by), own.text if own else ""
    if words not in text:
        text = f"{text.rstrip()}\n\n{words}" if text.strip() else words
    draft = conversations.save_draft(there, kind=Draft.Kind.REPLY, text=text, by=by, now=now)
    assert draft is not None  # noqa: S101  there are words in it
    return draft


def apology(recovery: Recovery, *, writer: Member) -> str:
    """In the customer's language; its writer changes it."""
    promise = recovery.promise
    with speaking_to(recovery.customer):
        if promise:
            told = _(
                "I promised you: “%(words)s”. It did not happen, and I am sorry. You counted on "
                "it, and we let you down."
            ) % {"words": promise.words.rstrip(" .,;!")}
        else:
            told = _("This went wrong, and it should not have. I am sorry for what it cost you.")
        ask = _(
            "What would be fair in your eyes? Tell me in your own words, here or on your page, "
            "where you also see how it goes on:\n%(page)s"
        ) % {"page": PLACE}
        return signed(recovery, [told, ask], writer=writer)


def warning(boundary: Boundary, *, writer: Member) -> str:
    """A start for a warning: what would end the contact, and that help goes on otherwise."""
    with speaking_to(boundary.customer):
        parts = [
            _("I want to go on helping you with this, and I will."),
            _(
                "What you wrote last attacks the person who reads it. If words like these come "
                "again, we end this contact."
            ),
        ]
        return signed(boundary, parts, writer=writer)


def ending(boundary: Boundary, *, writer: Member) -> str:
    """A start for the letter that ends the contact: what was said before, and the appeal."""
    with speaking_to(boundary.customer):
        parts = [
            _("I told you what would end this contact. It has come again, so I end it here."),
            _(
                "If you see it differently, ask another of us to look at it. You have a dated "
                "answer from somebody who was not part of this:\n%(page)s"
            )
            % {"page": PLACE},
        ]
        return signed(boundary, parts, writer=writer)


def decision(recovery: Recovery, words: str, *, immediate: str, until: str, writer: Member) -> str:
    """The letter that tells a decision in plain words, and how to have it looked at again."""
    with speaking_to(recovery.customer):
        parts = [words]
        if immediate:
            parts.append(_("What I do now: %(words)s") % {"words": immediate})
        if until:
            parts.append(_("I look at it again, and answer you by %(day)s.") % {"day": until})
        parts.append(
            _(
                "If you see it differently, another of us looks at it again and owes you an "
                "answer by a day. You ask for that here:\n%(page)s"
            )
            % {"page": PLACE}
        )
        return signed(recovery, parts, writer=writer)


def send(
    conversation: Conversation,
    text: str,
    *,
    to: Customer,
    submit_id: UUID,
    closes: bool = False,
    by: Member,
    now: datetime,
) -> Message:
    """To the customer it concerns, at once. Raises what `reply` raises."""
    address = to.addresses.filter(is_dead=False).first()
    is_done = closes and is_ready(conversation)
    then = Conversation.Status.CLOSED if is_done else Conversation.Status.WAITING
    return conversations.reply(
        conversation,
        text=text,
        to=[address.value] if address else [],
        submit_id=submit_id,
        then=then,
        by=by,
        now=now,
    )


def signed(about: Recovery | Boundary, parts: list[str], *, writer: Member) -> str:
    """To whose it is, in a language that is set."""
    greeting = _("Dear %(name)s,") % {"name": first_name(about.customer.name)}
    is_named = "{{name}}" in about.conversation.desk.signature
    return "\n\n".join([greeting, *parts, *([] if is_named else [writer.name])])
