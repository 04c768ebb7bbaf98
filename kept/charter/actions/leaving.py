"""Nobody who is no longer with us decides anything, answers for a policy, or is to hear anybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.charter.access import who_hears
from kept.charter.events import AuthorityHanded, GrantEnded, PolicyHanded
from kept.charter.models import AuthorityRequest, Grant, Policy, PolicyQuestion
from kept.conversations.actions.locking import take
from kept.conversations.models import Conversation
from kept.ledger import record
from kept.people.models import Member

SYSTEM = "system:charter"


def hand_over(member: int, *, now: datetime, cause: Any = None) -> int:
    """Their grants end; requests go to another manager, policies and what is asked about them to an
    owner. Answers how many. Safe to do twice.
    """
    if Member.objects.active().filter(pk=member).exists():
        return 0
    asked = AuthorityRequest.objects.filter(manager=member, state="ASKED")
    asked = asked.exclude(conversation__status=Conversation.Status.MERGED)
    handed = sum(
        _request(pk, member, now=now, cause=cause) for pk in asked.values_list("pk", flat=True)
    )
    return (
        handed + _end_grants(member, now=now, cause=cause) + _policies(member, now=now, cause=cause)
    )


@transaction.atomic
def _end_grants(member: int, *, now: datetime, cause: Any) -> int:
    held = Grant.objects.select_for_update().filter(
        member=member, state__in=[Grant.State.PROPOSED, Grant.State.AGREED]
    )
    rows = list(held.order_by("pk"))
    for grant in rows:
        grant.state, grant.answered_at = Grant.State.ENDED, now
        grant.save(update_fields=["state", "answered_at"])
        about = [grant, f"member:{member}"]
        record(GrantEnded(grant=grant.pk), about=about, by=SYSTEM, at=now, cause=cause)
    return len(rows)


@transaction.atomic
def _request(pk: int, member: int, *, now: datetime, cause: Any) -> int:
    there = take(AuthorityRequest.objects.get(pk=pk).conversation, by=SYSTEM)
    locked = AuthorityRequest.objects.select_for_update(of=("self",)).select_related("member")
    asked = locked.get(pk=pk)
    manager = who_hears(there, asker=asked.member)
    if asked.state != "ASKED" or asked.manager_id != member or manager is None:
        return 0
    asked.manager = manager
    asked.save(update_fields=["manager"])
    fact = AuthorityHanded(request=pk, conversation=there.pk, to=manager.pk, before=member)
    record(fact, about=[asked, there, manager], by=SYSTEM, at=now, cause=cause)
    return 1


@transaction.atomic
def _policies(member: int, *, now: datetime, cause: Any) -> int:
    owner = Member.objects.active().filter(role="OWNER").order_by("name", "pk").first()
    if owner is None:
        return 0
    rows = Policy.objects.select_for_update(of=("self",)).filter(owner=member, retired_at=None)
    policies = list(rows.order_by("pk"))
    for policy in policies:
        policy.owner = owner
        policy.save(update_fields=["owner"])
        PolicyQuestion.objects.filter(policy=policy, owner=member, answered_at=None).update(
            owner=owner
        )
        fact = PolicyHanded(policy=policy.pk, to=owner.pk, before=member)
        record(fact, about=[policy, owner], by=SYSTEM, at=now, cause=cause)
    return len(policies)
