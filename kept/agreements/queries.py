"""Read shapes of agreements for the screens. None of them grows with what lies behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, DateField, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from kept.agreements.models import (
    Agreement,
    Clause,
    Judgement,
    Measure,
    Reading,
    Review,
    SayBack,
    Side,
    Target,
    Version,
)
from kept.conversations.models import Conversation
from kept.customers.models import Customer
from kept.kit.shares import Share
from kept.people.models import Member
from kept.promises.models import Promise, PromiseVersion

PAGE = 25
LATEST = 200
"""How far back one looks to say how it is kept: so many promises."""
MOST_BROKEN = 5
_IN_TIME = (
    "AND p.outcome = 'KEPT' AND p.broken_at IS NULL AND NOT EXISTS (SELECT 1 FROM "
    "promises_promiseversion v WHERE v.promise_id = p.id AND NOT v.was_early)"
)
MOST_TALKS = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """How promises ended: `kept` in time of those that came `due`. Of talks: held, looked at.

    `closed` are clocks that ended with their conversation: nobody answered, nobody asked again.
    """

    kept: int = 0
    due: int = 0
    closed: int = 0

    @property
    def share(self) -> Share:
        return Share(self.kept, self.due)


@dataclass(frozen=True, slots=True)
class Line:
    """A clause and how it is kept: a clock by its promises, words by what both sides said."""

    clause: Clause
    standing: Standing


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that broke. Its conversation only where the reader may see it."""

    promise: Promise
    conversation: Conversation | None


@dataclass(frozen=True, slots=True)
class Column:
    """One side: what it promises, and how all of that is kept."""

    side: str
    name: str
    lines: list[Line]
    clocks: Standing
    talks: Standing


@dataclass(frozen=True, slots=True)
class Shown:
    """An agreement as it is read: the terms that hold, and those in hand."""

    agreement: Agreement
    version: Version
    holds: bool
    columns: list[Column]
    measures: list[tuple[Measure, str]]
    say_backs: list[SayBack]
    broken: list[Broken] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    agreement: Agreement
    standing: Standing
    last_talk: Any


def page_of(
    member: Member, *, before: int | None = None, size: int = PAGE
) -> tuple[list[Row], int | None]:
    """Agreements in sight, the newest first; behind which number the next page begins."""
    found = Agreement.objects.visible_to(member)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(
        found.select_related("organisation", "desk__calendar", "team", "other_team")
        .prefetch_related("desks")
        .annotate(kept=_latest(_IN_TIME), due=_latest())
        .annotate(last_talk=_last_talk())
        .order_by("-pk")[: size + 1]
    )
    shown = [
        Row(row, Standing(row.kept, row.due), row.last_talk)  # type: ignore[attr-defined]
        for row in rows[:size]
    ]
    return shown, shown[-1].agreement.pk if len(rows) > size else None


def _last_talk() -> RawSQL:
    return RawSQL(
        "SELECT max(r.talked_on) FROM agreements_review r "
        "WHERE r.agreement_id = agreements_agreement.id",
        (),
        output_field=DateField(),  # SQLite has no dates of its own
    )


def _latest(only: str = "") -> RawSQL:
    """Of an agreement's latest targets those that came due, read by the index of the newest."""
    # The text is ours throughout; there is no value in it.
    return RawSQL(  # noqa: S611
        "SELECT count(*) FROM (SELECT t.promise_id FROM agreements_target t "  # noqa: S608
        "WHERE t.agreement_id = agreements_agreement.id "
        f"ORDER BY t.id DESC LIMIT {LATEST}) few JOIN promises_promise p ON p.id = few.promise_id "
        f"WHERE (p.outcome = 'KEPT' OR p.broken_at IS NOT NULL) {only}",
        (),
    )


def shown(
    agreement: Agreement, version: Version, *, holds: bool, member: Member | None = None
) -> Shown:
    """The agreement by one of its versions; `member` None: as its partner reads it."""
    clauses = list(
        version.clauses.select_related("desk__calendar", "organisation").annotate(
            held=_judged(agreement, is_held=True), looked=_judged(agreement)
        )
    )
    targets = _targets(agreement) if holds else []
    return Shown(
        agreement=agreement,
        version=version,
        holds=holds,
        columns=_columns(agreement, clauses, targets),
        measures=_measures(agreement, version),
        say_backs=list(version.say_backs.select_related("member", "customer")),
        broken=_broken(targets, member),
    )


def reviews(agreement: Agreement) -> list[Review]:
    """The last talks, the newest first."""
    return list(agreement.reviews.all()[:MOST_TALKS])


def living_for(customer: Customer, member: Member | None = None) -> list[Agreement]:
    """Agreements that hold with the customer's organisation: what their page links to.

    All of them for the customer; for a member who looks at that page, those in sight.
    """
    found = Agreement.objects.of_customer(customer).living()
    if member is not None:
        found = found.visible_to(member)
    return list(found.select_related("organisation").order_by("pk"))


