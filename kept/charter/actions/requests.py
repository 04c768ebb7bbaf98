"""Somebody wanted to decide: asked with the conversation attached, heard by a manager."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.charter.access import may_answer, who_hears
from kept.charter.actions.grants import GrantTerms, propose
from kept.charter.actions.heard import keep_for_its_keeper
from kept.charter.actions.use import UsedElsewhere
from kept.charter.events import AuthorityAnswered, AuthorityAsked
from kept.charter.models import AuthorityRequest
from kept.charter.rules import HEARD_WITHIN_DAYS, LONGEST_REASON
from kept.conversations.actions.locking import take
from kept.conversations.models import Conversation
from kept.kit.refusals import NotAllowed, Refusal
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member
from kept.promises import actions as promises
from kept.promises.models import Promise

State = AuthorityRequest.State


class NobodyHears(Refusal):
    code = "authority_nobody_hears"
    message = gettext_lazy("No manager serves this desk who could hear you. Tell an owner.")


class NeedsReason(Refusal):
    code = "authority_without_reason"
    message = gettext_lazy("Write why. Whoever asked reads it, and nothing was answered yet.")


class NeedsWords(Refusal):
    code = "authority_without_words"
    message = gettext_lazy("Write what you wanted to decide, and why.")


class AlreadyAnswered(Refusal):
    code = "authority_answered"
    message = gettext_lazy("Somebody has answered this meanwhile.")


@transaction.atomic
def ask_for_authority(
    conversation: Conversation,
    *,
    kind: str,
    wanted: str,
    submit_id: UUID,
    by: Member,
    now: datetime,
) -> AuthorityRequest:
    """A manager of the desk owes an answer within ten of its working days, as a promise.

    The house makes that promise for its managers by its charter. Asked twice by one submit it is
    one. Raises `NotAllowed`, `WasMerged`, `NeedsWords`, `NobodyHears`,
    `UsedElsewhere`.
    """
    conversation = take(conversation, by=by)
    if made := AuthorityRequest.objects.filter(submit_id=submit_id).first():
        if (made.member_id, made.conversation_id) != (by.pk, conversation.pk):
            raise UsedElsewhere
        return made
    wanted = plain_text(wanted, LONGEST_REASON)
    if not wanted:
        raise NeedsWords
    manager = who_hears(conversation, asker=by)
    if manager is None:
        raise NobodyHears
    promise = promise_to_hear(conversation, by, manager, now=now)
    asked = AuthorityRequest.objects.create(
        conversation=conversation,
        member=by,
        manager=manager,
        kind=kind,
        wanted=wanted,
        promise=promise,
        submit_id=submit_id,
        asked_at=now,
    )
    fact = AuthorityAsked(
        request=asked.pk, conversation=conversation.pk, manager=manager.pk, promise=promise.pk
    )
    record(fact, about=[asked, conversation, by, manager], by=by, at=now)
    return asked


def promise_to_hear(
    conversation: Conversation, asker: Member, manager: Member, *, now: datetime
) -> Promise:
    """The manager's, within ten working days of the desk."""
    return promises.promise_among_us(
        words=_("Hear what %(name)s wanted to decide in %(reference)s, and answer.")
        % {"name": asker.name, "reference": conversation.reference},
        due_at=conversation.desk.hours.add_days(now, HEARD_WITHIN_DAYS),
        to_member=asker,
        conversation=conversation,
        by=manager,
        now=now,
    )


@transaction.atomic
def answer_request(
    asked: AuthorityRequest,
    *,
    state: str,
    reason: str,
    terms: GrantTerms | None = None,
    by: Member,
    now: datetime,
) -> AuthorityRequest:
    """Granted or narrowed with a grant that is proposed, or refused; always with a reason.

    The promise to hear it is kept. Raises `NotAllowed`, `AlreadyAnswered`, `NeedsReason`, and what
    `propose` raises.
    """
    take(asked.conversation, by=by)
    locked = AuthorityRequest.objects.select_for_update(of=("self",))
    asked = locked.select_related("promise__keeper", "member", "conversation").get(pk=asked.pk)
    if not may_answer(by, asked):
        raise NotAllowed
    if asked.state != State.ASKED:
        raise AlreadyAnswered
    reason = plain_text(reason, LONGEST_REASON)
    if not reason:
        raise NeedsReason
    if state != State.REFUSED:
        if terms is None or terms.member != asked.member:
            raise NotAllowed
        asked.grant = propose(terms, by=by, now=now)
    asked.state, asked.reason, asked.answered_at = state, reason, now
    asked.save()
    keep_for_its_keeper(asked.promise, now=now)
    fact = AuthorityAnswered(
        request=asked.pk,
        conversation=asked.conversation_id,
        state=state,
        grant=asked.grant_id or 0,
    )
    record(fact, about=[asked, asked.conversation, asked.member], by=by, at=now)
    return asked
