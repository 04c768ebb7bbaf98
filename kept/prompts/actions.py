"""What a manager does about a prompt: dismisses it, or lets it be raised again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.models import Member
from kept.prompts.access import is_asked
from kept.prompts.asking import asked_of
from kept.prompts.events import PromptDismissed, PromptRecalled
from kept.prompts.models import Dismissal
from kept.prompts.rules import LONGEST_REASON


class NotRaised(Refusal):
    code = "prompt_not_raised"
    message = gettext_lazy("You are not asked this any more: what it saw has changed.")


class ReasonTooLong(Refusal):
    code = "prompt_reason_too_long"
    message = gettext_lazy("That is longer than 500 letters. Make it shorter.")


@transaction.atomic
def dismiss(kind: str, subject: str, *, reason: str = "", by: Member, now: datetime) -> Dismissal:
    """By how it stands now, which is looked at anew; twice by two clicks is once.

    Raises `NotAllowed`, `NotRaised`, `ReasonTooLong`.
    """
    if not is_asked(by):
        raise NotAllowed
    # Two clicks at once stand in line, and the second finds what the first has left.
    Member.objects.select_for_update().get(pk=by.pk)
    asked = asked_of(by, now=now)
    prompt = next((one for one in asked.every if (one.kind, one.subject) == (kind, subject)), None)
    if prompt is None:
        raise NotRaised
    reason = reason.replace("\r\n", "\n").replace("\0", "").strip()
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong
    if prompt not in asked.prompts:
        return Dismissal.objects.get(member=by, kind=kind, subject=subject)
    found, _made = Dismissal.objects.update_or_create(
        member=by,
        kind=kind,
        subject=subject,
        defaults={"weight": prompt.weight, "reason": reason, "at": now},
    )
    fact = PromptDismissed(kind=kind, subject=subject, weight=prompt.weight)
    record(fact, about=[by], by=by, at=now)
    return found


@transaction.atomic
def recall(dismissal: Dismissal, *, by: Member, now: datetime) -> None:
    """It may be raised again; its reason goes. Raises `NotAllowed`."""
    found = Dismissal.objects.visible_to(by).select_for_update().filter(pk=dismissal.pk).first()
    if found is None:
        raise NotAllowed
    fact = PromptRecalled(kind=found.kind, subject=found.subject)
    found.delete()
    record(fact, about=[by], by=by, at=now)
