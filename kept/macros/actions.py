"""Macros are made, changed, retired, and used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.conversations import actions as conversations
from kept.conversations.actions.bulk_change import LetterWaits
from kept.conversations.actions.locking import take
from kept.conversations.models import AT_WORK, Conversation, Desk, Draft, Tag
from kept.conversations.queries import waiting_letters
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.macros.access import may_keep
from kept.macros.events import (
    MacroBroughtBack,
    MacroChanged,
    MacroMade,
    MacroRetired,
    MacroUsed,
)
from kept.macros.models import Macro, MacroText, MacroUse
from kept.macros.queries import language_for, told, values_for
from kept.macros.rules import LANGUAGES, VARIABLES, put_in, unknown_in
from kept.people.models import Member

MOST = 300
LONGEST_KEY = 160


class UnknownVariable(Refusal):
    code = "macro_unknown_variable"
    message = gettext_lazy("There is no such variable.")


class MacroTaken(Refusal):
    code = "macro_taken"
    message = gettext_lazy(
        "There is a macro of that name here already. Give this one another name."
    )


class MacroOfNothing(Refusal):
    code = "macro_of_nothing"
    message = gettext_lazy(
        "It neither says nor changes anything. Write its words, or choose what it changes."
    )


class MacroNotHere(Refusal):
    code = "macro_not_here"
    message = gettext_lazy("This macro is not for this desk, or is retired. Choose another one.")


class TooManyMacros(Refusal):
    code = "macros_too_many"
    message = gettext_lazy("There are three hundred macros already. Change one that nobody uses.")


@dataclass(frozen=True, slots=True)
class MacroSettings:
    """All that is chosen of a macro. `texts` are its words by language, those that there are."""

    name: str
    desk: Desk | None = None
    text: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    priority: str = ""
    assign: str = Macro.Assign.LEAVE
    assignee: Member | None = None
    tags: Iterable[Tag] = ()


@transaction.atomic
def make_macro(chosen: MacroSettings, *, by: Member, now: datetime) -> Macro:
    """Raises `NotAllowed`, `UnknownVariable`, `MacroTaken`, `MacroOfNothing`, `TooManyMacros`."""
    if not may_keep(by, chosen.desk):
        raise NotAllowed
    if Macro.objects.count() >= MOST:
        raise TooManyMacros
    macro = _save(Macro(), chosen)
    record(MacroMade(macro=macro.pk, desk=macro.desk_id or 0), about=[macro], by=by, at=now)
    return macro


@transaction.atomic
def change_macro(macro: Macro, chosen: MacroSettings, *, by: Member, now: datetime) -> Macro:
    """Raises `NotAllowed`, `UnknownVariable`, `MacroTaken`, `MacroOfNothing`."""
    macro = _take(macro, by=by)
    if not may_keep(by, chosen.desk):
        raise NotAllowed
    macro = _save(macro, chosen)
    record(MacroChanged(macro=macro.pk, desk=macro.desk_id or 0), about=[macro], by=by, at=now)
    return macro


@transaction.atomic
def retire_macro(macro: Macro, *, by: Member, now: datetime) -> Macro:
    """It is offered no more. Raises `NotAllowed`."""
    macro = _take(macro, by=by)
    if macro.retired_at is None:
        macro.retired_at = now
        macro.save(update_fields=["retired_at"])
        record(MacroRetired(macro=macro.pk), about=[macro], by=by, at=now)
    return macro


@transaction.atomic
def bring_back_macro(macro: Macro, *, by: Member, now: datetime) -> Macro:
    """Raises `NotAllowed`."""
    macro = _take(macro, by=by)
    if macro.retired_at:
        macro.retired_at = None
        macro.save(update_fields=["retired_at"])
        record(MacroBroughtBack(macro=macro.pk), about=[macro], by=by, at=now)
    return macro


@transaction.atomic
def use_macro(
    macro: Macro,
    conversation: Conversation,
    *,
    text: str,
    place: int | None = None,
    head: Mapping[str, Any] | None = None,
    by: Member,
    now: datetime,
) -> Draft | None:
    """Its changes are made, and its words stand in the member's draft of a reply.

    `text` is what they have written so far, and stays; `place` is where in it the words go, None at
    its end. Raises `NotAllowed`, `WasMerged`, `MacroNotHere`, and what the changes raise; then
    nothing is changed.
    """
    conversation = take(conversation, by=by)
    here = Macro.objects.visible_to(by).at(conversation.desk)
    found = here.select_related("assignee").filter(pk=macro.pk).first()
    if found is None:
        raise MacroNotHere
    record(
        MacroUsed(macro=found.pk, conversation=conversation.pk),
        about=[conversation, found],
        by=by,
        at=now,
    )
    words = told(found, values_for(conversation, by), language_for(conversation)).text
    use, _made = MacroUse.objects.get_or_create(macro=found, desk=conversation.desk)
    MacroUse.objects.filter(pk=use.pk).update(count=F("count") + 1)
    kept = dict(head or {})
    if not words.strip():
        draft = conversations.save_draft(
            conversation, kind=Draft.Kind.REPLY, text=text, head=kept, by=by, now=now
        )
        # Last: whoever sees only what is theirs may give it away by it.
        _change(found, conversation, has_words=False, by=by, now=now)
        return draft
    _change(found, conversation, has_words=True, by=by, now=now)
    if found.status:
        kept["after"] = found.status
    return conversations.save_draft(
        conversation,
        kind=Draft.Kind.REPLY,
        text=put_in(text, words, place),
        head=kept,
        by=by,
        now=now,
    )


def _change(
    macro: Macro, conversation: Conversation, *, has_words: bool, by: Member, now: datetime
) -> None:
    # A tag that was retired since is no reason to refuse the rest.
    tags = macro.tags.filter(retired_at=None).select_related("merged_into")
    conversations.tag(conversation, tags, by=by, now=now)
    if macro.priority:
        conversations.set_priority(conversation, to=macro.priority, by=by, now=now)
    if macro.status and not has_words:
        if macro.status == Conversation.Status.CLOSED and waiting_letters(conversation).exists():
            raise LetterWaits
        conversations.set_status(conversation, to=macro.status, by=by, now=now)
    # Last: whoever sees only what is theirs may have given it away.
    if macro.assign != Macro.Assign.LEAVE:
        whom = {Macro.Assign.ME: by, Macro.Assign.MEMBER: macro.assignee}
        to = whom.get(Macro.Assign(macro.assign))
        conversations.assign(conversation, to=to, by=by, now=now)


def _take(macro: Macro, *, by: Member) -> Macro:
    locked = Macro.objects.select_for_update().get(pk=macro.pk)
    if not may_keep(by, locked.desk):
        raise NotAllowed
    return locked


def _save(macro: Macro, chosen: MacroSettings) -> Macro:
    texts = {
        language: text.strip()
        for language, text in chosen.texts.items()
        if language in LANGUAGES and text.strip()
    }
    text, name = chosen.text.replace("\r\n", "\n").strip(), " ".join(chosen.name.split())
    _check(chosen, name, [text, *texts.values()])
    # Folding may lengthen: "ﬁ" is two letters then.
    key = name.casefold()[:LONGEST_KEY]
    others = Macro.objects.filter(desk=chosen.desk, key=key)
    if not name or others.exclude(pk=macro.pk).exists():
        raise MacroTaken
    macro.name, macro.key, macro.desk, macro.text = name, key, chosen.desk, text
    macro.status, macro.priority, macro.assign = chosen.status, chosen.priority, chosen.assign
    macro.assignee = chosen.assignee if chosen.assign == Macro.Assign.MEMBER else None
    try:
        with transaction.atomic():
            macro.save()
    except IntegrityError as error:  # somebody else was quicker
        raise MacroTaken from error
    macro.tags.set(chosen.tags)
    macro.texts.all().delete()
    MacroText.objects.bulk_create(
        MacroText(macro=macro, language=language, text=words.replace("\r\n", "\n"))
        for language, words in texts.items()
    )
    return macro


def _check(chosen: MacroSettings, name: str, texts: list[str]) -> None:
    unknown = [one for text in texts for one in unknown_in(text)]
    if unknown:
        named = ", ".join(dict.fromkeys(unknown))
        there = ", ".join(f"{{{{{name}}}}}" for name in VARIABLES)
        words = _("Nothing is saved: %(named)s is no variable. There are: %(there)s.")
        raise UnknownVariable(words % {"named": named, "there": there})
    changes = chosen.status or chosen.priority or chosen.assign != Macro.Assign.LEAVE
    if not any(texts) and not changes and not list(chosen.tags):
        raise MacroOfNothing
    if chosen.status and chosen.status not in dict(AT_WORK):
        raise MacroOfNothing
