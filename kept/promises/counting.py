"""Our word in figures: how promises ended by month, desk and kind, and how many answers were vague.

All of it is read from tallies, so it costs the same whatever the archive holds. It tells of desks,
and of a person to themselves alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Sum

from kept.conversations.models import Desk
from kept.kit.prepared import prepared
from kept.kit.shares import Share
from kept.people.models import Member
from kept.promises.models import CountedPromise, Promise, PromiseTally, VagueCount
from kept.promises.rules.endings import ENDED, ENDINGS, GOOD, IN_TIME

TO_CUSTOMERS = (
    Promise.Kind.PROMISE,
    Promise.Kind.CALLBACK,
    Promise.Kind.FOLLOW_UP,
    Promise.Kind.RECONSIDER,
    Promise.Kind.FIRST_ANSWER,
    Promise.Kind.NEXT_ANSWER,
    Promise.Kind.RESOLUTION,
)
"""Kinds that a desk can bear; the others are among us."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many promises ended how. The first seven exclude each other, see `rules.endings`.

    The next four are parts of `in_time`, by what the promisee says; the last two stand beside.
    """

    in_time: int = 0
    moved: int = 0
    late: int = 0
    told: int = 0
    silent: int = 0
    released: int = 0
    open: int = 0
    confirmed: int = 0
    presumed: int = 0
    waiting: int = 0
    unasked: int = 0
    by_first: int = 0
    slipping: int = 0

    def of(self, ending: str) -> int:
        return int(getattr(self, ending.lower()))

    @property
    def all(self) -> int:
        return sum(map(self.of, ENDINGS))

    @property
    def ended(self) -> int:
        return sum(map(self.of, ENDED))

    @property
    def by_last_date(self) -> Share:
        """Kept as it was last agreed, its date never having moved too late."""
        return Share(sum(map(self.of, GOOD)), self.ended)

    @property
    def by_first_date(self) -> Share:
        """Kept by the date that was said first, of the same promises."""
        return Share(self.by_first, self.ended)


COLUMNS = tuple(one.name for one in fields(Counts))
NO_SHARE = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """A desk or a kind: `now` in the months that are shown, `before` in as many before them."""

    key: str
    now: Counts
    before: Counts


@dataclass(frozen=True, slots=True)
class Figures:
    """`months` are the first days of those that are shown, the present one last.

    `answers` says of our replies how many were vague; there are none in a member's own word.
    """

    months: list[date]
    by_month: dict[date, Counts]
    now: Counts
    before: Counts
    by_desk: list[Row] = field(default_factory=list)
    by_kind: list[Row] = field(default_factory=list)
    answers: Share = NO_SHARE
    answers_before: Share = NO_SHARE
    answers_by_month: dict[date, Share] = field(default_factory=dict)

    def replies_in(self, month: date) -> int:
        return self.answers_by_month.get(month, NO_SHARE).of


@dataclass(frozen=True, slots=True)
class Cell:
    """One desk in one month."""

    month: date
    desk: Desk
    counts: Counts
    answers: Share


@dataclass(frozen=True, slots=True)
class Desks:
    """Desks in a member's sight, by name.

    `alone` are those whose figures would be those of one other person; they are shown to nobody.
    """

    shown: list[Desk]
    alone: list[Desk]


def desks_of(member: Member) -> Desks:
    """Whose word the member may see, who leads."""
    return desks_told_to(member) if member.is_manager else Desks([], [])


def desks_told_to(member: Member) -> Desks:
    """Whose figures the member may see.

    Whoever sees only what is assigned to them sees no desk's.
    """
    if not member.is_active or (member.sees_only_assigned and not member.is_owner):
        return Desks([], [])
    others = Q(teams__members__is_active=True) & ~Q(teams__members=member.pk)
    found = Desk.objects.visible_to(member).order_by("name", "pk")
    counted: Any = found.annotate(others=Count("teams__members", filter=others, distinct=True))
    desks = [(desk, desk.others == 1) for desk in counted]
    return Desks(
        shown=[desk for desk, is_alone in desks if not is_alone],
        alone=[desk for desk, is_alone in desks if is_alone],
    )


def word_of_desks(desks: Iterable[Desk], *, kind: str = "", months: int, now: date) -> Figures:
    """The word of these desks, in promises of one kind or of all, in the `months` up to `now`.

    The caller has passed the gate for the desks.
    """
    ids = [desk.pk for desk in desks]
    span = _Span(now, months)
    tallies = span.of(PromiseTally.objects.filter(desk__in=ids))
    sums = {name: Sum(name) for name in COLUMNS}
    replies = span.of(VagueCount.objects.filter(desk__in=ids)).values("month")
    answers = {
        month: Share(vague, of)
        for month, vague, of in replies.values_list("month", Sum("vague"), Sum("replies"))
    }
    return span.word(
        tallies.filter(kind=kind) if kind else tallies,
        sums,
        by_desk=ids,
        by_kind=TO_CUSTOMERS,
        answers=answers,
    )


def cells_of_desks(desks: Iterable[Desk], *, kind: str = "", months: int, now: date) -> list[Cell]:
    """The same cell by cell, by month and the desk's place in `desks`; empty ones are left out."""
    known = {desk.pk: desk for desk in desks}
    span = _Span(now, months)
    tallies = PromiseTally.objects.filter(desk__in=known, month__in=span.shown)
    if kind:
        tallies = tallies.filter(kind=kind)
    sums = {name: Sum(name) for name in COLUMNS}
    counts = {
        (month, desk): Counts(*told)
        for month, desk, *told in tallies.order_by()
        .values("month", "desk")
        .annotate(**sums)
        .values_list("month", "desk", *sums)
    }
    answers = {
        (month, desk): Share(vague, of)
        for month, desk, vague, of in VagueCount.objects.filter(
            desk__in=known, month__in=span.shown
        ).values_list("month", "desk", "vague", "replies")
    }
    return [
        Cell(
            month,
            desk,
            counts.get((month, pk), Counts()),
            answers.get((month, pk), NO_SHARE),
        )
        for month in span.shown
        for pk, desk in known.items()
        if counts.get((month, pk), Counts()).all or (month, pk) in answers
    ]


