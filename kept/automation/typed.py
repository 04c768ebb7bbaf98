"""A rule as it was typed: its head, and a row for each condition and each action.

A page holds it all in one form, `c0-value` being the value of the first condition. What was typed
is read whatever was pressed, so that adding a row or a refusal loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils import formats

from kept.automation.models import Rule
from kept.automation.rules.acts import DOES
from kept.automation.rules.acts import LONGEST as LONGEST_ACT
from kept.automation.rules.conditions import ABOUTS
from kept.fields.models import Field
from kept.kit.ids import id_in

Typed = dict[str, Any]

HEAD = ("name", "desk", "trigger", "amount", "unit", "counted", "match")
_ROW = re.compile(r"([ca])(\d{1,2})-(about|how|value|do|unit|field)")


def read_typed(posted: Mapping[str, Any]) -> Typed:
    """Everything that stands in a form that was sent, rows in their order."""
    typed: Typed = {name: str(posted.get(name, "")) for name in HEAD}
    rows: dict[str, dict[int, Typed]] = {"c": {}, "a": {}}
    for name in posted:
        if found := _ROW.fullmatch(name):
            row = rows[found[1]].setdefault(int(found[2]), {})
            row[found[3]] = _given(posted, name)[: LONGEST_ACT + 1]
    typed["conditions"] = [row for _n, row in sorted(rows["c"].items()) if _is_known(row, ABOUTS)]
    typed["acts"] = [row for _n, row in sorted(rows["a"].items()) if _is_known(row, DOES)]
    return typed


def _given(posted: Mapping[str, Any], name: str) -> str:
    """What was typed; of several that were picked, all of them by comma."""
    several = posted.getlist(name) if isinstance(posted, QueryDict) else [posted[name]]
    return ",".join(map(str, several))


def _is_known(row: Typed, table: Mapping[str, Any]) -> bool:
    return (row.get("about") or row.get("do")) in table


def typed_of(rule: Rule) -> Typed:
    """A rule as its form shows it."""
    return {
        "name": rule.name,
        "desk": str(rule.desk_id or ""),
        "trigger": rule.trigger,
        "amount": str(rule.amount or ""),
        "unit": rule.unit,
        "counted": rule.counted,
        "match": rule.match,
        "conditions": _as_typed(rule.conditions),
        "acts": _as_typed(rule.acts),
    }


def _as_typed(stored: Sequence[Typed]) -> list[Typed]:
    """Conditions or actions; a number for a field stands as its reader would type it."""
    wanted = [id_in(one["field"]) for one in stored if one.get("field")]
    numbers = Field.objects.filter(pk__in=wanted, kind="NUMBER") if wanted else ()
    known = {str(row.pk) for row in numbers}
    return [
        one | {"value": formats.number_format(one["value"])}
        if one.get("field") in known and one["value"]
        else dict(one)
        for one in stored
    ]


def with_row_added(typed: Typed, kind: str, code: str) -> Typed:
    """The same with one more condition or action of this code, where there is such a code.

    `FIELD:7` is about the field 7, or sets it.
    """
    code, _colon, field = code.partition(":")
    if kind == "conditions" and code in ABOUTS:
        hows = ABOUTS[code].hows
        row = {"about": code, "how": hows[0] if hows else "", "value": ""}
        row |= {"field": field} if field else {}
        return typed | {"conditions": [*typed["conditions"], row]}
    if kind == "acts" and code in DOES:
        row = {"do": code, "value": "", "unit": "DAYS", **({"field": field} if field else {})}
        return typed | {"acts": [*typed["acts"], row]}
    return typed


def without_row(typed: Typed, name: str) -> Typed:
    """The same without the row of this name: `c0` is the first condition, `a2` the third action."""
    kind = {"c": "conditions", "a": "acts"}.get(name[:1], "")
    number = int(name[1:]) if name[1:].isdecimal() and len(name) <= 3 else -1
    if not kind or not 0 <= number < len(typed[kind]):
        return typed
    return typed | {kind: [*typed[kind][:number], *typed[kind][number + 1 :]]}
