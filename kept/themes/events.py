"""Facts of themes. Names stand in the table alone."""

from __future__ import annotations

from dataclasses import dataclass

from kept.ledger import event


@event("theme.learnt")
@dataclass(frozen=True, slots=True)
class ThemesLearnt:
    """From so many `letters`; `found` are new."""

    letters: int
    themes: int
    found: int


@event("theme.rising")
@dataclass(frozen=True, slots=True)
class ThemeRising:
    """`number` letters in the last `days`, where less than `limit` were to be expected."""

    theme: int
    rise: int
    days: int
    number: int
    limit: int


@event("theme.named")
@dataclass(frozen=True, slots=True)
class ThemeNamed:
    theme: int


@event("theme.merged")
@dataclass(frozen=True, slots=True)
class ThemeMerged:
    theme: int
    into: int


@event("theme.parted")
@dataclass(frozen=True, slots=True)
class ThemeParted:
    theme: int
    into: int


@event("theme.dismissed")
@dataclass(frozen=True, slots=True)
class ThemeDismissed:
    """`number` is how many letters it had within the last two days."""

    theme: int
    number: int


@event("theme.brought_back")
@dataclass(frozen=True, slots=True)
class ThemeBroughtBack:
    theme: int


@event("themes.switched")
@dataclass(frozen=True, slots=True)
class ThemesSwitched:
    """Whether leaders and managers are told of what rises."""

    is_on: bool
