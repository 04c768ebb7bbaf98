"""Second proofs are taken off for somebody who lost theirs."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from kept.kit.refusals import NotAllowed
from kept.ledger import record
from kept.people.access import may_give_role
from kept.people.actions.sessions import end_all
from kept.people.events import FactorsTakenOff
from kept.people.models import Member


@transaction.atomic
def take_off_factors(member: Member, *, by: Member, now: datetime) -> None:
    """Forget the member's codes and passkeys, and end their sessions. Raises `NotAllowed`.

    Never one's own: that is done where the proof itself is asked for first.
    """
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not may_give_role(by, member.role) or by.pk == member.pk:
        raise NotAllowed
    Authenticator.objects.filter(user=member).delete()
    end_all(member)
    member.save(update_fields=["epoch"])
    record(FactorsTakenOff(member=member.pk), about=[member], by=by, at=now)
