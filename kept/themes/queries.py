"""What screens read of themes: numbers of desks in sight, words of letters the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from kept.conversations.models import Conversation, Desk, Message
from kept.kit.along import read_rows, rows_along
from kept.people.models import Member
from kept.themes.days import days_of
from kept.themes.drawing import Step, steps_of
from kept.themes.models import Rise, Theme, ThemeDay, ThemeLetter, desks_of
from kept.themes.rules import rising as rules
from kept.themes.rules.packing import unpack
from kept.themes.rules.telling import example, label

RISING_FOR = timedelta(days=7)
"""So long after its last sign a rise is still told."""
MOST = 60
EXAMPLES = 8
READ = 6
"""Letters of a theme that its name is read from."""


@dataclass(frozen=True, slots=True)
class Told:
    """A theme as a member may be told of it: letters at their desks within four weeks."""

    theme: Theme
    name: str
    number: int
    of: int
    before: int
    rise: Rise | None = None

    @property
    def pk(self) -> int:
        return self.theme.pk

    @property
    def is_dismissed(self) -> bool:
        return self.theme.dismissed_at is not None


@dataclass(frozen=True, slots=True)
class Example:
    conversation: Conversation
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A theme on its page. `others` are those it could be merged into, by name."""

    told: Told
    steps: list[Step]
    examples: list[Example]
    parts: list[tuple[Theme, str]] = field(default_factory=list)
    others: list[tuple[int, str]] = field(default_factory=list)


def rising_along(member: Member) -> Subquery[Any]:
    """What rises at desks the member sees, as a text for `read_rising`."""
    here = ThemeDay.objects.filter(
        theme=OuterRef("theme"), desk__in=Desk.objects.visible_to(member), number__gt=0
    )
    # The newest alone: what rose years ago is told of nowhere.
    newest = Rise.objects.order_by("-last_on", "theme").values("pk")[:MOST]
    found = Rise.objects.filter(Exists(here), theme__merged_into=None, theme__dismissed_at=None)
    found = found.filter(pk__in=newest)
    found = found.filter(Q(desk=None) | Q(desk__in=Desk.objects.visible_to(member)))
    return rows_along(found, "theme_id", "last_on")


def read_rising(told: str | None, *, now: datetime) -> int:
    """How many themes rise, by what `rising_along` has told."""
    since = (now - RISING_FOR).date()
    return len({pk for pk, day in read_rows(told) if date.fromisoformat(str(day)) >= since})


def overview(member: Member, *, now: datetime) -> list[Told]:
    """All themes of the last four weeks: what rises, then the most first, dismissed ones last."""
    desks = desks_of(member)
    if not desks:
        return []
    days = days_of(now.date(), desks=desks)
    themes = Theme.objects.standing().filter(pk__in=list(days)).in_bulk()
    return _told(member, days, _rises(desks, now=now), themes)[:MOST]


def shown(member: Member, theme: Theme, *, is_kept: bool = False, now: datetime) -> Shown:
    """A theme with its chart, its examples and its parts; the `others` where it `is_kept`."""
    desks = desks_of(member)
    days = days_of(now.date(), desks=desks)
    steps = steps_of(
        days.get(theme.pk, []), today=now.date(), themes=len(days), spread=rules.spread_of(days)
    )
    # One question for what it is made of and what it could be merged into.
    known = Theme.objects.filter(merged_into=theme)
    if is_kept:
        known |= Theme.objects.standing().filter(pk__in=list(days))
    all_known = list(known.order_by("pk"))
    parts = [one for one in all_known if one.merged_into_id == theme.pk]
    found = examples(member, [theme, *parts], size=EXAMPLES)
    rises = _rises(desks, now=now)
    standing = {one.pk: one for one in all_known if one.merged_into_id is None}
    beside = _told(member, days, rises, standing) if is_kept else []
    told = next((one for one in beside if one.pk == theme.pk), None)
    nameless = [*parts] if told else [theme, *parts]
    names = names_of(member, nameless) if nameless else {}
    if told is None:
        told = _one(theme, names[theme.pk], days.get(theme.pk, []), rises.get(theme.pk))
    others = [(one.pk, one.name) for one in beside if one.name and one.pk != theme.pk]
    others.sort(key=lambda pair: pair[1].casefold())
    return Shown(told, steps, found, [(one, names[one.pk]) for one in parts], others)


