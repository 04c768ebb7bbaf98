"""Desks are made and changed; statuses get the house's own names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.conversations.events import DeskChanged, StatusRenamed
from kept.conversations.models import Conversation, Desk, DeskAddress, StatusLabel
from kept.conversations.queries.labels import forget_labels
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.models import Member, Team


class TakenByDesk(Refusal):
    code = "desk_taken"
    message = "Another desk has this name or one of these addresses."


@transaction.atomic
def save_desk(
    desk: Desk | None,
    *,
    name: str,
    slug: str,
    icon: str,
    zone: str,
    weekly_hours: dict[str, Any],
    sender_name: str,
    signature: str,
    addresses: Iterable[str],
    teams: Iterable[Team],
    by: Member,
    now: datetime,
) -> Desk:
    """Make a desk, or change one. Raises `NotAllowed`, `TakenByDesk`."""
    if not by.is_owner:
        raise NotAllowed
    desk = Desk.objects.select_for_update().get(pk=desk.pk) if desk else Desk()
    others = Desk.objects.exclude(pk=desk.pk)
    wanted = list(dict.fromkeys(address.strip().lower() for address in addresses))
    taken = DeskAddress.objects.exclude(desk=desk.pk).filter(value__in=wanted)
    if others.filter(name__iexact=name).exists() or others.filter(slug=slug).exists():
        raise TakenByDesk
    if taken.exists():
        raise TakenByDesk
    desk.name, desk.slug, desk.icon, desk.zone = name, slug, icon, zone
    desk.weekly_hours, desk.sender_name, desk.signature = weekly_hours, sender_name, signature
    desk.save()
    desk.teams.set(teams)
    # In the order they were written: the first is the address it answers from.
    desk.addresses.all().delete()
    DeskAddress.objects.bulk_create(DeskAddress(desk=desk, value=value) for value in wanted)
    record(DeskChanged(desk=desk.pk), about=[desk], by=by, at=now)
    return desk


@transaction.atomic
def rename_statuses(names: dict[str, str], *, by: Member, now: datetime) -> None:
    """The house's words for the statuses; an empty one gives back ours. Raises `NotAllowed`."""
    if not by.is_owner:
        raise NotAllowed
    for status in Conversation.Status.values:
        words = names.get(status, "").strip()
        if words:
            StatusLabel.objects.update_or_create(status=status, defaults={"words": words})
        else:
            StatusLabel.objects.filter(status=status).delete()
    record(StatusRenamed(), about=["settings"], by=by, at=now)
    forget_labels()
