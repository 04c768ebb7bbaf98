"""Letters are filed under the theme they are most like: some at a time, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from kept.conversations.models import Conversation, Message
from kept.themes import meaning
from kept.themes.actions.held import held
from kept.themes.learnt import learnt, lookup_of
from kept.themes.meaning import LONGEST
from kept.themes.models import Learnt, LetterMeaning, Theme, ThemeLetter, Waiting
from kept.themes.rules.meanings import Meaning
from kept.themes.rules.pieces import LEAST, pieces

AT_ONCE = 100
"""Few enough that nobody who writes beside us has to wait long."""
MEANT_AT_ONCE = 20
LATEST = 24
_DAY = "themes_themeday"

Cell = tuple[int, int, date]
"""Theme, 0 for all; desk; day."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is filed: the pieces of what a customer wrote themselves."""

    pk: int
    conversation: int
    desk: int
    day: date
    pieces: tuple[int, ...]
    said: str = ""


def wait(pks: Iterable[int]) -> None:
    """Have these letters filed."""
    rows = [Waiting(message=pk) for pk in sorted(set(pks))]
    Waiting.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def file_waiting(*, most: int = AT_ONCE) -> int:
    """File the next of those that wait. Answers how many were looked at."""
    if not Waiting.objects.exists():
        return 0
    reader = meaning.reader() if learnt().by == Learnt.By.MEANING else None
    means: dict[int, Meaning] = {}
    if reader is not None:
        # Before the transaction: whoever writes beside us shall not wait until the extra has read.
        most = min(most, MEANT_AT_ONCE)
        first = Waiting.objects.order_by("pk").values_list("pk", flat=True)[:most]
        told = letters_of(list(first))
        means = dict(
            zip(
                [one.pk for one in told],
                reader.meanings_of([one.said for one in told]),
                strict=True,
            )
        )
    with transaction.atomic():
        row = held()
        pks = list(Waiting.objects.order_by("pk").values_list("pk", flat=True)[:most])
        Waiting.objects.filter(pk__in=pks).delete()
        file(letters_of(pks), row, means)
        return len(pks)


def letters_of(pks: Sequence[int]) -> list[Letter]:
    """Those of them that say something, from people who are not spam.

    Without quotes and signature, which stand apart; with the subject where they began it.
    """
    found = Message.objects.filter(
        pk__in=pks, way=Message.Way.IN, is_aside=False, automatic=""
    ).exclude(conversation__status=Conversation.Status.SPAM)
    rows = found.order_by("pk").values_list(
        "pk", "conversation", "conversation__desk", "at", "text", "subject"
    )
    firsts = _firsts([row[1] for row in rows])
    letters = []
    for pk, there, desk, at, text, subject in rows:
        title = subject if firsts.get(there) == pk else ""
        told = pieces(text, title)
        if len(told) >= LEAST:
            said = f"{title}\n{text[:LONGEST]}".strip()
            letters.append(Letter(pk, there, desk, at.date(), told, said))
    return letters


def _firsts(conversations: Sequence[int]) -> dict[int, int]:
    """The first letter of each conversation."""
    rows = Message.objects.filter(conversation__in=set(conversations)).order_by("-pk")
    return dict(rows.values_list("conversation", "pk"))


def file(letters: Sequence[Letter], row: Learnt, means: Mapping[int, Meaning]) -> int:
    """File these; what is filed already stays where it is. Answers how many are new.

    The caller holds what was learnt.
    """
    known = set(
        ThemeLetter.objects.filter(pk__in=[one.pk for one in letters]).values_list("pk", flat=True)
    )
    fresh = [one for one in letters if one.pk not in known]
    if not fresh:
        return 0
    lookup = lookup_of(row)
    there = {one.conversation for one in fresh}
    counted: set[tuple[int, int | None]] = set(
        ThemeLetter.objects.filter(conversation__in=there, counts=True).values_list(
            "conversation", "theme"
        )
    )
    steps: Counter[Cell] = Counter()
    rows = []
    for one in fresh:
        theme, _like = lookup.nearest(one.pieces, means.get(one.pk, b""))
        counts = (one.conversation, theme) not in counted
        counted.add((one.conversation, theme))
        rows.append(
            ThemeLetter(
                message_id=one.pk,
                conversation_id=one.conversation,
                desk_id=one.desk,
                theme_id=theme,
                day=one.day,
                counts=counts,
            )
        )
        tell(steps, theme, one.desk, one.day, +1 if counts else 0)
    ThemeLetter.objects.bulk_create(rows)
    LetterMeaning.objects.bulk_create(
        LetterMeaning(letter_id=one.pk, told=means[one.pk]) for one in fresh if one.pk in means
    )
    add(steps)
    _add_latest([one for one in rows if one.counts])
    Learnt.objects.filter(pk=row.pk).update(letters=F("letters") + len(rows))
    return len(rows)


def tell(steps: Counter[Cell], theme: int | None, desk: int, day: date, step: int) -> None:
    """A letter more or less, in the sums of its theme and of all."""
    steps[0, desk, day] += step
    if theme:
        steps[theme, desk, day] += step


def add(steps: Counter[Cell]) -> None:
    """Add to the sums, which are made where there are none; always in the same order of rows."""
    values = [
        [theme or None, desk, day, step]
        for (theme, desk, day), step in sorted(steps.items())
        if step
    ]
    of_all = [row for row in values if row[0] is None]
    of_one = [row for row in values if row[0] is not None]
    with connection.cursor() as cursor:
        for rows, found in (
            (of_all, "(desk_id, day) WHERE theme_id IS NULL"),
            (of_one, "(theme_id, desk_id, day) WHERE theme_id IS NOT NULL"),
        ):
            if rows:
                # Names of our own tables only; what is added goes as parameters.
                cursor.executemany(
                    f"INSERT INTO {_DAY} (theme_id, desk_id, day, number) "  # noqa: S608
                    f"VALUES (%s, %s, %s, %s) ON CONFLICT {found} "
                    f"DO UPDATE SET number = {_DAY}.number + excluded.number",
                    rows,
                )


def _add_latest(rows: Sequence[ThemeLetter]) -> None:
    """What was filed just now, put among the newest of each theme: two queries, however many."""
    fresh: dict[int, list[int]] = {}
    for row in rows:
        if row.theme_id is not None:
            fresh.setdefault(row.theme_id, []).append(row.pk)
    themes = list(Theme.objects.filter(pk__in=sorted(fresh)).only("pk", "latest").order_by("pk"))
    for theme in themes:
        theme.latest = sorted({*theme.latest, *fresh[theme.pk]}, reverse=True)[:LATEST]
    Theme.objects.bulk_update(themes, ["latest"], batch_size=100)


def renew_latest(themes: Iterable[int]) -> None:
    """The newest letters of each, as ids, read anew."""
    rows: list[Any] = []
    for pk in sorted(themes):
        found = ThemeLetter.objects.filter(theme=pk, counts=True).order_by("-pk")
        rows.append(Theme(pk=pk, latest=list(found.values_list("pk", flat=True)[:LATEST])))
    Theme.objects.bulk_update(rows, ["latest"], batch_size=100)