def examples(member: Member, themes: Sequence[Theme], *, size: int) -> list[Example]:
    """The newest letters of these themes that the member may see, a conversation once."""
    seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
    theirs = ThemeLetter.objects.filter(Exists(seen), counts=True).order_by("-pk").values("pk")
    # Along the index of each theme, and no further than what is shown.
    any_of = Q(pk__in=())
    for one in themes:
        any_of |= Q(pk__in=theirs.filter(theme=one.pk)[:size])
    rows = Message.objects.filter(any_of).select_related("conversation__customer")
    letters = list(rows.order_by("-pk")[:size])
    centre: dict[int, float] = {}
    for one in themes:
        centre |= unpack(one.centre)
    found: dict[int, Example] = {}
    for letter in letters:
        words = example(letter.text, centre)
        found.setdefault(letter.conversation_id, Example(letter.conversation, words, letter.at))
    return list(found.values())


def like(member: Member, conversation: Conversation) -> Theme | None:
    """The theme of its newest letter that has one; what it is part of, where it is part of one."""
    row = (
        ThemeLetter.objects.filter(conversation=conversation, theme__isnull=False)
        .select_related("theme__merged_into")
        .order_by("-pk")
        .first()
    )
    if row is None or row.theme is None:
        return None
    theme = row.theme.merged_into or row.theme
    return Theme.objects.visible_to(member).filter(pk=theme.pk).first()


def names_of(member: Member, themes: Iterable[Theme]) -> dict[int, str]:
    """By what each is named; else by words of letters the member may see, or by nothing."""
    known = list(themes)
    unnamed = [one for one in known if not one.name]
    wanted = {pk: one.pk for one in unnamed for pk in one.latest[:READ]}
    texts: dict[int, list[str]] = {}
    if wanted:
        seen = Conversation.objects.visible_to(member)
        letters = Message.objects.filter(pk__in=list(wanted), conversation__in=seen)
        for pk, text, subject in letters.order_by("pk").values_list("pk", "text", "subject"):
            texts.setdefault(wanted[pk], []).append(f"{subject}\n{text}")
    return {one.pk: one.name or label(texts.get(one.pk, ()), unpack(one.centre)) for one in known}


def _rises(desks: Sequence[int], *, now: datetime) -> dict[int, Rise]:
    """What still rises, by theme: in the house before what rises at one of these desks."""
    rows = Rise.objects.filter(last_on__gte=(now - RISING_FOR).date())
    found = list(rows.filter(Q(desk=None) | Q(desk__in=desks)).select_related("desk"))
    found.sort(key=lambda row: (row.desk_id is None, row.last_on, row.pk))
    return {row.theme_id: row for row in found}


def _told(
    member: Member,
    days: dict[int, list[rules.Day]],
    rises: dict[int, Rise],
    themes: dict[int, Theme],
) -> list[Told]:
    rows = [
        (one, rises.get(pk) if _is_heard(one, rises.get(pk)) else None)
        for pk, one in themes.items()
    ]
    sums = {pk: sum(day.number for day in days[pk][-28:]) for pk in themes}
    rows = [row for row in rows if sums[row[0].pk]]

    def order(row: tuple[Theme, Rise | None]) -> tuple[bool, bool, float, int]:
        theme, rise = row
        stands_out = -(rise.number / max(rise.usual, 1.0)) if rise else 0.0
        return (theme.dismissed_at is not None, rise is None, stands_out, -sums[theme.pk])

    rows = sorted(rows, key=order)[:MOST]
    names = names_of(member, [theme for theme, _ in rows])
    return [_one(theme, names[theme.pk], days[theme.pk], rise) for theme, rise in rows]


def _is_heard(theme: Theme, rise: Rise | None) -> bool:
    """A dismissed one only where it has risen since."""
    return rise is not None and (theme.dismissed_at is None or rise.found_at > theme.dismissed_at)


def _one(theme: Theme, name: str, days: Sequence[rules.Day], rise: Rise | None) -> Told:
    now, before = days[-28:], days[-35:-28]
    return Told(
        theme,
        name,
        sum(day.number for day in now),
        sum(day.of for day in now),
        sum(day.number for day in before),
        rise,
    )
