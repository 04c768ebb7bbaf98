"""Frictions and changes that live at random, and the pure rules beneath them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from kept.improvement.rules import OF_CHANGE, OF_FRICTION, Known, RateRatio, letter_to
from kept.improvement.tests.machine import Turns, World

BRIEF = settings(
    max_examples=8,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
def test_whatever_happens_to_frictions_and_changes_is_as_the_documents_say():
    Turns.world = World()

    run_state_machine_as_test(Turns, settings=BRIEF)

    # Hypothesis has tried what it should have.
    assert {"NotAllowed", "NotNow"} <= set(Turns.seen)
    assert {"TRYING", "ADOPTED", "TOLD"} <= Turns.reached


@pytest.mark.parametrize("moves", [OF_FRICTION, OF_CHANGE])
def test_every_state_that_can_be_reached_says_what_follows(moves):
    assert {to for follow in moves.values() for to in follow} <= set(moves)


@pytest.mark.parametrize(
    ("before", "after", "low", "high", "verdict"),
    [
        # By Clopper-Pearson's tables: 10 of 30 lies between 0.1729 and 0.5281.
        (20, 10, 0.2090, 1.1192, "unclear"),
        (20, 4, 0.0498, 0.5977, "better"),
        (4, 20, 1.6731, 20.079, "worse"),
        (10, 0, 0.0, 0.4461, "better"),
    ],
)
def test_a_ratio_carries_its_doubt(before, after, low, high, verdict):
    ratio = RateRatio(before=before, after=after, days=30)

    assert (round(ratio.low, 3), round(ratio.high or 0, 3)) == (
        pytest.approx(low, abs=0.002),
        pytest.approx(high, rel=0.002),
    )
    assert ratio.verdict == verdict


def test_a_ratio_of_nothing_says_nothing():
    assert RateRatio(0, 0, 30).verdict == "unclear"
    ratio = RateRatio(0, 9, 30)
    assert (ratio.at, ratio.high, ratio.verdict) == (None, None, "worse")


def test_a_letter_takes_the_name_and_what_happened_and_nothing_else():
    text = "Dear {{ name }}, {{then}} See {{page}} and {{other}}."
    assert letter_to(text, name="Cy {{then}}", then="No lamp.") == (
        "Dear Cy {{then}}, No lamp. See {{page}} and {{other}}."
    )


def test_the_five_steps_are_done_or_missing():
    known = Known(connected=True, thanked=False, analysed=True, followed_up=False, talked=False)
    assert [key for key, done in known.steps if not done] == ["RECOGNISE", "FOLLOW_UP", "TALK"]
