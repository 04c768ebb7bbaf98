"""What somebody is writing is kept while they write, with its files and whom it is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.conversations.access import may_write
from kept.conversations.actions.arrival import File
from kept.conversations.models import Conversation, Draft, DraftFile
from kept.kit.refusals import NotAllowed, Refusal
from kept.people.models import Member

MIB = 1024 * 1024


class FileTooLarge(Refusal):
    code = "file_too_large"
    message = gettext_lazy("A file is too large to be mailed. Give them a link to it instead.")


class LetterTooLarge(Refusal):
    code = "letter_too_large"
    message = gettext_lazy("These files are too large together. Send them in two letters.")


@transaction.atomic
def save_draft(
    conversation: Conversation,
    *,
    kind: str,
    text: str,
    head: dict[str, Any] | None = None,
    by: Member,
    now: datetime,
) -> Draft | None:
    """Keep `text` as the member's draft, and what stands in its head where that is given.

    A draft with neither words nor files is discarded, unless its head is new. Raises `NotAllowed`.
    """
    draft = _draft(conversation, kind=kind, by=by)
    if not text.strip() and not head and not (draft and draft.files.exists()):
        discard_draft(conversation, kind=kind, by=by)
        return None
    if draft is None:
        draft = Draft(conversation=conversation, member=by, kind=Draft.Kind(kind))
    draft.text, draft.saved_at = text, now
    if head is not None:
        draft.head = head
    draft.save()
    return draft


def _draft(conversation: Conversation, *, kind: str, by: Member) -> Draft | None:
    """The member's draft, locked. Raises `NotAllowed`."""
    if not may_write(by, conversation):
        raise NotAllowed
    own = Draft.objects.filter(conversation=conversation, member=by, kind=kind)
    return own.select_for_update().first()


@transaction.atomic
def attach(
    conversation: Conversation, *, kind: str, files: Sequence[File], by: Member, now: datetime
) -> list[DraftFile]:
    """Add files to the member's draft, and answer them; the same file twice is one.

    Raises `NotAllowed`, `FileTooLarge`, `LetterTooLarge`; then none of them is added.
    """
    draft = _draft(conversation, kind=kind, by=by)
    if draft is None:
        draft = Draft.objects.create(
            conversation=conversation, member=by, kind=Draft.Kind(kind), text="", saved_at=now
        )
    check_sizes([*draft.files.values_list("size", flat=True), *(file.size for file in files)])
    return add_files(draft, files)


def add_files(draft: Draft, files: Sequence[File]) -> list[DraftFile]:
    """The files as they stand on the draft; the same one twice is one."""
    known = list(draft.files.all())
    names = {file.name for file in known}
    added = []
    for file in files:
        same = (one for one in known if (one.sha256, one.type) == (file.sha256, file.type))
        if one := next(same, None):
            added.append(one)
            continue
        name = _free_name(file.name, names)
        names.add(name)
        added.append(
            DraftFile.objects.create(
                draft=draft, name=name, type=file.type, size=file.size, sha256=file.sha256
            )
        )
        known.append(added[-1])
    return added


def move_files(draft: Draft, *, to: Draft) -> list[tuple[int, str, str]]:
    """What `to` does not have yet is its from now on: which, and its name before and after."""
    known = list(to.files.all())
    names = {file.name for file in known}
    same = {(file.sha256, file.type) for file in known}
    moved = []
    for file in draft.files.all():
        if (file.sha256, file.type) in same:
            continue
        before, file.name = file.name, _free_name(file.name, names)
        file.draft = to
        names.add(file.name)
        moved.append((file.pk, before, file.name))
        file.save(update_fields=["draft", "name"])
    return moved


@transaction.atomic
def detach(conversation: Conversation, *, kind: str, file: int, by: Member) -> None:
    """Take a file off the member's draft. Raises `NotAllowed`."""
    draft = _draft(conversation, kind=kind, by=by)
    if draft is None:
        return
    draft.files.filter(pk=file).delete()
    if not draft.text.strip() and not draft.head and not draft.files.exists():
        draft.delete()


def check_sizes(sizes: Sequence[int]) -> None:
    """Raises `FileTooLarge`, `LetterTooLarge`."""
    if any(size > settings.MOST_FILE_MIB * MIB for size in sizes):
        raise FileTooLarge
    if sum(sizes) > settings.MOST_LETTER_MIB * MIB:
        raise LetterTooLarge


def discard_draft(conversation: Conversation, *, kind: str, by: Member) -> None:
    Draft.objects.filter(conversation=conversation, member=by, kind=kind).delete()


def _free_name(name: str, taken: set[str]) -> str:
    """A name nobody in this letter bears: no brackets or lines, since a mark in the text has it."""
    name = " ".join(re.sub(r"[\[\]<>\x00-\x1f\x7f]", " ", name).split())[-200:] or "file"
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    number, free = 2, name
    while free in taken:
        free = f"{stem}-{number}{dot}{ending}"
        number += 1
    return free
