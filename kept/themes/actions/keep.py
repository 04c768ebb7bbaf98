"""What people say of themes: what one is called, what belongs together, what need not be told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.models import Member
from kept.themes.access import may_keep
from kept.themes.actions.held import held
from kept.themes.days import days_of
from kept.themes.events import (
    ThemeBroughtBack,
    ThemeDismissed,
    ThemeMerged,
    ThemeNamed,
    ThemeParted,
    ThemesSwitched,
)
from kept.themes.models import LONGEST_NAME, Theme
from kept.themes.rules.rising import WINDOWS


class NoName(Refusal):
    code = "theme_without_name"
    message = gettext_lazy("Write what the theme is called.")


class BadMerge(Refusal):
    code = "theme_merge"
    message = gettext_lazy("Choose another theme, one that stands for itself.")


@transaction.atomic
def name(theme: Theme, words: str, *, by: Member, now: datetime) -> Theme:
    """Call it so. Raises `NotAllowed`, `NoName`."""
    theme = _taken(theme, by=by)
    said = " ".join(words.replace("\0", "").split())[:LONGEST_NAME]
    if not said:
        raise NoName
    if said == theme.name:
        return theme
    theme.name = said
    theme.save(update_fields=["name"])
    record(ThemeNamed(theme.pk), about=[theme], by=by, at=now)
    return theme


@transaction.atomic
def merge(theme: Theme, into: Theme, *, by: Member, now: datetime) -> Theme:
    """From now on it counts and shows as part of the other; its letters stay its own.

    Raises `NotAllowed`, `BadMerge`.
    """
    held()
    theme, into = _taken(theme, by=by), _taken(into, by=by)
    if theme.pk == into.pk or theme.merged_into_id or into.merged_into_id:
        raise BadMerge
    theme.merged_into = into
    theme.save(update_fields=["merged_into"])
    theme.parts.update(merged_into=into)
    record(ThemeMerged(theme.pk, into.pk), about=[theme, into], by=by, at=now)
    return into


@transaction.atomic
def part(theme: Theme, *, by: Member, now: datetime) -> Theme:
    """It stands for itself again. Raises `NotAllowed`, `BadMerge`."""
    held()
    theme = _taken(theme, by=by)
    into = theme.merged_into
    if into is None:
        raise BadMerge
    theme.merged_into = None
    theme.save(update_fields=["merged_into"])
    record(ThemeParted(theme.pk, into.pk), about=[theme, into], by=by, at=now)
    return theme


@transaction.atomic
def dismiss(theme: Theme, *, by: Member, now: datetime) -> Theme:
    """Quiet from now on, until it has become much more. Raises `NotAllowed`."""
    theme = _taken(theme, by=by)
    if theme.dismissed_at is not None:
        return theme
    days = days_of(now.date()).get(theme.pk, [])[-max(WINDOWS) :]
    theme.dismissed_at = now
    theme.quiet_up_to = sum(day.number for day in days)
    theme.save(update_fields=["dismissed_at", "quiet_up_to"])
    record(ThemeDismissed(theme.pk, theme.quiet_up_to), about=[theme], by=by, at=now)
    return theme


@transaction.atomic
def bring_back(theme: Theme, *, by: Member, now: datetime) -> Theme:
    """Raises `NotAllowed`."""
    theme = _taken(theme, by=by)
    if theme.dismissed_at is None:
        return theme
    theme.dismissed_at, theme.quiet_up_to = None, 0
    theme.save(update_fields=["dismissed_at", "quiet_up_to"])
    record(ThemeBroughtBack(theme.pk), about=[theme], by=by, at=now)
    return theme


@transaction.atomic
def switch(*, is_on: bool, by: Member, now: datetime) -> None:
    """Whether leaders and managers are told of what rises. Raises `NotAllowed`."""
    if not may_keep(by):
        raise NotAllowed
    row = held()
    if row.tells == is_on:
        return
    row.tells = is_on
    row.save(update_fields=["tells"])
    record(ThemesSwitched(is_on), about=[], by=by, at=now)


def _taken(theme: Theme, *, by: Member) -> Theme:
    if not may_keep(by) or not Theme.objects.visible_to(by).filter(pk=theme.pk).exists():
        raise NotAllowed
    return Theme.objects.select_for_update().get(pk=theme.pk)
