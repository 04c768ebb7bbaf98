"""Two conversations become one, and can be taken apart again exactly as they were.

What moves is written down by id, so that taking apart moves just that back. A number or a seal of
the one that was merged leads to the other from then on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy

from kept.conversations.access import may_write
from kept.conversations.actions.draft import move_files
from kept.conversations.actions.lay_back import lay_back_if_unseen
from kept.conversations.actions.people import seat_customer
from kept.conversations.actions.status import move
from kept.conversations.actions.tag import copy_tags, follow
from kept.conversations.events import (
    ConversationAssigned,
    ConversationMerged,
    ConversationParted,
    ConversationsApart,
)
from kept.conversations.models import (
    Conversation,
    Departure,
    Draft,
    DraftFile,
    Entry,
    Message,
    Note,
    Participant,
    Tagging,
    Tie,
)
from kept.conversations.rules import picture_mark, preview_of
from kept.customers.links import PLACE
from kept.customers.models import Address
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.ledger.models import Event
from kept.people.models import Member

OPEN, SPAM, MERGED = (
    Conversation.Status.OPEN,
    Conversation.Status.SPAM,
    Conversation.Status.MERGED,
)
_KEPT = ("status", "closed_at", "assignee_id", "last_at", "preview", "last_message")
_COPIES = ("status", "closed_at", "assignee", "last_at", "preview", "last_message")


class CannotMerge(Refusal):
    code = "conversation_cannot_merge"
    message = gettext_lazy(
        "Only two conversations of the same desk can become one, and neither may be in Spam."
    )


class NotMerged(Refusal):
    code = "conversation_not_merged"
    message = gettext_lazy(
        "They are apart already, or were merged further since: take that apart first."
    )


@transaction.atomic
def merge(source: Conversation, *, into: Conversation, by: Member, now: datetime) -> Tie:
    """Everything in `source` stands in `into` from now on. Raises `NotAllowed`, `CannotMerge`.

    Rooms above move what they have, and add it with `also_moved`.
    """
    source, target = hold_both(source, into, by=by)
    is_fit = source.pk != target.pk and source.desk_id == target.desk_id
    if not is_fit or {source.status, target.status} & {SPAM, MERGED}:
        raise CannotMerge
    moved: dict[str, Any] = {
        "source": _was(source),
        "target": _was(target),
        "messages": _ids(Message, source),
        "notes": _ids(Note, source),
        "participants": _move_people(source, target, by=by, now=now),
        "drafts": _move_drafts(source, target),
        "departures": _ids(Departure, source),
        "tags": copy_tags(source, target),
        "priority": _take_priority(source, target),
    }
    Message.objects.filter(pk__in=moved["messages"]).update(conversation=target)
    Note.objects.filter(pk__in=moved["notes"]).update(conversation=target)
    # What has not left yet leaves from there: here nobody would see that it waits.
    Departure.objects.filter(pk__in=moved["departures"]).update(conversation=target)
    _move_entries(moved, source, target)
    source.merged_into, source.last_message, source.last_in_message = target, 0, 0
    was_open = source.status == OPEN
    source.save(update_fields=["merged_into", "last_message", "last_in_message"])
    had = target.assignee_id
    if had is None:
        target.assignee = source.assignee
    recount(target, at_least=max(source.last_at, target.last_at))
    fact = record(
        ConversationMerged(conversation=source.pk, into=target.pk),
        about=[source, target, f"customer:{target.customer_id}"],
        by=by,
        at=now,
    )
    _say_whose(target, had=had, by=by, now=now, cause=fact)
    move(source, MERGED, by=by, now=now, cause=fact)
    if was_open:
        move(target, OPEN, by=by, now=now, cause=fact)
    moved["then"] = _was(target)
    tie, _made = Tie.objects.update_or_create(
        conversation=source,
        other=target,
        defaults={"kind": Tie.Kind.MERGED, "member": by, "at": now, "moved": moved},
    )
    return tie


def also_moved(tie: Tie, more: Mapping[str, Sequence[int]]) -> None:
    """What rooms above have moved along with a merging, by id, for `part` to give back."""
    tie.moved = {**tie.moved, **{name: list(ids) for name, ids in more.items()}}
    tie.save(update_fields=["moved"])


@transaction.atomic
def part(tie: Tie, *, by: Member, now: datetime) -> Tie:
    """Undo a merging: what came goes back, what has happened since stays where it is.

    Raises `NotAllowed`, `NotMerged`.
    """
    source, target = hold_both(tie.conversation, tie.other, by=by)
    tie = Tie.objects.select_for_update().get(pk=tie.pk)
    if tie.kind != Tie.Kind.MERGED or source.merged_into_id != target.pk or target.status == MERGED:
        raise NotMerged
    moved = tie.moved
    here = {"conversation": target}
    Message.objects.filter(pk__in=moved["messages"], **here).update(conversation=source)
    Note.objects.filter(pk__in=moved["notes"], **here).update(conversation=source)
    Departure.objects.filter(pk__in=moved["departures"], **here).update(conversation=source)
    _move_entries(moved, target, source)
    Tagging.objects.filter(pk__in=moved.get("tags", ()), conversation=target).delete()
    _give_back_people(moved["participants"], source, target)
    _give_back_drafts(moved["drafts"], source, target)
    source.merged_into = None
    source.save(update_fields=["merged_into"])
    fact = record(
        ConversationParted(conversation=source.pk, into=target.pk),
        about=[source, target, f"customer:{target.customer_id}"],
        by=by,
        at=now,
    )
    move(source, moved["source"]["status"], by=by, now=now, cause=fact, asks=False)
    _restore(source, moved["source"])
    recount(source, at_least=source.last_at)
    had = target.assignee_id
    _as_before(target, moved)
    _say_whose(target, had=had, by=by, now=now, cause=fact)
    if target.status == moved["then"]["status"] != moved["target"]["status"]:
        move(target, moved["target"]["status"], by=by, now=now, cause=fact, asks=False)
        if moved["target"]["closed_at"]:
            target.closed_at = datetime.fromisoformat(moved["target"]["closed_at"])
            target.save(update_fields=["closed_at"])
    for one in (source, target):
        if one.status != Conversation.Status.CLOSED:
            # Whoever had it before may have left the desk since.
            lay_back_if_unseen(one, now=now, cause=fact)
    tie.kind, tie.member, tie.at = Tie.Kind.PARTED, by, now
    tie.save(update_fields=["kind", "member", "at"])
    return tie


@transaction.atomic
def leave_apart(tie: Tie, *, by: Member, now: datetime) -> Tie:
    """The two have nothing to do with each other, a member says. Raises `NotAllowed`."""
    source, target = hold_both(tie.conversation, tie.other, by=by)
    tie = Tie.objects.select_for_update().get(pk=tie.pk)
    if tie.kind == Tie.Kind.MAYBE:
        tie.kind, tie.member, tie.at = Tie.Kind.APART, by, now
        tie.save(update_fields=["kind", "member", "at"])
        record(
            ConversationsApart(conversation=source.pk, other=target.pk),
            about=[source, target],
            by=by,
            at=now,
        )
    return tie


def hold_both(
    one: Conversation, other: Conversation, *, by: Member
) -> tuple[Conversation, Conversation]:
    """Both locked, in the order of their ids. Raises `NotAllowed` unless the member may on both.

    Letters that have not left are locked before them, in the order in which they leave.
    """
    letters = Departure.objects.filter(conversation__in=[one.pk, other.pk]).order_by("pk")
    list(letters.select_for_update().values_list("pk"))
    rows = Conversation.objects.select_for_update().filter(pk__in=[one.pk, other.pk])
    locked = {row.pk: row for row in rows.order_by("pk")}
    if not all(may_write(by, row) for row in locked.values()):
        raise NotAllowed
    return locked[one.pk], locked[other.pk]


def _ids(model: type[Message | Note | Departure], conversation: Conversation) -> list[int]:
    rows = model.objects.filter(conversation=conversation).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _move_entries(moved: dict[str, Any], here: Conversation, there: Conversation) -> None:
    """What a search finds is found where it stands: only who sees that sees its words."""
    of_these = (
        Q(message__in=moved["messages"])
        | Q(note__in=moved["notes"])
        | Q(attachment__message__in=moved["messages"])
    )
    Entry.objects.filter(of_these, conversation=here).update(conversation=there)


def _was(conversation: Conversation) -> dict[str, Any]:
    told = {name: getattr(conversation, name) for name in _KEPT}
    for name in ("closed_at", "last_at"):
        told[name] = told[name].isoformat() if told[name] else None
    return {name: str(value) if name == "status" else value for name, value in told.items()}


def _take_priority(source: Conversation, target: Conversation) -> list[str]:
    """What is more pressing of the two holds; answers before and after where that is a change."""
    order = Conversation.Priority.values
    before = str(target.priority)
    if order.index(source.priority) <= order.index(before):
        return []
    target.priority = source.priority
    target.save(update_fields=["priority"])
    return [before, str(target.priority)]


def _restore(conversation: Conversation, was: dict[str, Any]) -> None:
    conversation.closed_at = _moment(was["closed_at"])
    conversation.assignee_id = was["assignee_id"]
    conversation.last_at = _moment(was["last_at"]) or conversation.last_at
    conversation.preview = was["preview"]
    conversation.save(update_fields=["closed_at", "assignee", "last_at", "preview"])


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _say_whose(
    target: Conversation, *, had: int | None, by: Member, now: datetime, cause: Event
) -> None:
    """It has come into other hands along with what was merged, or back out of them."""
    if target.assignee_id == had:
        return
    record(
        ConversationAssigned(conversation=target.pk, to=target.assignee_id or 0, before=had or 0),
        about=[target, *([target.assignee] if target.assignee else [])],
        by=by,
        at=now,
        cause=cause,
    )


def _as_before(target: Conversation, moved: dict[str, Any]) -> None:
    """The target's copies: as they were, or as what has come since makes them."""
    was, then = moved["target"], moved["then"]
    if moved.get("priority") and target.priority == moved["priority"][1]:
        target.priority = moved["priority"][0]
        target.save(update_fields=["priority"])
    if target.assignee_id == then["assignee_id"]:
        target.assignee_id = was["assignee_id"]
    newest = target.messages.aggregate(newest=Max("pk"))["newest"] or 0
    has_more = newest > was["last_message"]
    before = _moment(was["last_at"]) or target.last_at
    recount(target, at_least=target.last_at if has_more else before)
    if not has_more and target.preview != was["preview"]:
        target.preview = was["preview"]
        target.save(update_fields=["preview"])


