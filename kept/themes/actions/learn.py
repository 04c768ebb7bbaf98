"""Themes are learnt anew from a sample of the last weeks, and the last weeks filed anew by them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction

from kept.ledger import record
from kept.themes.actions.file import Cell, Letter, add, letters_of, renew_latest, tell
from kept.themes.actions.held import held
from kept.themes.actions.mean import by_what, means_of
from kept.themes.events import ThemesLearnt
from kept.themes.learnt import (
    MOST_REFILED,
    first_of_the_last_weeks,
    learnt,
    lookup_of,
    model_of,
)
from kept.themes.models import Learnt, Theme, ThemeLetter
from kept.themes.rules.groups import MOST_GROUPS, MOST_SAMPLE, Model, learn
from kept.themes.rules.meanings import Meaning
from kept.themes.rules.packing import pack
from kept.themes.rules.rising import MOST_PAST

SYSTEM = "system:themes"
FIRST = 60
"""So many letters, before anything is learnt; then at each doubling, and once a day."""
EVERY = timedelta(hours=20)
READ_AT_ONCE = 500


def is_due(row: Learnt, *, now: datetime, by: str = "") -> bool:
    """Whether enough is new: twice as much as last time, or some and a night has passed.

    Also where letters are compared by something else from now on.
    """
    if row.refiling is not None or row.letters < FIRST:
        return False
    if row.learnt_at is None or row.letters >= 2 * row.learnt_from:
        return True
    if by and row.by != by:
        return True
    return row.letters > row.learnt_from and now - row.learnt_at >= EVERY


def learn_anew(*, now: datetime, most: int = MOST_SAMPLE) -> int:
    """Learn, where it is due. Answers how many letters it was learnt from.

    The long part, some seconds, stands in no transaction; where somebody else has learnt meanwhile,
    what was learnt here is thrown away.
    """
    row = learnt()
    by = by_what(row, now=now)
    if not is_due(row, now=now, by=by):
        return 0
    sample = _sample(now=now, most=most)
    means: dict[int, Meaning] = {}
    if by == Learnt.By.MEANING:
        means = means_of([one.pk for one in sample])
        sample = [one for one in sample if one.pk in means]
    if len(sample) < FIRST // 2:
        Learnt.objects.filter(pk=1, version=row.version).update(
            learnt_at=now, learnt_from=row.letters, by=by
        )
        return 0
    before = model_of(row)
    fresh = range(-1, -1 - MOST_GROUPS, -1)
    model, _groups = learn(
        [one.pieces for one in sample],
        before,
        new_keys=fresh,
        means=[means[one.pk] for one in sample] if means else (),
    )
    return _keep(model, row, len(sample), by=by, now=now)


def _sample(*, now: datetime, most: int) -> list[Letter]:
    """Letters evenly from the last weeks; where little comes, whatever there is."""
    rows = ThemeLetter.objects.filter(day__gt=(now - timedelta(days=MOST_PAST)).date())
    if rows[: FIRST // 2].count() < FIRST // 2:
        rows = ThemeLetter.objects.all()
    pks = list(rows.order_by("-pk").values_list("pk", flat=True)[:MOST_REFILED])
    step = max(1, -(-len(pks) // most))
    chosen = pks[::step]
    letters = []
    for at in range(0, len(chosen), READ_AT_ONCE):
        letters += letters_of(chosen[at : at + READ_AT_ONCE])
    return sorted(letters, key=lambda one: one.pk)


@transaction.atomic
def _keep(model: Model, before: Learnt, count: int, *, by: str, now: datetime) -> int:
    row = held()
    if row.version != before.version:
        return 0
    found: list[Theme] = []
    known: list[Theme] = []
    for key, centre in model.centres.items():
        told = Theme(found_at=now, centre=pack(centre), means=model.means.get(key, b""))
        if key > 0:
            told.pk = key
        (known if key > 0 else found).append(told)
    Theme.objects.bulk_create(found)
    Theme.objects.bulk_update(known, ["centre", "means"], batch_size=100)
    row.by, row.rarity, row.usual = by, pack(model.rarity), model.usual
    row.version += 1
    row.learnt_at, row.learnt_from = now, row.letters
    row.refiling = first_of_the_last_weeks(now=now)
    row.save()
    record(
        ThemesLearnt(letters=count, themes=len(model.centres), found=len(found)),
        about=[],
        by=SYSTEM,
        at=now,
    )
    return count


@transaction.atomic
def refile_some(*, now: datetime, most: int = READ_AT_ONCE) -> int:
    """The next of the last weeks by what was learnt last. Answers how many were looked at."""
    row = held()
    if row.refiling is None:
        return 0
    rows = list(ThemeLetter.objects.filter(pk__gte=row.refiling).order_by("pk")[:most])
    lookup = lookup_of(row)
    pieces = {one.pk: one.pieces for one in letters_of([one.pk for one in rows])}
    means = means_of(pieces) if row.by == Learnt.By.MEANING else {}
    there = {one.conversation_id for one in rows}
    # Which of a conversation counts is decided by the letters before it, as when it was filed.
    counted: set[tuple[int, int | None]] = set(
        ThemeLetter.objects.filter(
            conversation__in=there, counts=True, pk__lt=row.refiling
        ).values_list("conversation", "theme")
    )
    steps: Counter[Cell] = Counter()
    changed = []
    for one in rows:
        was = (one.theme_id, one.counts)
        told = pieces.get(one.pk)
        theme = lookup.nearest(told, means.get(one.pk, b""))[0] if told else None
        counts = (one.conversation_id, theme) not in counted
        counted.add((one.conversation_id, theme))
        if was != (theme, counts):
            tell(steps, was[0], one.desk_id, one.day, -1 if was[1] else 0)
            tell(steps, theme, one.desk_id, one.day, +1 if counts else 0)
            one.theme_id, one.counts = theme, counts
            changed.append(one)
    ThemeLetter.objects.bulk_update(changed, ["theme", "counts"], batch_size=200)
    add(steps)
    if len(rows) < most:
        row.refiling = None
        renew_latest(Theme.objects.values_list("pk", flat=True))
    else:
        row.refiling = rows[-1].pk + 1
    row.save(update_fields=["refiling"])
    return len(rows)
