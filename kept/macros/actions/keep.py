"""Macros are made, changed, retired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kept.conversations.models import AT_WORK, Desk, Tag
from kept.fields.actions.fill import is_fit
from kept.fields.models import Field
from kept.fields.queries import held_of
from kept.fields.rules import Value
from kept.kit.refusals import NotAllowed
from kept.ledger import record
from kept.macros.access import may_keep
from kept.macros.actions.errors import (
    MacroFieldAtFault,
    MacroOfNothing,
    MacroTaken,
    TooManyMacros,
    UnknownVariable,
)
from kept.macros.events import (
    MacroBroughtBack,
    MacroChanged,
    MacroMade,
    MacroPaused,
    MacroResumed,
    MacroRetired,
)
from kept.macros.models import Macro, MacroField, MacroText
from kept.macros.rules import LANGUAGES, VARIABLES, unknown_in
from kept.people.models import Member, Team

MOST = 300
LONGEST_KEY = 160


@dataclass(frozen=True, slots=True)
class MacroSettings:
    """All that is chosen of a macro. `texts` are its words by language, those that there are;
    `fields` what it sets of which field, by id.
    """

    name: str
    desk: Desk | None = None
    text: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    priority: str = ""
    assign: str = Macro.Assign.LEAVE
    assignee: Member | None = None
    team: Team | None = None
    tags: Iterable[Tag] = ()
    fields: Mapping[int, Value] = field(default_factory=dict)


@transaction.atomic
def make_macro(chosen: MacroSettings, *, by: Member, now: datetime) -> Macro:
    """Raises `NotAllowed`, `UnknownVariable`, `MacroTaken`, `MacroOfNothing`, `MacroFieldAtFault`,
    `TooManyMacros`.
    """
    if not may_keep(by, chosen.desk):
        raise NotAllowed
    if Macro.objects.count() >= MOST:
        raise TooManyMacros
    macro = _save(Macro(), chosen)
    record(MacroMade(macro=macro.pk, desk=macro.desk_id or 0), about=[macro], by=by, at=now)
    return macro


@transaction.atomic
def change_macro(macro: Macro, chosen: MacroSettings, *, by: Member, now: datetime) -> Macro:
    """Raises what `make_macro` does, but for there being too many."""
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
def pause_macro(macro: Macro, *, is_granted: bool = False, by: Member, now: datetime) -> Macro:
    """Nobody can use it until it is resumed. `is_granted`: whoever calls has looked that they may.

    Raises `NotAllowed`.
    """
    macro = _take(macro, is_granted=is_granted, by=by)
    if macro.paused_at is None:
        macro.paused_at = now
        macro.save(update_fields=["paused_at"])
        record(MacroPaused(macro=macro.pk), about=[macro], by=by, at=now)
    return macro


@transaction.atomic
def resume_macro(macro: Macro, *, is_granted: bool = False, by: Member, now: datetime) -> Macro:
    """`is_granted` as of `pause_macro`. Raises `NotAllowed`."""
    macro = _take(macro, is_granted=is_granted, by=by)
    if macro.paused_at is not None:
        macro.paused_at = None
        macro.save(update_fields=["paused_at"])
        record(MacroResumed(macro=macro.pk), about=[macro], by=by, at=now)
    return macro


def _take(macro: Macro, *, is_granted: bool = False, by: Member) -> Macro:
    locked = Macro.objects.select_for_update().get(pk=macro.pk)
    if not is_granted and not may_keep(by, locked.desk):
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
    given = _given(chosen)
    # Folding may lengthen: "ﬁ" is two letters then.
    key = name.casefold()[:LONGEST_KEY]
    others = Macro.objects.filter(desk=chosen.desk, key=key)
    if not name or others.exclude(pk=macro.pk).exists():
        raise MacroTaken
    macro.name, macro.key, macro.desk, macro.text = name, key, chosen.desk, text
    macro.status, macro.priority, macro.assign = chosen.status, chosen.priority, chosen.assign
    macro.assignee = chosen.assignee if chosen.assign == Macro.Assign.MEMBER else None
    macro.team = chosen.team if chosen.assign == Macro.Assign.TEAM else None
    try:
        with transaction.atomic():
            macro.save()
    except IntegrityError as error:  # somebody else was quicker
        raise MacroTaken from error
    macro.tags.set(chosen.tags)
    macro.fields.all().delete()
    MacroField.objects.bulk_create(
        MacroField(macro=macro, field_id=pk, given=value) for pk, value in given.items()
    )
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
    if not any(texts) and not changes and not list(chosen.tags) and not chosen.fields:
        raise MacroOfNothing
    if chosen.status and chosen.status not in dict(AT_WORK):
        raise MacroOfNothing


def _given(chosen: MacroSettings) -> dict[int, str]:
    """What it sets, as it is stored. Raises `MacroFieldAtFault`."""
    rows = Field.objects.filter(pk__in=chosen.fields).select_related("desk")
    there = {row.pk: row for row in rows.prefetch_related("choices")}
    given = {}
    for pk, value in chosen.fields.items():
        row = there.get(pk)
        if row is None:
            raise MacroFieldAtFault
        if row.retired_at is not None:
            words = _("The field %(field)s is retired. Bring it back first, or leave it out here.")
            raise MacroFieldAtFault(words % {"field": row.label})
        if row.desk is not None and row.desk != chosen.desk:
            words = _(
                "%(field)s is a field of %(desk)s alone. Make the macro one for %(desk)s, or leave "
                "that field as it is."
            )
            raise MacroFieldAtFault(words % {"field": row.label, "desk": row.desk.name})
        held = held_of(row)
        if value.is_empty or not is_fit(held, value, among=held.offered):
            words = _("What was given for %(field)s does not fit it. Look at it again.")
            raise MacroFieldAtFault(words % {"field": row.label})
        given[pk] = held.as_text(value)
    return given