def recount(conversation: Conversation, *, at_least: datetime) -> None:
    """The copies for the list, from the letters that are there."""
    letters = Message.objects.filter(conversation=conversation).order_by("-pk")
    newest = letters.first()
    newest_in = letters.filter(way=Message.Way.IN).values_list("pk", flat=True).first()
    conversation.last_message = newest.pk if newest else 0
    conversation.last_in_message = newest_in or 0
    conversation.last_at = at_least
    if newest is not None:
        conversation.preview = preview_of((newest.text or newest.quoted).replace(PLACE, ""))
    conversation.save(
        update_fields=["last_message", "last_in_message", "last_at", "preview", "assignee"]
    )
    follow([conversation])


def _move_people(
    source: Conversation, target: Conversation, *, by: Member, now: datetime
) -> dict[str, list[Any]]:
    """Those `target` does not know move; whom it only knows by name is let in as in `source`."""
    known = {row.address.lower(): row for row in target.participants.all()}
    own = Address.objects.filter(customer=target.customer_id).annotate(low=Lower("value"))
    owned = set(own.values_list("low", flat=True))
    moved, raised = [], []
    for row in source.participants.all():
        there = known.get(row.address.lower())
        if there is None and row.address.lower() not in owned:
            moved.append(row.pk)
        elif there and row.state == Participant.State.IN != there.state:
            raised.append([there.pk, there.state])
            Participant.objects.filter(pk=there.pk).update(state=Participant.State.IN)
    Participant.objects.filter(pk__in=moved).update(conversation=target)
    seated = []
    if source.customer_id != target.customer_id:
        seat = seat_customer(target, source.customer, by=by, now=now)
        seated = [seat.pk] if seat else []
    return {"moved": moved, "raised": raised, "seated": seated}


