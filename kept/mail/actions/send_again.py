"""A member decides that a doubtful copy shall go out once more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.mail.events import MailSentAgain
from kept.mail.models import Outgoing
from kept.people.models import Member

REST = timedelta(minutes=10)
"""So long after the doubt began a repeat waits: the first copy may still be under way."""
MOST_REPEATS = 1


class NotInDoubt(Refusal):
    code = "mail_not_in_doubt"
    message = gettext_lazy("This letter is not in doubt any more; look at it again.")


class SentAgainAlready(Refusal):
    code = "mail_sent_again_already"
    message = gettext_lazy("It was sent a second time already. Ask them whether they have it.")


@transaction.atomic
def send_again(outgoing: Outgoing, *, by: Member, now: datetime) -> Outgoing:
    """Send the same bytes once more. Raises `NotAllowed`, `NotInDoubt`, `SentAgainAlready`."""
    copy = Outgoing.objects.select_for_update().get(pk=outgoing.pk)
    if not Outgoing.objects.visible_to(by).filter(pk=copy.pk).exists():
        raise NotAllowed
    if copy.state != Outgoing.State.IN_DOUBT:
        raise NotInDoubt
    if copy.repeats >= MOST_REPEATS:
        raise SentAgainAlready
    began = copy.lease_until or now
    copy.state = Outgoing.State.READY
    copy.repeats += 1
    copy.tries = 0
    copy.not_before = max(now, began + REST)
    copy.lease_until, copy.lease_holder, copy.answer = None, "", ""
    copy.save(
        update_fields=[
            "state", "repeats", "tries", "not_before", "lease_until", "lease_holder", "answer",
        ]
    )  # fmt: skip
    conversation = copy.message.conversation
    record(
        MailSentAgain(outgoing=copy.pk, message=copy.message_id),
        about=[conversation, by],
        by=by,
        at=now,
    )
    return copy
