"""Whoever answers for a policy is asked about it, and answers; the answer may change the text."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.charter.access import may_answer_question
from kept.charter.actions.heard import keep_for_its_keeper
from kept.charter.actions.policies import PolicyTerms, write_policy
from kept.charter.actions.use import UsedElsewhere
from kept.charter.events import PolicyAnswered, PolicyAsked
from kept.charter.models import Policy, PolicyQuestion
from kept.charter.rules import ANSWERED_WITHIN_DAYS, LONGEST_REASON
from kept.hours.queries import hours_of, house_calendar
from kept.kit.hours import Hours
from kept.kit.refusals import NotAllowed, Refusal
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member
from kept.promises import actions as promises


class NeedsQuestion(Refusal):
    code = "policy_question_empty"
    message = gettext_lazy("Write what you want to know.")


class NeedsAnswer(Refusal):
    code = "policy_answer_empty"
    message = gettext_lazy("Write the answer. Whoever asked reads it, and all who see the policy.")


class OwnQuestion(Refusal):
    code = "policy_question_to_oneself"
    message = gettext_lazy("You answer for this policy yourself. Write its next version.")


class NobodyAnswers(Refusal):
    code = "policy_nobody_answers"
    message = gettext_lazy(
        "Whoever answers for this policy is not here any more. A manager can name another."
    )


class QuestionAnswered(Refusal):
    code = "policy_question_answered"
    message = gettext_lazy("Somebody has answered this meanwhile.")


@transaction.atomic
def ask_owner(
    policy: Policy, *, words: str, submit_id: UUID, by: Member, now: datetime
) -> PolicyQuestion:
    """Its owner owes an answer within five working days, as a promise, by the charter.

    Asked twice by one submit it is one. Raises `NotAllowed`, `NeedsQuestion`, `OwnQuestion`,
    `NobodyAnswers`, `UsedElsewhere`.
    """
    seen = Policy.objects.visible_to(by).filter(retired_at=None)
    found = seen.select_for_update(of=("self",)).filter(pk=policy.pk).first()
    if found is None:
        raise NotAllowed
    if made := PolicyQuestion.objects.filter(submit_id=submit_id).first():
        if (made.member_id, made.policy_id) != (by.pk, policy.pk):
            raise UsedElsewhere
        return made
    words = plain_text(words, LONGEST_REASON)
    if not words:
        raise NeedsQuestion
    owner = found.owner
    if owner.pk == by.pk:
        raise OwnQuestion
    if not owner.is_active:
        raise NobodyAnswers
    promise = promises.promise_among_us(
        words=_("Answer what %(name)s asks about the policy “%(policy)s”.")
        % {"name": by.name, "policy": found.name},
        due_at=_hours(found).add_days(now, ANSWERED_WITHIN_DAYS),
        to_member=by,
        by=owner,
        now=now,
    )
    asked = PolicyQuestion.objects.create(
        policy=found,
        member=by,
        owner=owner,
        words=words,
        promise=promise,
        submit_id=submit_id,
        asked_at=now,
    )
    fact = PolicyAsked(question=asked.pk, policy=found.pk, owner=owner.pk, promise=promise.pk)
    record(fact, about=[asked, found, by, owner], by=by, at=now)
    return asked


@transaction.atomic
def answer_question(
    asked: PolicyQuestion,
    *,
    answer: str,
    terms: PolicyTerms | None = None,
    by: Member,
    now: datetime,
) -> PolicyQuestion:
    """The answer stands with the policy; with `terms` it is the next version too.

    The promise to answer is kept. Raises `NotAllowed`, `QuestionAnswered`, `NeedsAnswer`, and what
    `write_policy` raises.
    """
    policy = Policy.objects.select_for_update().get(pk=asked.policy_id)
    locked = PolicyQuestion.objects.select_for_update(of=("self",))
    asked = locked.select_related("promise__keeper", "member").get(pk=asked.pk)
    if not may_answer_question(by, asked):
        raise NotAllowed
    if asked.answered_at is not None:
        raise QuestionAnswered
    answer = plain_text(answer, LONGEST_REASON)
    if not answer:
        raise NeedsAnswer
    if terms is not None:
        newest = policy.versions.first()
        write_policy(policy, terms, by=by, now=now)
        version = policy.versions.first()
        asked.version = version if version != newest else None
    asked.answer, asked.answered_by, asked.answered_at = answer, by, now
    asked.save()
    keep_for_its_keeper(asked.promise, now=now)
    number = asked.version.number if asked.version else 0
    fact = PolicyAnswered(question=asked.pk, policy=policy.pk, number=number)
    record(fact, about=[asked, policy, asked.member], by=by, at=now)
    return asked


def _hours(policy: Policy) -> Hours:
    if policy.desk is not None:
        return policy.desk.hours
    calendar = house_calendar()
    return hours_of(calendar) if calendar else Hours(zone=settings.HOME_ZONE)
