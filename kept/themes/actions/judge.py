"""Which themes rise: looked at every hour, written down once a rise, told once a theme and week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from kept.conversations.models import Conversation, Message
from kept.ledger import record
from kept.ledger.models import Event
from kept.notices.actions import tell_of_conversation
from kept.notices.models import Notice
from kept.people.models import Member
from kept.themes.access import desks_of
from kept.themes.actions.file import LATEST
from kept.themes.actions.held import held
from kept.themes.actions.learn import SYSTEM
from kept.themes.days import days_by_desk, days_of
from kept.themes.events import ThemeRising
from kept.themes.learnt import learnt
from kept.themes.models import Rise, Theme, ThemeLetter
from kept.themes.rules import rising

EVERY = timedelta(hours=1)
QUIET = timedelta(days=7)
LONGEST_GAP = 3
"""Days without a sign, after which it is another rise."""
AGAIN = 2
"""How many times as many letters a dismissed theme needs to be heard of again."""
MOST_TOLD = 50


def judge(*, now: datetime) -> int:
    """Look at all themes, where an hour has passed. Answers how many rise that did not before."""
    row = learnt()
    if row.learnt_at is None or row.refiling is not None:
        return 0
    if row.judged_at is not None and now - row.judged_at < EVERY:
        return 0
    with transaction.atomic():
        row = held()
        row.judged_at = now
        row.save(update_fields=["judged_at"])
        days = days_of(now.date())
        themes = Theme.objects.standing().in_bulk(days)
        desks = days_by_desk(now.date())
        spread = rising.spread_of(days)
        spreads = {desk: rising.spread_of(told) for desk, told in desks.items()}
        part = 1.0 - rising.OF_DESKS if len(desks) > 1 else 1.0
        new = 0
        for pk, theme in sorted(themes.items()):
            found = rising.rise_of(days[pk], themes=len(themes), spread=spread, part=part)
            desk = None
            if not found and len(desks) > 1:
                desk, found = _at_a_desk(pk, days[pk], desks, spreads, themes=len(themes))
            if found and not _is_quiet(theme, found):
                new += _write_down(theme, found, desk, tells=row.tells, now=now)
        return new


def _at_a_desk(
    theme: int,
    of_all: Sequence[rising.Day],
    desks: Mapping[int, Mapping[int, Sequence[rising.Day]]],
    spreads: Mapping[int, float],
    *,
    themes: int,
) -> tuple[int | None, rising.Rise | None]:
    """The desk at which it stands out most, where it rises at one."""
    best: tuple[int | None, rising.Rise | None] = (None, None)
    for desk, told in desks.items():
        found = rising.rise_of(
            told.get(theme, ()),
            themes=themes * len(desks),
            spread=spreads[desk],
            part=rising.OF_DESKS,
        )
        if found is None or not rising.is_more_of_all(of_all, found):
            continue
        if best[1] is None or found.chance < best[1].chance:
            best = (desk, found)
    return best


def _is_quiet(theme: Theme, found: rising.Rise) -> bool:
    return theme.dismissed_at is not None and found.number < AGAIN * max(theme.quiet_up_to, 1)


def _write_down(
    theme: Theme, found: rising.Rise, desk: int | None, *, tells: bool, now: datetime
) -> int:
    today = now.date()
    last = theme.rises.filter(desk=desk).order_by("-last_on").first()
    if last is not None and (today - last.last_on).days <= LONGEST_GAP:
        last.last_on = today
        if found.number > last.number:
            last.days, last.number = found.days, found.number
            last.usual, last.limit = found.usual, found.limit
        last.save()
        return 0
    made = Rise.objects.create(
        theme=theme,
        desk_id=desk,
        began_on=today - timedelta(days=found.days - 1),
        last_on=today,
        days=found.days,
        number=found.number,
        usual=found.usual,
        limit=found.limit,
        found_at=now,
    )
    fact = ThemeRising(theme.pk, made.pk, found.days, found.number, found.limit)
    event = record(fact, about=[theme], by=SYSTEM, at=now)
    if tells and (theme.told_at is None or now - theme.told_at >= QUIET):
        theme.told_at = now
        theme.save(update_fields=["told_at"])
        _tell(theme, event, desk=desk, now=now)
    return 1


def _tell(theme: Theme, event: Event, *, desk: int | None, now: datetime) -> None:
    """Leaders and managers, each by a conversation of it that they may see, at this desk if one."""
    parts = [theme, *theme.parts.all()]
    letters = [pk for part in parts for pk in part.latest]
    if desk is not None:
        rows = ThemeLetter.objects.filter(theme__in=parts, desk=desk, counts=True).order_by("-pk")
        letters = list(rows.values_list("pk", flat=True)[:LATEST])
    there = list(Message.objects.filter(pk__in=letters).values_list("conversation", flat=True))
    roles = [Member.Role.MANAGER, Member.Role.LEADER, Member.Role.OWNER]
    for member in Member.objects.active().filter(role__in=roles).order_by("pk")[:MOST_TOLD]:
        if not desks_of(member):
            continue
        seen = Conversation.objects.visible_to(member).filter(pk__in=there).order_by("-last_at")
        if (found := seen.values_list("pk", flat=True).first()) is not None:
            tell_of_conversation(
                found,
                kind=Notice.Kind.RISING,
                to=[member.pk],
                occasion=event.pk,
                by=SYSTEM,
                now=now,
                cause=event,
            )
