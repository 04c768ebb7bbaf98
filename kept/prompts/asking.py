"""What a manager is asked now: put together for the page and for whoever dismisses some of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kept.people.models import Member
from kept.promises.counting import month_in
from kept.prompts import rules
from kept.prompts.mirror import Mirror, first_month, mirror_in
from kept.prompts.queries import Told, dismissed_in, seen_in, told
from kept.recovery.queries import Risk, at_risk
from kept.recovery.rules import STILL


@dataclass(frozen=True, slots=True)
class Asked:
    """`every` prompt the figures raise, `prompts` without those that were dismissed."""

    found: Told
    every: list[rules.Prompt]
    prompts: list[rules.Prompt]
    risks: list[Risk]
    mirror: Mirror


def asked_of(member: Member, *, now: datetime) -> Asked:
    """In two questions, whatever lies behind."""
    found = told(member, now=now, month=first_month(month_in(member.zone, now)))
    risks = at_risk(member, now=now)
    resting = [
        rules.Resting(one.recovery.pk, one.recovery.conversation.customer.name)
        for one in risks
        if one.why == STILL
    ]
    every = rules.raised(seen_in(found, resting), now=now)
    return Asked(
        found=found,
        every=every,
        prompts=rules.still_raised(every, dismissed_in(found)),
        risks=risks,
        mirror=mirror_in(found, now=now),
    )
