"""Query sets that are put together and compiled once, then asked again with other values.

Django compiles a query anew each time it is asked, which for most of ours takes longer than the
database needs to answer. Nothing but the values differs, so the text is kept:

    @prepared
    def _of_keeper(member: Member, before: datetime) -> QuerySet[Promise]:
        return Promise.objects.open().of_keeper(member).filter(due_at__lt=before)

    _of_keeper(member, noon)              all of them
    _of_keeper.first(20, member, noon)    twenty at most

Rows, numbers, moments, days and words are slots. Anything else (None, a bool, a function) is part
of what the query is and has a text of its own, and so has each number of rows.

A builder never sees what it was called with. In the place of a row it gets its id and what its
model lists in `DECIDES`, which is part of the key; to look at anything else is an error. So a gate
that begins to ask something new of a member fails at once, and never answers somebody with what
another may see. Only by the value of a slot a builder must not decide.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import QuerySet, prefetch_related_objects
from django.db.models.query import ModelIterable, ValuesListIterable

Row = TypeVar("Row")
Given = ParamSpec("Given")
Build = Callable[..., QuerySet[Any]]

FAR = 7 * 10**18
"""From here on ids are those of stand-ins: no table comes so far, and a number still fits."""
READ: set[Any] = {ModelIterable, ValuesListIterable}
"""What a prepared query may be read as."""
MOST_TEXTS = 50
"""Of one query. Whoever makes more keeps what will not come again."""

WIDEST = 2**63 - 1
"""No column holds more. An address may name any number; nothing has it for an id."""
PROBED = {"_meta", "get_source_expressions", "resolve_expression"}
"""What Django asks of everything it meets, to find out what it is."""


class Unpreparable(Exception):
    """The query depends on something that is neither a slot nor part of its key."""


class StandIn:
    """In the place of a row while a query is put together."""

    def __init__(self, row: models.Model, pk: int) -> None:
        self.__dict__.update({name: getattr(row, name) for name in _decides(row)}, pk=pk)

    def __int__(self) -> int:
        return int(self.__dict__["pk"])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in PROBED:
            raise AttributeError(name)
        raise Unpreparable(f"A prepared query may not look at {name!r}, see `DECIDES`.")

    def __eq__(self, other: object) -> bool:
        raise Unpreparable("A prepared query may not compare rows: it is for all of them.")

    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter: what was given at this place, as the database wants it."""

    place: int
    adapted: Callable[[Any], Any]


class Compiled:
    """What a compiler of the database at hand becomes: its text is known.

    `converted` has the columns that come out of the database otherwise than a model wants them,
    and None for the others.
    """

    sql: str
    params: tuple[Any, ...]
    converted: tuple[Any, ...] = ()

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        return self.sql, self.params

    def get_converters(self, _: Any) -> Any:
        return super().get_converters(self.converted)  # type: ignore[misc]


@cache
def _known(kind: Any) -> Any:
    return type(f"Compiled{kind.__name__}", (Compiled, kind), {})


@dataclass(frozen=True, slots=True)
class Text:
    """A query set and its compiler. Without one there is never anything to find."""

    found: Any
    compiler: Any = None


class Prepared(Generic[Given, Row]):
    """A builder, and the texts it has led to; `build` gives the plain query set."""

    def __init__(self, build: Callable[Given, QuerySet[Any, Row]]) -> None:
        update_wrapper(self, build)
        self.build = build
        self._texts: dict[Any, Text] = {}

    def __call__(self, *given: Given.args, **named: Given.kwargs) -> list[Row]:
        return self.first(None, *given, **named)

    def first(self, most: int | None, *given: Given.args, **named: Given.kwargs) -> list[Row]:
        """At most so many of the rows."""
        if named:
            raise TypeError("A prepared query takes its values by place.")
        key = (most, *[_kind(value) for value in given])
        text = self._texts.get(key)
        if text is None:
            if len(self._texts) >= MOST_TEXTS:
                self._texts.clear()
            text = self._texts[key] = _compiled(self.build, given, most)
        return _asked(text, given)


prepared = Prepared


def _asked(text: Text, given: tuple[Any, ...]) -> list[Any]:
    if text.compiler is None or any(isinstance(one, int) and one > WIDEST for one in given):
        return []
    # A compiler holds a connection, and a connection belongs to one thread.
    compiler = copy(text.compiler)
    compiler.connection = connections[DEFAULT_DB_ALIAS]
    compiler.params = tuple(
        one.adapted(given[one.place]) if isinstance(one, Slot) else one for one in compiler.params
    )
    query: Any = _Asked(compiler)
    found: Any = QuerySet(text.found.model, query=query, using=DEFAULT_DB_ALIAS)
    rows = list(text.found._iterable_class(found))
    if lookups := text.found._prefetch_related_lookups:
        prefetch_related_objects(rows, *lookups)
    return rows


