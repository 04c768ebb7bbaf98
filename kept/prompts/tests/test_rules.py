"""When the figures ask for something, and when again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kept.prompts import rules
from kept.prompts.rules import (
    Asked,
    Dismissed,
    InTheWay,
    Meeting,
    Owed,
    Resting,
    Rule,
    Seen,
    is_clearly_worse,
    raised,
    still_raised,
)
from tests.cast import NOON

DAY = timedelta(days=1)


def kinds(seen: Seen) -> list[tuple[str, str, int]]:
    return [(one.kind, one.subject, one.weight) for one in raised(seen, now=NOON)]


def owed(pk: int, *, due_in: timedelta) -> Owed:
    return Owed(pk, "Pay it back.", "Ada", NOON - 8 * DAY, NOON + due_in)


def friction(pk: int, *, days: int = 20, voices: int = 1, desk: int = 0, has_owner: bool = False):
    at = NOON - days * DAY
    return InTheWay(pk, "No receipt", "FRICTION", "RAISED", desk, at, voices, has_owner)


def asked(pk: int, *, hours: float = 30, days: int = 10, **more: object) -> Asked:
    at = NOON - days * DAY
    values = {"member": 1, "who": "Ada", "kind": "REFUND", "state": "GRANTED"} | more
    return Asked(pk, asked_at=at, answered_at=at + timedelta(hours=hours), **values)  # type: ignore[arg-type]


def test_where_nothing_is_nothing_is_asked():
    assert raised(Seen(), now=NOON) == []


@pytest.mark.parametrize(("due_in", "is_raised"), [(2 * DAY, True), (-DAY, True), (3 * DAY, False)])
def test_an_answer_that_is_owed_is_asked_for_when_it_comes_near(due_in, is_raised):
    rows = [owed(7, due_in=due_in)]

    assert kinds(Seen(requests=rows)) == ([("HEARING", "7", 8)] if is_raised else [])
    assert kinds(Seen(obstacles=rows)) == ([("OBSTACLE", "7", 8)] if is_raised else [])


def test_recoveries_that_stand_still_are_one_prompt_with_each_to_open():
    (prompt,) = raised(Seen(resting=[Resting(1, "Cy"), Resting(2, "Dee")]), now=NOON)

    assert (prompt.kind, prompt.weight) == ("STILL", 2)
    assert [(one.what, one.pk, one.words) for one in prompt.links] == [
        ("recovery", 1, "Cy"),
        ("recovery", 2, "Dee"),
    ]


@pytest.mark.parametrize(
    ("meeting", "weight"),
    [
        ({"last_at": NOON - 14 * DAY}, 14),
        ({"last_at": NOON - 13 * DAY}, None),
        ({"last_at": None}, 20),  # since the oldest was raised
        ({"last_at": NOON - 30 * DAY, "next_at": NOON + DAY}, None),
        ({"last_at": NOON - 30 * DAY, "next_at": NOON - DAY}, 30),  # planned, and not held
        ({"last_at": NOON - 30 * DAY, "next_at": NOON - DAY, "is_open": True}, None),
    ],
)
def test_a_huddle_is_asked_for_where_there_was_none_for_two_weeks(meeting, weight):
    team = Meeting(3, "Front", frozenset({5}), **meeting)

    found = kinds(Seen(meetings=[team], frictions=[friction(1, desk=5)]))

    assert found == ([("HUDDLE", "3", weight)] if weight else [])


def test_a_huddle_is_not_asked_for_where_nothing_is_in_the_way_of_its_team():
    team = Meeting(3, "Front", frozenset({5}), last_at=NOON - 60 * DAY)

    assert kinds(Seen(meetings=[team], frictions=[friction(1, desk=6)])) == []
    assert kinds(Seen(meetings=[team])) == []


def test_what_three_of_us_say_and_nobody_has_wants_an_owner():
    rows = [
        friction(1, voices=2),
        friction(2, voices=3),
        friction(3, voices=5),
        friction(4, voices=9, has_owner=True),
    ]

    assert kinds(Seen(frictions=rows)) == [("FRICTION", "3", 5), ("FRICTION", "2", 3)]


def test_a_policy_whose_approvals_make_customers_wait():
    rows = [asked(n, policy=4, policy_name="Receipts") for n in (1, 2, 3)]

    (prompt,) = raised(Seen(asked=rows), now=NOON)

    assert (prompt.kind, prompt.subject, prompt.weight) == ("WAITING", "policy-4", 90)
    assert prompt.facts["middle"] == timedelta(hours=30)
    assert [(one.what, one.pk) for one in prompt.links] == [
        ("policy", 4),
        ("request", 3),
        ("request", 2),
        ("request", 1),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [asked(1), asked(2)],
        [asked(n, hours=23) for n in (1, 2, 3)],
        [asked(n, days=91) for n in (1, 2, 3)],
    ],
    ids=["two are few", "answered within a day", "long ago"],
)
def test_what_is_rare_quick_or_past_asks_for_nothing(rows):
    assert kinds(Seen(asked=rows)) == []


def test_without_a_policy_it_is_told_by_what_was_wanted_and_what_is_open_counts_until_now():
    rows = [
        *[asked(n) for n in (1, 2)],
        Asked(3, 1, "Ada", "REFUND", "ASKED", NOON - 2 * DAY),
    ]

    assert kinds(Seen(asked=rows)) == [("WAITING", "REFUND", 30 + 30 + 48)]


def test_whoever_was_refused_twice_what_was_granted_then():
    rows = [
        asked(1, days=40, hours=1, state="REFUSED"),
        asked(2, days=30, hours=1, state="REFUSED"),
        asked(3, days=20, hours=1, state="NARROWED"),
        asked(4, days=10, hours=1, state="REFUSED"),  # after it: no refusal that was taken back
        asked(5, days=10, hours=1, state="REFUSED", member=2, who="Bea"),
    ]

    (prompt,) = raised(Seen(asked=rows), now=NOON)

    assert (prompt.kind, prompt.subject, prompt.weight) == ("REFUSED", "1-REFUND", 2)
    assert [one.pk for one in prompt.links] == [1, 2, 3]


def test_a_review_that_is_past():
    today = NOON.date()
    rows = [Rule(1, "Receipts", today, "Lou"), Rule(2, "Glass", date(2026, 11, 1), "Lou")]

    assert kinds(Seen(policies=rows)) == [("REVIEW", "2", 23)]


@pytest.mark.parametrize(
    ("kind", "then", "now", "is_worse"),
    [
        ("FRICTION", 3, 4, False),
        ("FRICTION", 3, 5, True),
        ("FRICTION", 10, 14, False),  # not by half as much again
        ("FRICTION", 10, 15, True),
        ("HUDDLE", 14, 20, False),
        ("HUDDLE", 14, 21, True),
        ("STILL", 1, 2, False),
        ("STILL", 1, 3, True),
    ],
)
def test_what_was_dismissed_returns_only_when_it_is_clearly_worse(kind, then, now, is_worse):
    prompt = rules.Prompt(kind, "1", now)

    assert is_clearly_worse(kind, then, now) is is_worse
    assert still_raised([prompt], [Dismissed(kind, "1", then)]) == ([prompt] if is_worse else [])
    assert still_raised([prompt], [Dismissed(kind, "2", then)]) == [prompt]


def test_what_is_owed_to_somebody_comes_first():
    seen = Seen(
        requests=[owed(1, due_in=DAY)],
        resting=[Resting(1, "Cy")],
        frictions=[friction(1, voices=3)],
        policies=[Rule(2, "Glass", date(2026, 11, 1), "Lou")],
    )

    assert [one.kind for one in raised(seen, now=NOON)] == [
        "HEARING",
        "STILL",
        "FRICTION",
        "REVIEW",
    ]