def to_say_back(customer: Customer) -> list[Agreement]:
    """Agreements of which their side has still to say back the terms."""
    waiting = Version.objects.filter(
        agreement=OuterRef("pk"), holds_from=None, withdrawn_at=None, meeting_since__isnull=False
    ).exclude(say_backs__side=Side.THEIRS)
    found = Agreement.objects.of_customer(customer).exclude(state=Agreement.State.ENDED)
    return list(found.filter(Exists(waiting)).select_related("organisation").order_by("pk"))


def _columns(
    agreement: Agreement,
    clauses: Sequence[Any],
    targets: Sequence[Target],
) -> list[Column]:
    by_line: dict[int, Counter[str]] = {}
    for target in targets:
        by_line.setdefault(target.clause.line, Counter())[_came_out(target)] += 1
    between = _between_teams(agreement)
    columns = []
    for side, name in ((Side.OURS, agreement.our_name), (Side.THEIRS, agreement.their_name)):
        lines = [
            Line(
                clause,
                _standing(by_line.get(clause.line, Counter()))
                if clause.is_clock
                else Standing(clause.held, clause.looked),
            )
            for clause in clauses
            if clause.side == side
        ]
        clocks = between.get(side) or _total(
            _standing(count) for count in by_line.values() if side == Side.OURS
        )
        looked_at = _total(line.standing for line in lines if not line.clause.is_clock)
        columns.append(Column(side, name, lines, clocks, looked_at))
    return columns


def _targets(agreement: Agreement) -> list[Target]:
    """The latest promises that its clauses made, with what they became."""
    moved_late = PromiseVersion.objects.filter(promise=OuterRef("promise"), was_early=False)
    return list(
        Target.objects.filter(agreement=agreement)
        .select_related("promise", "clause")
        .annotate(was_moved_late=Exists(moved_late))
        .order_by("-pk")[:LATEST]
    )


def _came_out(target: Any) -> str:
    promise: Promise = target.promise
    if promise.outcome == Promise.Outcome.KEPT:
        in_time = promise.broken_at is None and not target.was_moved_late
        return "kept" if in_time else "late"
    if promise.broken_at is not None:
        return "late"
    return "closed" if promise.outcome == Promise.Outcome.RELEASED else "open"


def _standing(count: Counter[str]) -> Standing:
    return Standing(count["kept"], count["kept"] + count["late"], count["closed"])


def _total(standings: Iterable[Standing]) -> Standing:
    found = list(standings)
    return Standing(
        sum(one.kept for one in found),
        sum(one.due for one in found),
        sum(one.closed for one in found),
    )


def _between_teams(agreement: Agreement) -> dict[str, Standing]:
    """What the two teams have promised each other besides, each its own column."""
    if agreement.kind != Agreement.Kind.TEAMS:
        return {}
    one, other = agreement.team_id, agreement.other_team_id
    return {
        Side.OURS: _promised(one, other, agreement.living_since),
        Side.THEIRS: _promised(other, one, agreement.living_since),
    }


def _promised(keeper: int | None, to: int | None, since: datetime | None) -> Standing:
    if since is None:
        return Standing()
    late = PromiseVersion.objects.filter(promise=OuterRef("pk"), was_early=False)
    latest = (
        Promise.objects.filter(keeper_team=keeper, to_team=to, made_at__gte=since)
        .annotate(was_moved_late=Exists(late))
        .order_by("-pk")
        .values_list("outcome", "broken_at", "was_moved_late")[:LATEST]
    )
    ended = [
        outcome == "KEPT" and not broken and not moved
        for outcome, broken, moved in latest
        if outcome == "KEPT" or broken
    ]
    return Standing(sum(ended), len(ended))


def _judged(agreement: Agreement, **only: bool) -> Coalesce:
    """Of how many talks the promise in words was spoken of, through all versions."""
    spoken = Judgement.objects.filter(
        review__agreement=agreement, clause__line=OuterRef("line"), **only
    )
    counted = spoken.order_by().values("clause__line").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _measures(agreement: Agreement, version: Version) -> list[tuple[Measure, str]]:
    """Each measure with what it said last, by its name through all versions."""
    said = Reading.objects.filter(review__agreement=agreement, measure__name=OuterRef("name"))
    last = said.order_by("-review__talked_on", "-pk").values("words")[:1]
    found = version.measures.annotate(last=Subquery(last))
    return [(measure, measure.last or "") for measure in found]


def _broken(targets: Sequence[Target], member: Member | None) -> list[Broken]:
    last = [target for target in targets if _came_out(target) == "late"][:MOST_BROKEN]
    seen: dict[int, Conversation] = {}
    if member is not None and last:
        within: QuerySet[Conversation] = Conversation.objects.visible_to(member).filter(
            pk__in=[target.conversation_id for target in last]
        )
        seen = {one.pk: one for one in within.select_related("customer")}
    return [Broken(target.promise, seen.get(target.conversation_id)) for target in last]
