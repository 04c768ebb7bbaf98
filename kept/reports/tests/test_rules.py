"""Lengths, periods, a life, and what follows from figures; all pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from kept.reports import drawing, wording
from kept.reports.rules import advice
from kept.reports.rules.lengths import (
    BOUNDS,
    BUCKETS,
    Lengths,
    bucket_of,
    counts_differ,
    differ,
    lengths,
)
from kept.reports.rules.life import CLOSED, IN, OPEN, OUT, Step, live
from kept.reports.rules.periods import Period, chosen, in_months, preset
from kept.reports.sentences import _SENTENCES, LOOK, sentence

TUESDAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def some(**counts: int) -> Lengths:
    """`some(b3=10)`: ten in the bucket of place 3."""
    row = [0] * BUCKETS
    for name, count in counts.items():
        row[int(name[1:])] = count
    return lengths(row)


@dataclass
class Came:
    received: int
    waited: Lengths = field(default_factory=Lengths)


@dataclass
class Piece:
    key: int
    now: dict[str, int] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    took: dict[str, Lengths] = field(default_factory=dict)


# Lengths


@pytest.mark.parametrize(
    ("minutes", "place"), [(0, 0), (5, 0), (5.1, 1), (60, 3), (43200, 19), (43201, 20)]
)
def test_a_bound_belongs_to_the_bucket_below_it(minutes, place):
    assert bucket_of(minutes * 60) == place


def test_a_median_lies_within_its_bucket():
    # Ten up to half an hour, ten up to an hour: the tenth ends the first ten.
    both = some(b2=10, b3=10)

    assert (both.of, both.median, both.at(0.75), both.at(1)) == (20, 30, 45, 60)
    assert (Lengths().median, Lengths().is_worth_it) == (0, False)
    assert both.within(30) == 10


def test_two_medians_differ_where_their_likely_ranges_do_not_meet():
    short, long = some(b2=40), some(b6=40)

    assert (differ(long, short), differ(short, long), differ(short, short)) == (
        "more",
        "less",
        "none",
    )
    assert differ(some(b6=9), short) == "unknown"


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [(5, 4, "unknown"), (120, 100, "none"), (140, 100, "more"), (100, 140, "less")],
)
def test_two_counts_differ_beyond_chance(now, before, told):
    assert counts_differ(now, before) == told


# Periods


def test_a_week_begins_on_monday_and_stands_beside_the_same_days():
    week = preset("week", today=TUESDAY)

    assert (week.first, week.last) == (date(2026, 11, 23), TUESDAY)
    assert week.before == Period(date(2026, 11, 16), date(2026, 11, 17))
    assert preset("4w", today=TUESDAY).days == 28
    assert preset("4w", today=TUESDAY).before.last == date(2026, 10, 27)


def test_long_periods_are_told_by_week_and_no_day_is_lost():
    for days in (1, 28, 31, 32, 84, 364, 365):
        period = Period(TUESDAY - timedelta(days=days - 1), TUESDAY)
        steps = period.steps
        assert (steps[0].first, steps[-1].last) == (period.first, TUESDAY)
        assert all(
            after.first == before.last + timedelta(days=1) for before, after in pairwise(steps)
        )
        assert len(steps) == (days if days <= 31 else -(-days // 7))
        assert len(period.before.steps) == len(steps)


@pytest.mark.parametrize(
    ("first", "last", "months", "rest"),
    [
        ((2026, 11, 1), (2026, 11, 30), ((2026, 11, 1), (2026, 11, 1)), []),
        ((2025, 11, 26), (2026, 11, 24), ((2025, 12, 1), (2026, 10, 1)), [5, 24]),
        ((2026, 1, 1), (2026, 3, 1), ((2026, 1, 1), (2026, 2, 1)), [1]),
        ((2026, 10, 31), (2026, 11, 30), ((2026, 11, 1), (2026, 11, 1)), [1]),
        ((2026, 10, 2), (2026, 11, 29), None, [59]),
        ((2026, 11, 24), (2026, 11, 24), None, [1]),
    ],
)
def test_a_period_is_whole_months_and_the_days_around_them(first, last, months, rest):
    period = Period(date(*first), date(*last))

    whole, days = in_months(period)

    assert whole == (Period(*(date(*one) for one in months)) if months else None)
    assert [one.days for one in days] == rest


def test_months_and_days_are_the_period_and_nothing_twice():
    for first in range(0, 800, 13):
        for length in (1, 28, 31, 59, 84, 364, 731):
            begin = date(2024, 1, 1) + timedelta(days=first)
            period = Period(begin, begin + timedelta(days=length - 1))
            whole, days = in_months(period)
            told = [one.first + timedelta(days=n) for one in days for n in range(one.days)]
            for n in range(whole.days if whole else 0):
                day = whole.first + timedelta(days=n)
                if day.day == 1:
                    month = (day + timedelta(days=31)).replace(day=1) - day
                    told += [day + timedelta(days=m) for m in range(month.days)]
            assert sorted(told) == [begin + timedelta(days=n) for n in range(length)]


def test_own_days_end_today_and_are_not_too_many():
    assert chosen(TUESDAY, date(2031, 1, 1), today=TUESDAY) == Period(TUESDAY, TUESDAY)
    assert chosen(TUESDAY, date(2026, 11, 1), today=TUESDAY) is None
    assert chosen(date(2024, 1, 1), TUESDAY, today=TUESDAY) is None


# A life


def test_what_is_closed_without_an_answer_waits_no_longer():
    life = live(
        NOON,
        [
            Step(NOON, IN),
            Step(NOON + HOUR, OUT),
            Step(NOON + 2 * HOUR, IN),
            Step(NOON + 3 * HOUR, CLOSED),
            Step(NOON + 9 * HOUR, IN),
            Step(NOON + 9 * HOUR, OPEN),
            Step(NOON + 10 * HOUR, OUT),
        ],
        closed_at=None,
    )

    assert [(wait.measure, wait.until - wait.since) for wait in life.waits] == [
        ("FIRST", HOUR),
        ("NEXT", HOUR),
    ]
    assert (len(life.closed), len(life.reopened), life.resolved_at) == (1, 1, None)


def test_the_conversation_itself_has_the_last_word_on_whether_it_is_closed():
    silent = live(NOON, [Step(NOON, IN)], closed_at=NOON + HOUR)
    wrong = live(NOON, [Step(NOON, IN), Step(NOON + HOUR, CLOSED)], closed_at=None)

    assert (silent.closed, silent.resolved_at) == ([NOON + HOUR], NOON + HOUR)
    assert (wrong.closed, wrong.resolved_at) == ([], None)


def test_what_we_begin_has_no_first_answer():
    life = live(
        NOON,
        [Step(NOON, OUT), Step(NOON + HOUR, IN), Step(NOON + 2 * HOUR, OUT)],
        closed_at=None,
    )

    assert (life.is_ours, [wait.measure for wait in life.waits]) == (True, ["NEXT"])


# Advice


def test_the_busiest_hours_are_named_with_what_they_wait():
    hours = {(day, hour): Came(5, some(b3=5)) for day in range(5) for hour in (10, 12, 14, 16)}
    hours |= {(3, 9): Came(30, some(b6=30)), (3, 10): Came(20, some(b6=20))}

    (told,) = advice.busiest(hours)

    assert (told.code, told.is_calm) == ("busiest_waits", False)
    # 50 of 145 letters; between two and three hours against half an hour to one.
    assert told.values == {
        "weekday": 3,
        "hour": 9,
        "until": 11,
        "share": 34,
        "median": 150,
        "rest": 45,
    }
    assert sentence(told, part="", is_clock=False) == (
        "Thursday, 9:00 to 11:00, takes in 34 % of the letters, and they wait longer than others:"
        " 2.5 h at the median, 45 min at other times. Let one more of you answer then, or keep"
        " other work out of these hours."
    )


def test_where_letters_come_evenly_no_hours_are_named():
    hours = {(day, hour): Came(5) for day in range(5) for hour in range(9, 17)}

    assert [one.code for one in advice.busiest(hours)] == ["evenly"]
    assert advice.busiest({(0, 9): Came(29)}) == []
    assert advice.slowest(hours) == []


def test_what_grew_is_named_where_one_part_grew():
    now, before = {"received": 300}, {"received": 200}
    parts = [
        Piece(1, {"received": 190}, {"received": 100}),
        Piece(2, {"received": 110}, {"received": 100}),
    ]

    (told,) = advice.volume(now, before, parts)

    assert (told.code, told.part, told.values["more"]) == ("more_of_part", 1, 90)
    assert advice.volume(now, before)[0].code == "more"
    assert advice.volume(before, now)[0].code == "fewer"
    assert advice.volume(now, {"received": 0}) == []


def test_answers_name_the_part_that_waits_longer():
    quick, slow = some(b3=60), some(b8=30)
    now = {"FIRST": quick + slow, "NEXT": Lengths()}
    parts = [Piece(1, took={"FIRST": quick}), Piece(2, took={"FIRST": slow})]

    told = advice.answers(now, {"FIRST": Lengths()}, parts)

    assert [(one.code, one.part) for one in told] == [("part_slower", 2)]


def test_the_backlog_is_told_by_its_age_and_its_growth():
    still_open = {TUESDAY: 10, TUESDAY - timedelta(days=15): 4, TUESDAY - timedelta(days=14): 3}

    told = advice.backlog(
        {"opened": 100, "reopened": 5, "closed": 60}, still_open, today=TUESDAY, weeks=4
    )

    assert [one.code for one in told] == ["grows", "old"]
    assert told[0].values["a_week"] == 11
    assert told[1].values == {"old": 4, "of": 17, "days": 14}


def test_promises_name_what_most_often_kept_them_from_being_kept():
    ended = {"in_time": 40, "moved": 5, "late": 2, "told": 1, "silent": 5}

    assert [one.code for one in advice.promises(ended)] == ["mostly_silent"]
    assert advice.promises(dict.fromkeys(ended, 0)) == []
    assert advice.promises(dict.fromkeys(ended, 0) | {"in_time": 4})[0].code == "all_kept"


def test_every_sentence_can_be_said_and_every_look_is_a_question():
    values = {
        **dict.fromkeys(("share", "n", "of", "low", "high", "more", "a_week", "old"), 7),
        **dict.fromkeys(("median", "rest", "now", "before", "long"), 7.0),
        "weekday": 3,
        "hour": 9,
        "until": 11,
        "came": 1,
        "went": 1,
        "days": 14,
    }
    for code in _SENTENCES:
        said = sentence(advice.Advice(code, values), part="Orders", is_clock=True)
        assert "{" not in said
        assert said.endswith((".", "?"))
    assert all(question for question, _link in LOOK.values())


@pytest.mark.parametrize(
    ("minutes", "working", "clock"),
    [
        (46, "46 min", "46 min"),
        (150, "2.5 h", "2.5 h"),
        (2400, "40 h", "40 h"),
        (4320, "72 h", "3.0 days"),
        (BOUNDS[-1], "720 h or more", "30 days or more"),
    ],
)
def test_days_are_said_only_by_the_clock(minutes, working, clock):
    assert wording.length(minutes) == working
    assert wording.length(minutes, is_clock=True) == clock


# Drawing


def test_bars_stand_on_their_line_beside_each_other_or_on_top():
    two = [drawing.Series("one", "In", [10, 20], [5, 0]), drawing.Series("two", "Out", [20, None])]
    drawn = drawing.chart(two, ["Mon", "Tue"], labels=["M", "T"], says=lambda n: f"{n:g}")

    assert [(bar.says, bar.top, bar.height) for bar in drawn.bars] == [
        ("Mon: In 10", "110.0", "88.0"),
        ("Tue: In 20", "22.0", "176.0"),
        ("Mon: Out 20", "22.0", "176.0"),
    ]
    assert [(mark.says, mark.at) for mark in drawn.marks] == [("5", "154.0"), ("0", "198.0")]
    assert [line.says for line in drawn.scale] == ["10", "20"]

    three = [drawing.Series(kind, kind, [10], []) for kind in ("kept", "moved", "late")]
    piled = drawing.chart(three, ["Mon"], labels=["M"], says=str)
    assert [(bar.top, bar.fill) for bar in piled.bars] == [
        ("154.0", "currentColor"),
        ("110.0", "url(#r-moved)"),
        ("66.0", "url(#r-late)"),
    ]


def test_a_phone_has_room_for_few_labels():
    drawn = drawing.chart(
        [drawing.Series("one", "In", [1.0] * 28)],
        ["x"] * 28,
        labels=[str(n) for n in range(28)],
        says=str,
    )

    assert [label.says for label in drawn.labels if label.is_main] == ["3", "9", "15", "21", "27"]
    assert not drawn.has_before