@dataclass(frozen=True, slots=True)
class _Asked:
    """All that reading rows wants of a query."""

    compiler: Any

    def get_compiler(self, using: str) -> Any:
        return self.compiler


def _compiled(
    build: Callable[..., QuerySet[Any]], given: tuple[Any, ...], most: int | None
) -> Text:
    """Put together twice, with different stand-ins: whatever differs must be one of them."""
    found, compiler, sql, params = _put_together(build, given, most, turn=0)
    if compiler is None:
        return Text(found)
    _, _, other_sql, other_params = _put_together(build, given, most, turn=1)
    slots = tuple(_slot(one, other, given) for one, other in zip(params, other_params, strict=True))
    # Of a row the gate may not even want the id; any other value must be asked for.
    taken = {one.place for one in slots if isinstance(one, Slot)}
    values = {n for n, value in enumerate(given) if _is_slot(value) and not _is_row(value)}
    if sql != other_sql or values - taken:
        raise Unpreparable(f"{build.__qualname__} decides by a value, or does not ask for it.")
    columns = [column for column, _, _ in compiler.select]
    differ = compiler.get_converters(columns)
    kind: Any = type(compiler)
    compiler.__class__ = _known(kind)
    compiler.sql, compiler.params = sql, slots
    compiler.converted = tuple(column if n in differ else None for n, column in enumerate(columns))
    compiler.connection = None
    return Text(found, compiler)


def _put_together(
    build: Build, given: tuple[Any, ...], most: int | None, *, turn: int
) -> tuple[Any, Any, str, tuple[Any, ...]]:
    found: Any = build(*[_stand_in(value, n, turn) for n, value in enumerate(given)])[:most]
    if found._iterable_class not in READ:
        raise Unpreparable(f"{build.__qualname__} must ask for rows or for lists of values.")
    if found.query.is_empty():
        return found, None, "", ()
    compiler = found.query.get_compiler(using=DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet as error:
        raise Unpreparable(f"{build.__qualname__} finds nothing for a stand-in.") from error
    return found, compiler, sql, tuple(params)


def _kind(value: Any) -> Any:
    """What of a value is part of a query's key."""
    if _is_row(value):
        return (value._meta.label, *[getattr(value, name) for name in _decides(value)])
    return value.__class__ if _is_slot(value) else value


def _is_slot(value: Any) -> bool:
    return isinstance(value, (models.Model, int, date, str)) and not isinstance(value, bool)


def _is_row(value: Any) -> bool:
    return isinstance(value, models.Model)


def _decides(row: models.Model) -> tuple[str, ...]:
    return getattr(row, "DECIDES", ())


def _stand_in(value: Any, place: int, turn: int) -> Any:
    """Such as no row has: a name, a moment in the year 9000, an id of many digits."""
    number = 100 * place + turn
    if not _is_slot(value):
        return value
    if isinstance(value, str):
        return f"stand-in {number}"
    if isinstance(value, datetime):
        return datetime(9000, 1, 1, microsecond=number, tzinfo=UTC)
    if isinstance(value, date):
        return date(9000, 1, 1) + timedelta(number)
    return StandIn(value, FAR + number) if _is_row(value) else FAR + number


def _slot(one: Any, other: Any, given: tuple[Any, ...]) -> Any:
    """The slot these two parameters have in common, or the one value that both are."""
    if one == other:
        return one
    for place, value in enumerate(given):
        if _is_slot(value):
            pair = _stand_in(value, place, 0), _stand_in(value, place, 1)
            for adapted in _ways(one, value):
                if (one, other) == (adapted(pair[0]), adapted(pair[1])):
                    return Slot(place, adapted)
    raise Unpreparable(f"{one!r} was made of a value, which a prepared query takes as it is.")


def _ways(one: Any, value: Any) -> list[Callable[[Any], Any]]:
    """How a value may have become a parameter."""
    if isinstance(value, str):
        return [str]
    if isinstance(value, datetime):
        return [_adapted_moment, _itself]
    if isinstance(value, date):
        return [_adapted_day, _itself]
    # A number keeps its kind: PostgreSQL is told how wide each of them is.
    return [partial(_number, type(one))] if isinstance(one, int) else []


def _number(kind: Callable[[Any], Any], given: Any) -> Any:
    return kind(getattr(given, "pk", given))


def _adapted_moment(given: datetime) -> Any:
    return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(given)


def _adapted_day(given: date) -> Any:
    return connections[DEFAULT_DB_ALIAS].ops.adapt_datefield_value(given)


def _itself(given: Any) -> Any:
    return given
