"""Fields of the house in a question: what `amount:>100` means, and what has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kept.conversations.models import Desk
from kept.fields.models import Field, FieldPick, FieldValue, FieldWord
from kept.fields.rules import WRITTEN, choice_key, number_in
from kept.kit.words import plain_words
from kept.search.rules import Compared, Part, compared, day_in, keys_in

MOST_FOUND = 1_000
"""So many conversations are named by their ids; what has more is found by looking through all."""
ANYTHING = "*"
_BEHIND = "\U0010ffff"
_LOOKUPS = {"=": "", "<": "__lt", "<=": "__lte", ">": "__gt", ">=": "__gte"}


class Unreadable(Exception):
    """What a field cannot be compared with, in words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows of values that are meant, and how that is told.

    `sources` ask an index each for the conversations of all of them, and maybe of some more.
    """

    where: Q
    told: str
    sources: tuple[QuerySet[Any, int], ...]


class FieldNames:
    """The fields at the desks that somebody sees, by their keys: read once, where one is named."""

    def __init__(self, desks: Sequence[Desk]) -> None:
        self.desks = desks

    def in_question(self, text: str) -> set[str]:
        """Which of the words before a colon are keys."""
        named = keys_in(text)
        return named & self.by_key.keys() if named else set()

    @cached_property
    def by_key(self) -> dict[str, list[Field]]:
        seen = Q(desk=None) | Q(desk__in=[desk.pk for desk in self.desks])
        found: dict[str, list[Field]] = {}
        for field in Field.objects.filter(seen).prefetch_related("choices"):
            found.setdefault(field.key, []).append(field)
        return found


def asked_of(part: Part, fields: Sequence[Field], *, today: date) -> Asked:
    """What a part asks of the fields of its key. Raises `Unreadable`.

    Two desks may have a field of one key each: it is enough where one of them can be read so.
    """
    if part.value == ANYTHING and not part.is_phrase:
        told = _("with %(field)s filled in") % {"field": fields[0].label}
        return _together([_of_values(field, Q(), told) for field in fields])
    found: list[Asked] = []
    fault = None
    for field in fields:
        try:
            asked = _asked(part, field, today)
        except Unreadable as unreadable:
            fault = fault or unreadable
        else:
            found.append(asked)
    if not found:
        raise fault or Unreadable
    return _together(found)


def having(where: Q) -> Q:
    """Conversations with such a value."""
    return Q(Exists(FieldValue.objects.filter(where, conversation=OuterRef("pk"))))


def all_having(sources: Sequence[QuerySet[Any, int]]) -> list[int] | None:
    """The ids of all that may have such a value, by the index of it; None where there are many."""
    found: dict[int, None] = {}
    for source in sources:
        found |= dict.fromkeys(source[: MOST_FOUND + 1])
        if len(found) > MOST_FOUND:
            return None
    return list(found)


def _together(asked: Sequence[Asked]) -> Asked:
    where = Q()
    for one in asked:
        where |= one.where
    return Asked(where, asked[0].told, tuple(source for one in asked for source in one.sources))


def _of_values(field: Field, where: Q, told: str) -> Asked:
    """By a column of the values themselves."""
    where &= Q(field=field.pk)
    rows = FieldValue.objects.filter(where).order_by()
    return Asked(where, told, (rows.values_list("conversation_id", flat=True),))


def _asked(part: Part, field: Field, today: date) -> Asked:
    match field.kind:
        case "NUMBER":
            return _ranged(part, field, "number", _number)
        case "DATE":
            return _ranged(part, field, "day", lambda said: _day(said, today))
        case "YES_NO":
            if part.value.lower() not in {"yes", "no"}:
                words = _("%(key)s: can be yes or no.")
                raise Unreadable(words % {"key": field.key})
            said = part.value.lower()
            return _of_values(field, Q(yes=said == "yes"), _is(field, said))
        case "CHOICE" | "MANY":
            return _chosen(part, field)
    return _worded(part, field)


def _ranged(part: Part, field: Field, column: str, read: Any) -> Asked:
    """A number or a day, compared."""
    said = compared(part.value)
    first = read(said.value)
    last = read(said.until) if said.sign == ".." else None
    if first is None or (said.sign == ".." and last is None):
        example = "100" if column == "number" else "2031-03-04"
        words = _("%(key)s:%(said)s cannot be read. Write %(key)s:%(n)s, >%(n)s or <%(n)s.")
        told = {"key": field.key, "said": part.value, "n": example}
        raise Unreadable(words % told)
    if last is not None:
        where = Q(**{f"{column}__gte": first, f"{column}__lte": last})
    else:
        where = Q(**{f"{column}{_LOOKUPS[said.sign]}": first})
    return _of_values(field, where, _in_words(field, said))


def _in_words(field: Field, said: Compared) -> str:
    words = {
        "=": _("%(field)s is %(value)s"),
        "<": _("%(field)s below %(value)s"),
        "<=": _("%(field)s at most %(value)s"),
        ">": _("%(field)s above %(value)s"),
        ">=": _("%(field)s at least %(value)s"),
        "..": _("%(field)s from %(value)s to %(until)s"),
    }
    if field.kind == "DATE":
        words |= {
            "<": _("%(field)s before %(value)s"),
            "<=": _("%(field)s on %(value)s or before"),
            ">": _("%(field)s after %(value)s"),
            ">=": _("%(field)s on %(value)s or later"),
        }
    return words[said.sign] % {"field": field.label, "value": said.value, "until": said.until}


def _number(said: str) -> Any:
    return number_in(said, has_comma=False)


def _day(said: str, today: date) -> date | None:
    return day_in(said, today=today)


def _chosen(part: Part, field: Field) -> Asked:
    wanted = choice_key(part.value)
    choices = list(field.choices.all())
    found = [one for one in choices if one.key == wanted]
    if not found:
        words = plain_words(part.value)
        found = [one for one in choices if words and plain_words(one.name) == words]
    if not found:
        known = ", ".join(one.name for one in choices if one.retired_at is None)
        said = _("%(key)s: cannot be “%(said)s”. It may be: %(known)s.")
        told = {"key": field.key, "said": part.value, "known": known}
        raise Unreadable(said % told)
    told_as = _is(field, found[0].name)
    if field.kind == "CHOICE":
        return _of_values(field, Q(choice=found[0].pk), told_as)
    picked = FieldPick.objects.filter(choice=found[0].pk)
    where = Q(Exists(picked.filter(value=OuterRef("pk"))), field=field.pk)
    rows = picked.order_by("-value").values_list("value__conversation_id", flat=True)
    return Asked(where, told_as, (rows,))


def _worded(part: Part, field: Field) -> Asked:
    """A text that has all of these words; the last may be the beginning of one."""
    value = part.value.rstrip("*") if part.is_beginning else part.value
    words = [word[:40] for word in plain_words(value)]
    if not words or field.kind not in WRITTEN:
        raise Unreadable(_("“%(said)s” holds no word to look for.") % {"said": part.value})
    where = Q(field=field.pk)
    rows = []
    for word in words:
        there = FieldWord.objects.filter(field=field.pk)
        is_begun = part.is_beginning and word == words[-1]
        meant = _beginning(word) if is_begun else Q(word=word)
        there = there.filter(meant)
        where &= Q(Exists(there.filter(value=OuterRef("pk"))))
        rows.append(there)
    # The longest is the rarest, as a rule.
    rarest = rows[words.index(max(words, key=len))]
    told = _("%(field)s with “%(value)s”") % {"field": field.label, "value": part.value}
    return Asked(where, told, (rarest.order_by().values_list("value__conversation_id", flat=True),))


def _beginning(word: str) -> Q:
    """Words that begin so, as the index of this database finds them."""
    if connection.vendor == "postgresql":
        return Q(word__startswith=word)
    # No word goes on with a sign behind all others.
    return Q(word__gte=word, word__lt=word + _BEHIND)


def _is(field: Field, value: str) -> str:
    return _("%(field)s is %(value)s") % {"field": field.label, "value": value}
