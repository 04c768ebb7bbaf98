"""Whose pictures a member always sees."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.conversations.access import messages_visible_to
from kept.conversations.models import Message
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.mail.events import PicturesChosen
from kept.mail.models import PicturesFrom
from kept.people.models import Member


class NobodyVouches(Refusal):
    code = "mail_nobody_vouches"
    message = gettext_lazy(
        "No mail server of ours proves who wrote this, so it could be anybody next time."
    )


@transaction.atomic
def choose_pictures(message: Message, *, always: bool, by: Member, now: datetime) -> None:
    """Always show `by` the pictures of whoever wrote `message`, or no longer.

    Raises `NotAllowed`, `NobodyVouches`.
    """
    if not messages_visible_to(by).filter(pk=message.pk).exists():
        raise NotAllowed
    if always and not (message.is_vouched and message.from_address):
        raise NobodyVouches
    address = message.from_address.lower()
    if always:
        _row, is_new = PicturesFrom.objects.get_or_create(
            member=by, address=address, defaults={"since": now}
        )
    else:
        is_new = bool(PicturesFrom.objects.filter(member=by, address=address).delete()[0])
    if is_new:
        record(
            PicturesChosen(message=message.pk, is_on=always),
            about=[message.conversation, by],
            by=by,
            at=now,
        )
