"""A short run of recoveries and boundaries that live at random."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from kept.recovery.tests.machine import Lives, SecondLooks, World

BRIEF = settings(
    max_examples=15,
    stateful_step_count=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
def test_whatever_happens_it_is_as_the_guide_says():
    Lives.world = World()
    Lives.reached.clear()

    run_state_machine_as_test(Lives, settings=BRIEF)

    assert Lives.reached["decided"] > 0


@pytest.mark.django_db
def test_whoever_looks_again_it_is_as_the_guide_says():
    """Each invariant holds after each step; and the walk has come past all there is to see."""
    SecondLooks.world = World()
    SecondLooks.reached.clear()

    run_state_machine_as_test(SecondLooks, settings=settings(BRIEF, stateful_step_count=40))

    assert set(SecondLooks.reached) == {
        *("decided", "different", "reconsidered", "appealed", "end appealed"),
        *("appeal UPHELD", "appeal CHANGED", "end UPHELD", "end CHANGED"),
    }
