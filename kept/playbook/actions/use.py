"""A phrasing is put into an answer, edited; what becomes of the conversation speaks of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from kept.conversations import actions as conversations
from kept.conversations.actions.locking import take
from kept.conversations.models import Conversation, Draft, Message
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member
from kept.playbook.actions.errors import BlankLeft, NotEdited, PlayIsRetired
from kept.playbook.events import PlaySettled, PlayUsed
from kept.playbook.models import Phrasing, Play, PlayUse
from kept.playbook.rules import blanks_left, counts, is_edited, settles
from kept.playbook.rules.phrasing import LONGEST_PHRASING

SYSTEM = "system:playbook"
BATCH = 100
State = PlayUse.State


@transaction.atomic
def put_in(
    phrasing: Phrasing,
    conversation: Conversation,
    *,
    words: str,
    text: str,
    head: Mapping[str, Any] | None = None,
    by: Member,
    now: datetime,
) -> Draft | None:
    """`words` go behind `text`, which is the member's answer so far, as its draft.

    Raises `NotAllowed`, `WasMerged`, `PlayIsRetired`, and while the words are those of the phrasing
    `NotEdited`, or `BlankLeft`. Then nothing is changed.
    """
    conversation = take(conversation, by=by)
    found = Phrasing.objects.visible_to(by).select_related("play").get(pk=phrasing.pk)
    if found.retired_at or found.play.retired_at:
        raise PlayIsRetired
    words = plain_text(words, 2 * LONGEST_PHRASING)
    if not is_edited(words, found.text):
        raise NotEdited
    if blanks_left(words, found.text):
        raise BlankLeft
    use, made = PlayUse.objects.get_or_create(
        conversation=conversation,
        play=found.play,
        defaults=_told(found, by=by, now=now),
    )
    if not made and use.state == State.PUT_IN:
        PlayUse.objects.filter(pk=use.pk).update(**_told(found, by=by, now=now))
    return conversations.save_draft(
        conversation,
        kind=Draft.Kind.REPLY,
        text=f"{text.rstrip()}\n\n{words}" if text.strip() else words,
        head=dict(head or {}),
        by=by,
        now=now,
    )


def _told(found: Phrasing, *, by: Member, now: datetime) -> dict[str, Any]:
    return {
        "phrasing": found,
        "member": by,
        "number": found.play.number,
        "counts": counts(user=by.pk, writer=found.play.writer_id),
        "at": now,
    }


@transaction.atomic
def letter_left(message: Message, *, cause: Any = None) -> None:
    """What its writer had put in is used from now on. Safe to do twice."""
    rows = PlayUse.objects.select_for_update().filter(
        conversation=message.conversation_id, member=message.member_id, state=State.PUT_IN
    )
    for use in list(rows.filter(at__lte=message.at).order_by("pk")):
        use.state = State.SENT
        use.save(update_fields=["state"])
        play = Play.objects.filter(pk=use.play_id)
        play.update(used_at=message.at)
        if use.counts:
            play.filter(number=use.number).update(uses=F("uses") + 1)
        fact = PlayUsed(
            use=use.pk, play=use.play_id, conversation=use.conversation_id, counts=use.counts
        )
        # Who used it is not told: a play is judged, and nobody by it.
        record(fact, about=[f"play:{use.play_id}"], by=SYSTEM, at=message.at, cause=cause)


@transaction.atomic
def closed(conversation: int, *, at: datetime) -> None:
    """From now on the days are counted until it is resolved. Safe to do twice."""
    rows = PlayUse.objects.filter(conversation=conversation, state=State.SENT, settles_at=None)
    rows.update(settles_at=settles(at))


@transaction.atomic
def opened_again(conversation: int, *, at: datetime, cause: Any = None) -> None:
    """It came back, unless it had stayed closed long enough before. Safe to do twice."""
    rows = PlayUse.objects.select_for_update().filter(
        conversation=conversation, state=State.SENT, settles_at__isnull=False
    )
    for use in list(rows.order_by("pk")):
        _settle(use, resolved=bool(use.settles_at and use.settles_at <= at), at=at, cause=cause)


def settle_due(*, now: datetime) -> int:
    """What stayed closed for seven days is resolved. Answers how many; each is one transaction."""
    due = PlayUse.objects.filter(settles_at__lte=now).order_by("settles_at", "pk")
    done = 0
    for pk in list(due.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rows = PlayUse.objects.select_for_update(skip_locked=False)
            use = rows.filter(pk=pk, state=State.SENT, settles_at__lte=now).first()
            if use is not None:
                _settle(use, resolved=True, at=now)
                done += 1
    return done


@transaction.atomic
def merged(conversation: int, *, into: int) -> None:
    """Uses go with the letters, where the play was not used there too. Safe to do twice.

    Nothing where the two were taken apart again since.
    """
    if not Conversation.objects.filter(pk=conversation, merged_into=into).exists():
        return
    there = PlayUse.objects.filter(conversation=into).values("play")
    PlayUse.objects.filter(conversation=conversation).exclude(play__in=there).update(
        conversation=into, settles_at=None
    )


def _settle(use: PlayUse, *, resolved: bool, at: datetime, cause: Any = None) -> None:
    use.state = State.RESOLVED if resolved else State.CAME_BACK
    use.settles_at, use.settled_at = None, at
    use.save(update_fields=["state", "settles_at", "settled_at"])
    if use.counts:
        column = "resolved" if resolved else "came_back"
        play = Play.objects.filter(pk=use.play_id, number=use.number)
        play.update(**{column: F(column) + 1})
    fact = PlaySettled(use=use.pk, play=use.play_id, resolved=resolved)
    record(fact, about=[f"play:{use.play_id}"], by=SYSTEM, at=at, cause=cause)
