"""What can be done to many at once, and how each of it is undone.

Undoing touches nothing that somebody has changed since: the newest fact of its kind about the
conversation must still be the one that the act wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from kept.conversations.actions.assign import assign, assign_team, lay_hands_back
from kept.conversations.actions.locking import take
from kept.conversations.actions.priority import set_priority
from kept.conversations.actions.read import mark_read, restore_mark
from kept.conversations.actions.status import set_status
from kept.conversations.actions.tag import tag, untag, untag_row
from kept.conversations.models import (
    AT_WORK,
    Bulk,
    Conversation,
    ReadMark,
    Tag,
    Tagging,
)
from kept.conversations.queries import waiting_letters
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.ledger.models import Event
from kept.people.models import Member, Team


class LetterWaits(Refusal):
    code = "bulk_letter_waits"
    message = gettext_lazy(
        "A letter still waits to leave there. Open it and decide about that letter first."
    )


class ChangedSince(Refusal):
    code = "bulk_changed_since"
    message = gettext_lazy("It has been changed since, and stays as it is.")


@dataclass(frozen=True, slots=True)
class Done:
    """How it was `before`, and the `mark` that is still there while nobody has changed it."""

    before: dict[str, Any] = field(default_factory=dict)
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Act:
    """`do` answers None where it is so already. Both raise what the act alone raises.

    `knows` says whether a value is one that this member may make of any.
    """

    do: Callable[..., Done | None]
    undo: Callable[..., None]
    knows: Callable[[str, Member], bool]


def newest(conversation: Conversation, *kinds: str, **facts: int) -> int:
    """The id of the last fact of these kinds about it; 0 where there is none."""
    about = f"conversation:{conversation.pk}"
    found = Event.objects.filter(mentions__name=about, kind__in=kinds)
    found = found.filter(**{f"facts__{name}": value for name, value in facts.items()})
    return found.order_by("-pk").values_list("pk", flat=True).first() or 0


def held_unchanged(
    conversation: Conversation, done: Done, *kinds: str, by: Member, **facts: int
) -> Conversation:
    """Hold the conversation. Raises `ChangedSince`, and what `take` raises."""
    held = take(conversation, by=by)
    if newest(conversation, *kinds, **facts) != done.mark:
        raise ChangedSince
    return held


_HANDS = ("conversation.assigned", "conversation.team_assigned")


def _assign(conversation: Conversation, value: str, *, by: Member, now: datetime) -> Done | None:
    to = Member.objects.get(pk=int(value)) if value else None
    before = take(conversation, by=by)
    if assign(conversation, to=to, by=by, now=now).assignee_id == before.assignee_id:
        return None
    return _of_hands(before)


def _team(conversation: Conversation, value: str, *, by: Member, now: datetime) -> Done | None:
    to = Team.objects.get(pk=int(value)) if value else None
    before = take(conversation, by=by)
    if assign_team(conversation, to=to, by=by, now=now).team_id == before.team_id:
        return None
    return _of_hands(before)


def _of_hands(before: Conversation) -> Done:
    """Whoever is given it may take it from a team, and the other way: both are put back."""
    hands = {"assignee": before.assignee_id, "team": before.team_id}
    return Done(hands, newest(before, *_HANDS))


def _hands_back(
    conversation: Conversation, _value: str, done: Done, *, by: Member, now: datetime
) -> None:
    held_unchanged(conversation, done, *_HANDS, by=by)
    assignee, team = done.before["assignee"], done.before.get("team")
    lay_hands_back(
        conversation,
        assignee=Member.objects.get(pk=assignee) if assignee else None,
        team=Team.objects.get(pk=team) if team else None,
        by=by,
        now=now,
    )


_ENDS = {Conversation.Status.CLOSED, Conversation.Status.SPAM}


def _status(conversation: Conversation, value: str, *, by: Member, now: datetime) -> Done | None:
    held = take(conversation, by=by)
    if held.status == value:
        return None
    if value in _ENDS and waiting_letters(held).exists():
        raise LetterWaits
    set_status(conversation, to=value, by=by, now=now)
    closed_at = held.closed_at.isoformat() if held.closed_at else ""
    before = {"status": str(held.status), "closed_at": closed_at}
    return Done(before, newest(conversation, "conversation.status_changed"))


def _status_back(
    conversation: Conversation, _value: str, done: Done, *, by: Member, now: datetime
) -> None:
    held_unchanged(conversation, done, "conversation.status_changed", by=by)
    back = set_status(conversation, to=done.before["status"], by=by, now=now)
    if done.before["closed_at"]:
        back.closed_at = datetime.fromisoformat(done.before["closed_at"])
        back.save(update_fields=["closed_at"])


def _priority(conversation: Conversation, value: str, *, by: Member, now: datetime) -> Done | None:
    before = str(take(conversation, by=by).priority)
    if before == value:
        return None
    set_priority(conversation, to=value, by=by, now=now)
    return Done({"priority": before}, newest(conversation, "conversation.priority_changed"))


def _priority_back(
    conversation: Conversation, value: str, done: Done, *, by: Member, now: datetime
) -> None:
    held = held_unchanged(conversation, done, "conversation.priority_changed", by=by)
    # A merging takes along what is more pressing, and is a fact of another kind.
    if held.priority != value:
        raise ChangedSince
    set_priority(conversation, to=done.before["priority"], by=by, now=now)


def _tag(conversation: Conversation, value: str, *, by: Member, now: datetime) -> Done | None:
    put_on = tag(conversation, [Tag.objects.get(pk=int(value))], by=by, now=now)
    return Done(mark=put_on[0].pk) if put_on else None


def _tag_back(
    conversation: Conversation, _value: str, done: Done, *, by: Member, now: datetime
) -> None:
    take(conversation, by=by)
    row = Tagging.objects.filter(pk=done.mark, conversation=conversation).first()
    if row is None:
        raise ChangedSince
    untag_row(row, by=by, now=now)


_TAGGED = ("conversation.tagged", "conversation.untagged")


def _untag(conversation: Conversation, value: str, *, by: Member, now: datetime) -> Done | None:
    one = int(value)
    if not untag(conversation, [Tag.objects.get(pk=one)], by=by, now=now):
        return None
    return Done(mark=newest(conversation, *_TAGGED, tag=one))


def _untag_back(
    conversation: Conversation, value: str, done: Done, *, by: Member, now: datetime
) -> None:
    held_unchanged(conversation, done, *_TAGGED, tag=int(value), by=by)
    tag(conversation, [Tag.objects.get(pk=int(value))], by=by, now=now)


def _read(conversation: Conversation, _value: str, *, by: Member, now: datetime) -> Done | None:
    marks = ReadMark.objects.filter(member=by, conversation=conversation)
    before = marks.values_list("message_id", flat=True).first()
    mark_read(conversation, by=by)
    after = marks.values_list("message_id", flat=True).get()
    return None if before == after else Done({"mark": before}, after)


def _read_back(
    conversation: Conversation, _value: str, done: Done, *, by: Member, now: datetime
) -> None:
    if not restore_mark(conversation, seen=done.mark, to=done.before["mark"], by=by):
        raise ChangedSince


def _is_status(value: str, _by: Member) -> bool:
    return value in {*dict(AT_WORK), Conversation.Status.SPAM}


def _is_priority(value: str, _by: Member) -> bool:
    return value in Conversation.Priority.values


def _is_member(value: str, _by: Member) -> bool:
    return not value or Member.objects.active().filter(pk=id_in(value)).exists()


def _is_team(value: str, _by: Member) -> bool:
    return not value or Team.objects.filter(pk=id_in(value)).exists()


def _is_offered(value: str, _by: Member) -> bool:
    return Tag.objects.offered().filter(pk=id_in(value)).exists()


def _is_tag(value: str, _by: Member) -> bool:
    return Tag.objects.filter(pk=id_in(value)).exists()


def _is_nothing(value: str, _by: Member) -> bool:
    return not value


ACTS: dict[str, Act] = {
    Bulk.Act.ASSIGN: Act(_assign, _hands_back, _is_member),
    Bulk.Act.TEAM: Act(_team, _hands_back, _is_team),
    Bulk.Act.STATUS: Act(_status, _status_back, _is_status),
    Bulk.Act.PRIORITY: Act(_priority, _priority_back, _is_priority),
    Bulk.Act.TAG: Act(_tag, _tag_back, _is_offered),
    Bulk.Act.UNTAG: Act(_untag, _untag_back, _is_tag),
    Bulk.Act.READ: Act(_read, _read_back, _is_nothing),
}
"""A room above adds its own, in its module `bulk_acts`."""
