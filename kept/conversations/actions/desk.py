"""Desks are made and changed; statuses get the house's own names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy

from kept.conversations.events import DeskChanged, DeskMade, StatusRenamed
from kept.conversations.models import AT_WORK, Desk, DeskAddress, StatusLabel
from kept.conversations.queries.labels import forget_labels
from kept.hours.models import Calendar
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.access import may_settle_house
from kept.people.models import Member, Team


class TakenByDesk(Refusal):
    code = "desk_taken"
    message = gettext_lazy("Another desk has this name, short name or one of these addresses.")


class SameStatusTwice(Refusal):
    code = "status_named_twice"
    message = gettext_lazy("Two statuses cannot have the same name.")


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """All that an owner chooses of a desk. It answers from the first of its addresses."""

    name: str
    slug: str
    icon: str
    calendar: Calendar
    sender_name: str
    signature: str
    addresses: Sequence[str]
    teams: Iterable[Team]
    assigns_on_reply: bool = True


@transaction.atomic
def make_desk(chosen: DeskSettings, *, by: Member, now: datetime) -> Desk:
    """Raises `NotAllowed`, `TakenByDesk`."""
    desk = _save(Desk(), chosen, by=by)
    record(DeskMade(desk=desk.pk), about=[desk], by=by, at=now)
    return desk


@transaction.atomic
def change_desk(desk: Desk, chosen: DeskSettings, *, by: Member, now: datetime) -> Desk:
    """Raises `NotAllowed`, `TakenByDesk`."""
    desk = _save(Desk.objects.select_for_update().get(pk=desk.pk), chosen, by=by)
    record(DeskChanged(desk=desk.pk), about=[desk], by=by, at=now)
    return desk


def _save(desk: Desk, chosen: DeskSettings, *, by: Member) -> Desk:
    if not may_settle_house(by):
        raise NotAllowed
    others = Desk.objects.exclude(pk=desk.pk)
    if others.filter(Q(name__iexact=chosen.name) | Q(slug=chosen.slug)).exists():
        raise TakenByDesk
    wanted = list(dict.fromkeys(address.strip().lower() for address in chosen.addresses))
    taken = DeskAddress.objects.annotate(lower=Lower("value")).filter(lower__in=wanted)
    if taken.exclude(desk=desk.pk).exists():
        raise TakenByDesk
    for name in (
        *("name", "slug", "icon", "calendar", "sender_name", "signature"),
        "assigns_on_reply",
    ):
        setattr(desk, name, getattr(chosen, name))
    desk.save()
    desk.teams.set(chosen.teams)
    if wanted != [address.value.lower() for address in desk.addresses.all()]:
        # Anew and in the order they were written: the first is the one it answers from.
        desk.addresses.all().delete()
        DeskAddress.objects.bulk_create(DeskAddress(desk=desk, value=value) for value in wanted)
    return desk


@transaction.atomic
def rename_statuses(names: dict[str, str], *, by: Member, now: datetime) -> None:
    """The house's words for the statuses; an empty one gives back ours.

    Raises `NotAllowed`, `SameStatusTwice`.
    """
    if not may_settle_house(by):
        raise NotAllowed
    chosen = {status: names.get(status, "").strip() for status, _ours in AT_WORK}
    shown = [(chosen[status] or str(ours)).casefold() for status, ours in AT_WORK]
    if len(set(shown)) < len(shown):
        raise SameStatusTwice
    for status, words in chosen.items():
        if words:
            StatusLabel.objects.update_or_create(status=status, defaults={"words": words})
        else:
            StatusLabel.objects.filter(status=status).delete()
    record(StatusRenamed(), about=["settings"], by=by, at=now)
    forget_labels()
