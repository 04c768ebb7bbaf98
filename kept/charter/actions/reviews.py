"""A use is looked at by somebody who is not told whose it was; good ones in a row widen a grant."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.charter.access import may_review, who_hears
from kept.charter.actions.requests import promise_to_hear
from kept.charter.events import AuthorityAsked, GestureReviewed
from kept.charter.models import AuthorityRequest, Gesture, GestureReview, Grant
from kept.charter.rules import LONGEST_REASON
from kept.conversations.actions.locking import take
from kept.kit.refusals import NotAllowed, Refusal
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member

SYSTEM = "system:charter"


class NeedsOpinion(Refusal):
    code = "review_without_reason"
    message = gettext_lazy("Write in a sentence why. Whoever decided learns from it.")


class AlreadyReviewed(Refusal):
    code = "gesture_reviewed"
    message = gettext_lazy("Somebody else has looked at this one meanwhile.")


@transaction.atomic
def review_use(
    gesture: Gesture, *, is_good: bool, reason: str, by: Member, now: datetime
) -> GestureReview:
    """What `by`, who is not told whose it was, thinks of it. One review for each use.

    After as many good ones in a row as the grant says, a request for a wider one is made in the
    name of whoever used it, by the house. Raises `NotAllowed`, `WasMerged`, `AlreadyReviewed`,
    `NeedsOpinion`.
    """
    take(gesture.conversation, by=by)
    # One at a time, by the grant: whoever counts what is good counts all of it.
    grant = Grant.objects.select_for_update().get(pk=gesture.grant_id)
    gesture = Gesture.objects.select_related("member", "conversation__desk").get(pk=gesture.pk)
    if not may_review(by, gesture):
        raise NotAllowed
    if GestureReview.objects.filter(gesture=gesture).exists():
        raise AlreadyReviewed
    reason = plain_text(reason, LONGEST_REASON)
    if not reason:
        raise NeedsOpinion
    review = GestureReview.objects.create(
        gesture=gesture, member=by, is_good=is_good, reason=reason, at=now
    )
    Gesture.objects.filter(pk=gesture.pk).update(is_reviewed=True)
    fact = GestureReviewed(gesture=gesture.pk, grant=grant.pk, good=is_good)
    record(fact, about=[gesture, grant], by=by, at=now)
    if is_good and is_to_widen(grant, gesture.member):
        _propose_widening(grant, gesture, now=now)
    return review


def is_to_widen(grant: Grant, member: Member) -> bool:
    """Whether the last uses of it, since a wider one was proposed for them, were all found good."""
    if not grant.widen_after or grant.state != Grant.State.AGREED or not member.is_active:
        return False
    asked = AuthorityRequest.objects.filter(widens=grant, member=member).order_by("-pk").first()
    if asked is not None and asked.state == AuthorityRequest.State.ASKED:
        return False
    found = GestureReview.objects.filter(gesture__grant=grant, gesture__member=member)
    if asked is not None:
        found = found.filter(at__gt=asked.asked_at)
    last = list(found.order_by("-pk").values_list("is_good", flat=True)[: grant.widen_after])
    return len(last) == grant.widen_after and all(last)


def _propose_widening(grant: Grant, gesture: Gesture, *, now: datetime) -> None:
    """A request of its own, with the conversation of the last good use."""
    member, conversation = gesture.member, gesture.conversation
    manager = who_hears(conversation, asker=member)
    if manager is None:
        return
    promise = promise_to_hear(conversation, member, manager, now=now)
    asked = AuthorityRequest.objects.create(
        conversation=conversation,
        member=member,
        manager=manager,
        kind=grant.kind,
        wanted=_(
            "The last %(n)s uses of “%(situation)s” were found good by others. May it be more?"
        )
        % {"n": grant.widen_after, "situation": grant.situation},
        promise=promise,
        widens=grant,
        submit_id=uuid4(),
        asked_at=now,
    )
    fact = AuthorityAsked(
        request=asked.pk,
        conversation=conversation.pk,
        manager=manager.pk,
        promise=promise.pk,
        widens=grant.pk,
    )
    record(fact, about=[asked, conversation, member, manager], by=SYSTEM, at=now)


__all__ = ["AlreadyReviewed", "NeedsOpinion", "is_to_widen", "review_use"]