def _give_back_people(
    people: dict[str, list[Any]], source: Conversation, target: Conversation
) -> None:
    rows = Participant.objects.filter(conversation=target)
    rows.filter(pk__in=people["moved"]).update(conversation=source)
    rows.filter(pk__in=people["seated"]).update(state=Participant.State.OUT)
    for pk, state in people["raised"]:
        rows.filter(pk=pk).update(state=state)


def _move_drafts(source: Conversation, target: Conversation) -> dict[str, list[Any]]:
    """What somebody has begun in both stands in one, words and files of `source` beneath."""
    there = {(draft.member_id, draft.kind): draft for draft in target.drafts.all()}
    moved, joined, files = [], [], []
    for draft in source.drafts.all():
        other = there.get((draft.member_id, draft.kind))
        if other is None:
            moved.append(draft.pk)
        else:
            joined.append([other.pk, draft.pk])
            theirs = [[*file, draft.pk] for file in move_files(draft, to=other)]
            beneath = _renamed(draft, theirs)
            Draft.objects.filter(pk=other.pk).update(text=f"{other.text}\n\n{beneath}")
            files += theirs
    Draft.objects.filter(pk__in=moved).update(conversation=target)
    return {"moved": moved, "joined": joined, "files": files}


def _give_back_drafts(
    drafts: dict[str, list[Any]], source: Conversation, target: Conversation
) -> None:
    rows = Draft.objects.filter(Q(conversation=target) | Q(conversation=source))
    rows.filter(pk__in=drafts["moved"], conversation=target).update(conversation=source)
    found = {draft.pk: draft for draft in rows}
    for there, here in drafts["joined"]:
        if there in found and here in found:
            beneath = f"\n\n{_renamed(found[here], drafts.get('files', []))}"
            text = found[there].text
            if text.endswith(beneath) and text != beneath:
                Draft.objects.filter(pk=there).update(text=text.removesuffix(beneath))
    for pk, before, _after, here in drafts.get("files", []):
        if here in found:
            still = DraftFile.objects.filter(pk=pk, draft__conversation=target)
            still.update(draft=here, name=before)


def _renamed(draft: Draft, files: Sequence[Sequence[Any]]) -> str:
    """Its words with the marks of pictures as these are called since they moved."""
    text = draft.text
    for _pk, before, after, here in files:
        if here == draft.pk and before != after:
            text = text.replace(picture_mark(before), picture_mark(after))
    return text
