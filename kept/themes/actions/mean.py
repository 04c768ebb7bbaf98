"""What letters of the last weeks mean: some at a time, where the extra is installed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from kept.themes import meaning
from kept.themes.actions.file import Letter, letters_of
from kept.themes.learnt import first_of_the_last_weeks
from kept.themes.models import Learnt, LetterMeaning, ThemeLetter
from kept.themes.rules.meanings import Meaning

AT_ONCE = 50
FORGOTTEN_AT_ONCE = 500


def mean_some(*, now: datetime, most: int = AT_ONCE) -> int:
    """Tell it of the next; forget it of those that are too old. Answers how many were looked at.

    The long part stands in no transaction.
    """
    reader = meaning.reader()
    if reader is None:
        return 0
    first = first_of_the_last_weeks(now=now)
    pks = list(without_meaning(first).order_by("pk").values_list("pk", flat=True)[:most])
    if not pks:
        old = LetterMeaning.objects.filter(letter__lt=first).order_by("letter")
        gone = list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
        LetterMeaning.objects.filter(pk__in=gone).delete()
        return len(gone)
    told = told_by(reader, letters_of(pks))
    # Whoever has become spam since has none, and is not asked again.
    keep({pk: told.get(pk, b"") for pk in pks})
    return len(pks)


def without_meaning(first: int) -> QuerySet[ThemeLetter]:
    return ThemeLetter.objects.filter(pk__gte=first, meaning=None)


def told_by(reader: meaning.Reader, letters: Sequence[Letter]) -> dict[int, Meaning]:
    means = reader.meanings_of([one.said for one in letters])
    return {one.pk: told for one, told in zip(letters, means, strict=True)}


def keep(told: dict[int, Meaning]) -> None:
    """Of letters that are filed and still there; what is known stays."""
    there = ThemeLetter.objects.filter(pk__in=list(told)).values_list("pk", flat=True)
    rows = [LetterMeaning(letter_id=pk, told=told[pk]) for pk in sorted(there)]
    LetterMeaning.objects.bulk_create(rows, ignore_conflicts=True)


def means_of(pks: Iterable[int]) -> dict[int, Meaning]:
    """Those that are known."""
    rows = LetterMeaning.objects.filter(letter__in=list(pks)).values_list("letter", "told")
    return {pk: bytes(told) for pk, told in rows if told}


def by_what(row: Learnt, *, now: datetime) -> str:
    """What letters are to be compared by: by meaning once it is known of all the last weeks."""
    if meaning.reader() is None:
        return Learnt.By.WORDS
    if row.by == Learnt.By.MEANING:
        return row.by
    is_missing = without_meaning(first_of_the_last_weeks(now=now)).exists()
    return Learnt.By.WORDS if is_missing else Learnt.By.MEANING
