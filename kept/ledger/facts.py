"""The kinds of fact there are. Each room declares its own in its `events.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

Fact = Any
"""An instance of a frozen dataclass that `@event` has named."""

T = TypeVar("T")

_TYPES: dict[str, type] = {}
_KINDS: dict[type, str] = {}
_FIELDS: dict[type, list[str]] = {}


def event(kind: str) -> Callable[[type[T]], type[T]]:
    """Name a dataclass as a kind of fact: `room.past_participle`."""

    def name(cls: type[T]) -> type[T]:
        if kind in _TYPES:
            raise ValueError(f"two facts are called {kind}")
        _TYPES[kind] = cls
        _KINDS[cls] = kind
        _FIELDS[cls] = [field.name for field in fields(cls)]  # type: ignore[arg-type]
        return cls

    return name


def kind_of(fact: Fact) -> str:
    return _KINDS[type(fact)]


def to_row(fact: Fact) -> dict[str, Any]:
    # Not `asdict`, which copies deeply: facts hold plain values, and there are many of them.
    return {name: getattr(fact, name) for name in _FIELDS[type(fact)]}


def from_row(kind: str, row: dict[str, Any]) -> Fact:
    """The fact as it was, without fields that a later version of it dropped."""
    cls = _TYPES[kind]
    known = _FIELDS[cls]
    return cls(**{name: value for name, value in row.items() if name in known})


def kinds() -> dict[str, list[str]]:
    """Every kind with its fields. A test pins them: outside programs rely on them."""
    return {kind: list(_FIELDS[cls]) for kind, cls in sorted(_TYPES.items())}
