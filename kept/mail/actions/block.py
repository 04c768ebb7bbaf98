"""Whose letters go to Spam from now on, and whose no longer."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from kept.conversations.models import Desk
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.mail.access import may_block, may_unblock
from kept.mail.deceit import PUBLIC, is_of_ours
from kept.mail.events import SenderBlocked, SenderUnblocked
from kept.mail.models import BlockedSender
from kept.people.models import Member


class BlockedAlready(Refusal):
    code = "sender_blocked_already"
    message = gettext_lazy("They are blocked there already.")


class BlocksOurselves(Refusal):
    code = "sender_is_ours"
    message = gettext_lazy("That is an address of our own house. Nobody would hear us any more.")


class BlocksTheWorld(Refusal):
    code = "sender_is_everybody"
    message = gettext_lazy("Half the world has its mail there. Block the one address instead.")


@transaction.atomic
def block(value: str, *, desk: Desk | None, by: Member, now: datetime) -> BlockedSender:
    """Letters from this address, or from all of this domain, go to Spam at `desk`, or everywhere.

    Raises `NotAllowed`, `BlockedAlready`, `BlocksOurselves`, `BlocksTheWorld`.
    """
    value = value.strip().lower().removeprefix("@")
    if not may_block(by, desk):
        raise NotAllowed
    if is_of_ours(f"x@{value}" if "@" not in value else value):
        raise BlocksOurselves
    if value in PUBLIC or "." not in value:
        raise BlocksTheWorld
    try:
        with transaction.atomic():
            row = BlockedSender.objects.create(value=value, desk=desk, member=by, at=now)
    except IntegrityError as error:
        raise BlockedAlready from error
    record(SenderBlocked(block=row.pk, desk=row.desk_id or 0), about=_about(desk), by=by, at=now)
    return row


@transaction.atomic
def unblock(row: BlockedSender, *, by: Member, now: datetime) -> None:
    """Their next letter comes as any other; what lies in Spam stays there. Raises `NotAllowed`."""
    if not may_unblock(by, row):
        raise NotAllowed
    pk, desk = row.pk, row.desk
    row.delete()
    record(
        SenderUnblocked(block=pk, desk=desk.pk if desk else 0), about=_about(desk), by=by, at=now
    )


def _about(desk: Desk | None) -> list[object]:
    return [desk] if desk else ["settings"]
