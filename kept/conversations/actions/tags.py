"""The tags of the house: made, renamed, merged, retired."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from kept.conversations.access import may_keep_tags
from kept.conversations.events import (
    TagBroughtBack,
    TagChanged,
    TagMade,
    TagMerged,
    TagParted,
    TagRetired,
)
from kept.conversations.models import Tag
from kept.conversations.rules import LONGEST_TAG, tag_key, tag_name
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.models import Member

MOST_TAGS = 1_000


class TagNameless(Refusal):
    code = "tag_nameless"
    message = gettext_lazy("A tag needs a name: letters or digits, without a comma.")


class TagTaken(Refusal):
    code = "tag_taken"
    message = gettext_lazy("There is a tag of that name already. To make two into one, merge them.")


class TooManyTags(Refusal):
    code = "tags_too_many"
    message = gettext_lazy(
        "There are too many tags already. Take some off, or retire what nobody uses."
    )


class CannotMergeTags(Refusal):
    code = "tag_cannot_merge"
    message = gettext_lazy("Choose another tag, one that is in use itself.")


@transaction.atomic
def make_tag(*, name: str, colour: str = Tag.Colour.GREY, by: Member, now: datetime) -> Tag:
    """Raises `NotAllowed`, `TagNameless`, `TagTaken`, `TooManyTags`."""
    if not by.is_active:
        raise NotAllowed
    name = _fit(name)
    if Tag.objects.filter(key=tag_key(name)).exists():
        raise TagTaken
    if Tag.objects.count() >= MOST_TAGS:
        raise TooManyTags
    tag = Tag(name=name, colour=Tag.Colour(colour))
    _save(tag)
    record(TagMade(tag=tag.pk), about=[tag], by=by, at=now)
    return tag


@transaction.atomic
def change_tag(tag: Tag, *, name: str, colour: str, by: Member, now: datetime) -> Tag:
    """Raises `NotAllowed`, `TagNameless`, `TagTaken`."""
    tag = _take(tag, by=by)
    name = _fit(name)
    if Tag.objects.filter(key=tag_key(name)).exclude(pk=tag.pk).exists():
        raise TagTaken
    if (tag.name, tag.colour) == (name, colour):
        return tag
    tag.name, tag.colour = name, Tag.Colour(colour)
    _save(tag)
    record(TagChanged(tag=tag.pk), about=[tag], by=by, at=now)
    return tag


@transaction.atomic
def merge_tag(tag: Tag, *, into: Tag, by: Member, now: datetime) -> Tag:
    """`tag` shows as `into` everywhere. Raises `NotAllowed`, `CannotMergeTags`."""
    rows = Tag.objects.select_for_update().filter(pk__in=[tag.pk, into.pk])
    locked = {row.pk: row for row in rows.order_by("pk")}
    if not may_keep_tags(by):
        raise NotAllowed
    tag, into = locked[tag.pk], locked[into.pk]
    if tag.pk == into.pk or tag.merged_into_id or into.merged_into_id or into.retired_at:
        raise CannotMergeTags
    # One step leads to where a name has gone, however often it went on.
    Tag.objects.filter(merged_into=tag).update(merged_into=into)
    tag.merged_into, tag.retired_at = into, None
    tag.save(update_fields=["merged_into", "retired_at"])
    record(TagMerged(tag=tag.pk, into=into.pk), about=[tag, into], by=by, at=now)
    return tag


@transaction.atomic
def part_tag(tag: Tag, *, by: Member, now: datetime) -> Tag:
    """It shows as itself again, wherever it was put on. Raises `NotAllowed`."""
    tag = _take(tag, by=by)
    if tag.merged_into_id is None:
        return tag
    into, tag.merged_into = tag.merged_into_id, None
    tag.save(update_fields=["merged_into"])
    record(TagParted(tag=tag.pk, into=into), about=[tag, f"tag:{into}"], by=by, at=now)
    return tag


@transaction.atomic
def retire_tag(tag: Tag, *, by: Member, now: datetime) -> Tag:
    """It stays where it is and is offered no more. Raises `NotAllowed`."""
    tag = _take(tag, by=by)
    if tag.retired_at is None and tag.merged_into_id is None:
        tag.retired_at = now
        tag.save(update_fields=["retired_at"])
        record(TagRetired(tag=tag.pk), about=[tag], by=by, at=now)
    return tag


@transaction.atomic
def bring_back_tag(tag: Tag, *, by: Member, now: datetime) -> Tag:
    """Raises `NotAllowed`."""
    tag = _take(tag, by=by)
    if tag.retired_at:
        tag.retired_at = None
        tag.save(update_fields=["retired_at"])
        record(TagBroughtBack(tag=tag.pk), about=[tag], by=by, at=now)
    return tag


def _take(tag: Tag, *, by: Member) -> Tag:
    locked = Tag.objects.select_for_update().get(pk=tag.pk)
    if not may_keep_tags(by):
        raise NotAllowed
    return locked


def _save(tag: Tag) -> None:
    """Raises `TagTaken`."""
    tag.key = tag_key(tag.name)
    try:
        with transaction.atomic():
            tag.save()
    except IntegrityError as error:  # somebody else was quicker
        raise TagTaken from error


def _fit(name: str) -> str:
    """The name as it is kept. Raises `TagNameless`."""
    fit = tag_name(name)
    if not any(sign.isalnum() for sign in fit):
        raise TagNameless
    return fit[:LONGEST_TAG]
