"""What parts come to, by whole months and days, is what their days come to."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from kept.reports.actions.adding import add
from kept.reports.models import Counted, Facet
from kept.reports.parts import MOST_PARTS, parts_of
from kept.reports.queries import Scope
from kept.reports.rules.periods import Period
from kept.reports.summing import tell
from tests.cast import make_desk, make_member

pytestmark = pytest.mark.django_db
BEGIN = date(2025, 9, 1)
DAYS = 430


@pytest.fixture
def happened():
    """Letters of firms at two desks: desk, firm, day, how many, and a length of each."""
    dice = random.Random(7)  # noqa: S311 no secret
    desks = [make_desk("Orders", make_member("ada")).pk, make_desk("Billing").pk]
    firms = [0, *range(1, 31)]
    found = [
        (
            dice.choice(desks),
            firms[int(len(firms) * dice.random() ** 2)],
            BEGIN + timedelta(days=dice.randrange(DAYS)),
            dice.randrange(1, 4),
        )
        for _ in range(1_500)
    ]
    sums: Counter = Counter()
    for desk, firm, day, number in found:
        cells = {f"D {day} received": number, f"L {day} FIRST w02": number}
        tell(sums, Counted(desk_id=desk, facets=[["ORG", firm]], cells=cells), +1)
    add(sums)
    return desks, found


@pytest.mark.parametrize(
    ("first", "last"),
    [((2026, 3, 12), (2026, 10, 5)), ((2026, 4, 1), (2026, 6, 30)), ((2026, 5, 2), (2026, 5, 20))],
)
def test_they_are_the_same_by_months_as_day_by_day(happened, first, last):
    desks, found = happened
    period = Period(date(*first), date(*last))
    now: Counter[int] = Counter()
    before: Counter[int] = Counter()
    for _desk, firm, day, number in found:
        now[firm] += number * (day in period)
        before[firm] += number * (day in period.before)

    parts = parts_of(Scope(desks, period), Facet.ORGANISATION, ["FIRST"])

    full = sorted((firm for firm in now if now[firm]), key=lambda firm: (-now[firm], firm))
    assert [part.key for part in parts] == full[:MOST_PARTS]
    for part in parts:
        assert part.now["received"] == now[part.key]
        assert part.before["received"] == before[part.key]
        assert part.took["FIRST"].counts[2] == part.took["FIRST"].of == now[part.key]


def test_of_one_desk_they_tell_of_it_alone_and_of_none_nothing(happened):
    desks, found = happened
    period = Period(BEGIN, BEGIN + timedelta(days=DAYS))

    parts = parts_of(Scope(desks[:1], period), Facet.ORGANISATION)
    told = sum(number for desk, _firm, _day, number in found if desk == desks[0])
    assert len(parts) == MOST_PARTS
    assert 0 < sum(part.now["received"] for part in parts) <= told
    assert parts_of(Scope([], period), Facet.ORGANISATION) == []
