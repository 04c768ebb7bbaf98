"""A file with a virus in it leaves the house only with an owner's own hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.conversations.access import messages_visible_to
from kept.conversations.models import Attachment
from kept.kit.refusals import NotAllowed
from kept.ledger import record
from kept.mail.events import FileTaken
from kept.people.models import Member


@transaction.atomic
def take_infected(file: Attachment, *, by: Member, now: datetime) -> None:
    """Note that `by` takes `file` all the same. Raises `NotAllowed`."""
    if not by.is_owner or not messages_visible_to(by).filter(pk=file.message_id).exists():
        raise NotAllowed
    record(
        FileTaken(attachment=file.pk, message=file.message_id),
        about=[file.message.conversation, by],
        by=by,
        at=now,
    )
