"""A short run of recoveries and boundaries that live at random."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from kept.recovery.tests.machine import Lives, World

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

    run_state_machine_as_test(Lives, settings=BRIEF)
