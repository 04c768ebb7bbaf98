"""A macro as it would come out: its letter in each language, and what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.forms import BoundField, ChoiceField
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from kept.conversations.models import Conversation, Tag
from kept.conversations.queries.labels import status_labels
from kept.fields.controls import in_words
from kept.fields.queries import held_of
from kept.fields.rules import Value
from kept.macros import queries
from kept.macros.forms import MacroForm
from kept.macros.rules import LANGUAGES, VARIABLES, fill, missing_in, unknown_in
from kept.people.models import Member


@dataclass(frozen=True, slots=True)
class Letter:
    """The words for one language; `language` is "" for those for everybody.

    `is_theirs` where the customer of the conversation gets these.
    """

    language: str
    name: str
    text: str
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class Look:
    """`example` is None where the values are made up. `changes` are pairs of what and to what."""

    example: Conversation | None
    letters: list[Letter] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)


def look_at(
    form: MacroForm, example: Conversation | None, *, told: Mapping[str, Any], by: Member
) -> Look:
    """`told` is what of the form can be read: its values as they are cleaned, by their names."""
    if example is None:
        values, language = queries.made_up_values(by), ""
    else:
        values, language = queries.values_for(example, by), queries.language_for(example)
    texts = {"": str(form["text"].value() or "").strip()}
    texts |= {one: str(form[f"text_{one}"].value() or "").strip() for one in LANGUAGES}
    written = {one: text for one, text in texts.items() if text}
    theirs = language if language in written else ""
    letters = [
        Letter(one, _name(one), fill(text, values).strip(), one == theirs)
        for one, text in written.items()
    ]
    every = "\n".join(written.values())
    missing = [name for name in missing_in(every, values) if name in VARIABLES]
    return Look(
        example,
        sorted(letters, key=lambda letter: not letter.is_theirs),
        [f"{{{{{name}}}}}" for name in missing],
        list(dict.fromkeys(one for text in written.values() for one in unknown_in(text))),
        list(_changes(form, told)),
        list(told.get("tags") or ()),
        list(_faults(form, told)),
    )


def _name(language: str) -> str:
    return str(get_language_info(language)["name_translated"]) if language else _("Everybody else")


def _changes(form: MacroForm, told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if status := told.get("status"):
        yield _("Status"), status_labels()[status]
    if priority := told.get("priority"):
        yield _("Priority"), str(Conversation.Priority(priority).label)
    assign = told.get("assign")
    if assign and assign != "LEAVE":
        yield str(form["assign"].label), _chosen(form["assign"], assign)
    for pk, row in form.rows.items():
        value = told.get(f"field_{pk}")
        if isinstance(value, Value) and not value.is_empty:
            yield row.label, in_words(held_of(row, value))


def _faults(form: MacroForm, told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What of the fields would be refused."""
    for bound in form.values:
        for error in bound.errors:
            yield str(bound.label), str(error)
    desk = told.get("desk")
    for pk, row in form.rows.items():
        value = told.get(f"field_{pk}")
        if not isinstance(value, Value) or value.is_empty:
            continue
        if row.retired_at is not None:
            yield row.label, _("The field is retired, so it cannot be set.")
        elif row.desk is not None and row.desk_id != getattr(desk, "pk", desk):
            yield row.label, _("It is a field of %(desk)s alone.") % {"desk": row.desk.name}


def _chosen(bound: BoundField, code: str) -> str:
    """What a choice is called, be it in a group or not."""
    found = bound.field
    choices = cast("Iterable[Any]", found.choices) if isinstance(found, ChoiceField) else ()
    for value, words in choices:
        if isinstance(words, (list, tuple)):
            for inner, name in words:
                if str(inner) == code:
                    return str(name)
        elif str(value) == code:
            return str(words)
    return ""
