"""The letter that says who is next: prepared as a draft, and sent by nobody but its writer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.conversations.actions import save_draft
from kept.conversations.models import Draft
from kept.conversations.speaking import speaking_to
from kept.handoffs.actions.locking import Answered, take
from kept.handoffs.models import Handoff
from kept.kit.refusals import NotAllowed
from kept.people.models import Member
from kept.promises.letters import first_name


@transaction.atomic
def prepare_letter(handoff: Handoff, *, by: Member, now: datetime) -> Draft:
    """Put the words into the reply of `by`, behind what they have written there already.

    Raises `NotAllowed`, `Answered` where there is nothing to tell.
    """
    handoff = take(handoff)
    if by.pk not in {handoff.giver_id, handoff.answered_by_id}:
        raise NotAllowed
    if not handoff.is_to_be_told:
        raise Answered
    conversation = handoff.conversation
    own = Draft.objects.filter(conversation=conversation, member=by, kind=Draft.Kind.REPLY).first()
    words = letter(handoff, writer=by)
    text = own.text if own else ""
    if words not in text:
        text = f"{text.rstrip()}\n\n{words}" if text.strip() else words
    draft = save_draft(conversation, kind=Draft.Kind.REPLY, text=text, by=by, now=now)
    assert draft is not None  # noqa: S101  there are words in it
    return draft


def letter(handoff: Handoff, *, writer: Member) -> str:
    """Who is next, in the customer's language."""
    customer, desk = handoff.conversation.customer, handoff.conversation.desk
    next_one = handoff.answered_by or handoff.giver
    with speaking_to(customer):
        greeting = _("Dear %(name)s,") % {"name": first_name(customer.name)}
        if writer.pk == next_one.pk:
            middle = _(
                "I look after this for you from now on. %(giver)s has told me all there is to "
                "know, and what was promised to you, so you need not explain anything again."
            ) % {"giver": handoff.giver.name}
        else:
            middle = _(
                "%(next)s looks after this for you from now on. I have passed on all there is to "
                "know, and what was promised to you, so you need not explain anything again."
            ) % {"next": next_one.name}
    signature = desk.signature.replace("{{name}}", writer.name).strip() or writer.name
    return f"{greeting}\n\n{middle}\n\n{signature}"
