"""The kinds of fact there are. Each room declares its own in its `events.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any, TypeVar

Fact = Any
"""An instance of a frozen dataclass that `@event` has named."""

T = TypeVar("T")

_TYPES: dict[str, type] = {}
_KINDS: dict[type, str] = {}


def event(kind: str) -> Callable[[type[T]], type[T]]:
    """Name a dataclass as a kind of fact: `room.past_participle`."""

    def name(cls: type[T]) -> type[T]:
        if kind in _TYPES:
            raise ValueError(f"two facts are called {kind}")
        _TYPES[kind] = cls
        _KINDS[cls] = kind
        return cls

    return name


def kind_of(fact: Fact) -> str:
    return _KINDS[type(fact)]


def to_row(fact: Fact) -> dict[str, Any]:
    return asdict(fact)


def from_row(kind: str, row: dict[str, Any]) -> Fact:
    """The fact as it was, without fields that a later version of it dropped."""
    cls = _TYPES[kind]
    known = {field.name for field in fields(cls)}
    return cls(**{name: value for name, value in row.items() if name in known})


def kinds() -> dict[str, list[str]]:
    """Every kind with its fields. A test pins them: outside programs rely on them."""
    return {kind: [field.name for field in fields(cls)] for kind, cls in sorted(_TYPES.items())}