def word_of_myself(member: Member, *, kind: str = "", months: int, now: date) -> Figures:
    """The member's own word, whoever it was given to. For the member alone."""
    span = _Span(now, months)
    counted = span.of(CountedPromise.objects.filter(keeper=member))
    return span.word(
        counted.filter(kind=kind) if kind else counted,
        counted_sums(),
        by_kind=Promise.Kind.values,
    )


def share_of_myself(member: Member, *, months: int, now: date) -> Share:
    """What of all that ended in the `months` up to `now` the member kept as last agreed.

    For the member alone. The same as in `word_of_myself`, at the price of one sum.
    """
    shown = _Span(now, months).shown
    for kept, of in _kept_and_ended(member, shown[0], shown[-1]):
        return Share(kept, of)
    return NO_SHARE


@prepared
def _kept_and_ended(member: Member, first: date, last: date) -> QuerySet[Any, tuple[int, int]]:
    """One row, or none where nothing ended."""
    ended = CountedPromise.objects.filter(keeper=member, ending__in=ENDED)
    mine = ended.filter(month__gte=first, month__lte=last).order_by().values("keeper")
    sums = mine.annotate(kept=Count("month", filter=Q(ending__in=GOOD)), of=Count("month"))
    return sums.values_list("kept", "of")


def counted_sums() -> dict[str, Count]:
    """The columns of a tally, as counts of the rows it sums up."""
    kept = {"CONFIRMED": "confirmed", "PRESUMED": "presumed", "WAITING": "waiting"}
    sums = {ending.lower(): Q(ending=ending) for ending in ENDINGS}
    sums |= {
        kept.get(said, "unasked"): Q(ending=IN_TIME, confirmation=said)
        for said in Promise.Confirmation.values
    }
    sums |= {"by_first": Q(is_by_first=True), "slipping": Q(is_slipping=True)}
    # Of a column that the index has and that is never null: rows are not looked at for it.
    return {name: Count("month", filter=sums[name]) for name in COLUMNS}


def month_in(zone: str, now: datetime) -> date:
    """The first day of the month it is in `zone`."""
    return now.astimezone(ZoneInfo(zone)).date().replace(day=1)


_Sums = tuple[dict[str, int | str], bool, tuple[int, ...]]
"""Which desk and kind, whether in the months that are shown, and the columns of a tally."""


class _Span:
    """So many months up to the one of `now`, and as many before them."""

    def __init__(self, now: date, months: int) -> None:
        last = now.year * 12 + now.month - 1
        every = [date(n // 12, n % 12 + 1, 1) for n in range(last - 2 * months + 1, last + 1)]
        self.earlier, self.shown = every[:months], every[months:]

    def of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        found: QuerySet[Any] = rows.filter(month__gte=self.earlier[0], month__lte=self.shown[-1])
        is_now = ExpressionWrapper(Q(month__gte=self.shown[0]), output_field=BooleanField())
        annotated: QuerySet[Any] = found.order_by().annotate(is_now=is_now)
        return annotated

    def word(
        self,
        rows: QuerySet[Any],
        sums: dict[str, Any],
        *,
        by_kind: Iterable[str],
        by_desk: Sequence[int] = (),
        answers: dict[date, Share] | None = None,
    ) -> Figures:
        months = {
            month: Counts(*counts)
            for month, *counts in rows.values("month").annotate(**sums).values_list("month", *sums)
        }
        parts = ("desk", "kind") if by_desk else ("kind",)
        cells = [
            (dict(zip(parts, told, strict=False)), bool(told[len(parts)]), told[len(parts) + 1 :])
            for told in rows.values(*parts, "is_now")
            .annotate(**sums)
            .values_list(*parts, "is_now", *sums)
        ]
        said = answers or {}
        return Figures(
            months=self.shown,
            by_month={month: months.get(month, Counts()) for month in self.shown},
            now=_sum(months.get(month) for month in self.shown),
            before=_sum(months.get(month) for month in self.earlier),
            by_desk=_rows(cells, "desk", by_desk),
            by_kind=_rows(cells, "kind", by_kind),
            answers=_pool(said.get(month) for month in self.shown),
            answers_before=_pool(said.get(month) for month in self.earlier),
            answers_by_month={month: said.get(month, NO_SHARE) for month in self.shown},
        )


def _sum(counts: Iterable[Counts | None]) -> Counts:
    every = [one for one in counts if one]
    return Counts(*(sum(getattr(one, name) for one in every) for name in COLUMNS))


def _pool(shares: Iterable[Share | None]) -> Share:
    every = [one for one in shares if one]
    return Share(sum(one.good for one in every), sum(one.of for one in every))


def _rows(cells: list[_Sums], part: str, keys: Iterable[int | str]) -> list[Row]:
    """A row a key, in the order of the keys; those without a promise are left out."""
    sums: dict[tuple[int | str, bool], list[int]] = {}
    for names, is_now, counts in cells:
        if part in names:
            there = sums.setdefault((names[part], is_now), [0] * len(COLUMNS))
            for n, count in enumerate(counts):
                there[n] += count
    return [
        Row(str(key), Counts(*sums.get((key, True), ())), Counts(*sums.get((key, False), ())))
        for key in keys
        if (key, True) in sums or (key, False) in sums
    ]
