"""What is improved does not stay with somebody who is no longer with us."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kept.improvement.events import HuddleDeclined, ImprovementHanded
from kept.improvement.models import Change, HuddleItem, Obstacle, Process
from kept.ledger import record
from kept.people.models import Member

SYSTEM = "system:improvement"
SETTLED = ["NOT_ADOPTED", "KEPT", "REVERTED"]


@transaction.atomic
def hand_over(member: int, *, now: datetime, cause: Any = None) -> int:
    """Changes under way, processes and obstacles go to an owner; what a huddle chose them for and
    they have not said yes to is the huddle's again. Answers how many. Safe to do twice.
    """
    if Member.objects.active().filter(pk=member).exists():
        return 0
    handed = _give_back_choices(member, now=now, cause=cause)
    owner = Member.objects.active().filter(role="OWNER").order_by("name", "pk").first()
    if owner is None:
        return handed
    changes = Change.objects.filter(owner=member).exclude(state__in=SETTLED)
    processes = Process.objects.filter(owner=member, retired_at=None)
    # Nobody answers what they asked themselves.
    obstacles = Obstacle.objects.filter(leader=member, state="ASKED").exclude(member=owner)
    told: dict[str, list[int]] = {}
    for name, rows, field in (
        ("changes", changes, "owner"),
        ("processes", processes, "owner"),
        ("obstacles", obstacles, "leader"),
    ):
        ids = [row.pk for row in rows.select_for_update(of=("self",)).order_by("pk")]
        rows.model._default_manager.filter(pk__in=ids).update(**{field: owner})
        told[name] = ids
    count = sum(len(ids) for ids in told.values())
    if count:
        fact = ImprovementHanded(member=member, to=owner.pk, **told)
        record(fact, about=[f"member:{member}", owner], by=SYSTEM, at=now, cause=cause)
    return handed + count


def _give_back_choices(member: int, *, now: datetime, cause: Any) -> int:
    rows = HuddleItem.objects.select_for_update(of=("self",)).filter(owner=member, promise=None)
    items = list(rows.select_related("huddle").order_by("pk"))
    for item in items:
        item.chosen, item.owner, item.due_at = "", None, None
        item.declined_by_id, item.declined_at = member, now
        item.declined_words = _("No longer with us.")
        item.save()
        fact = HuddleDeclined(huddle=item.huddle_id, friction=item.friction_id, member=member)
        about = [item.huddle, f"friction:{item.friction_id}"]
        record(fact, about=about, by=SYSTEM, at=now, cause=cause)
    return len(items)
