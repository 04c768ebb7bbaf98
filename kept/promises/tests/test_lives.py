"""A short run of promises that live at random; `bench/promises_machine` is the long one."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from kept.promises.tests.machine import Lives, World

BRIEF = settings(
    max_examples=12,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
def test_whatever_happens_to_promises_is_as_the_documents_say():
    Lives.world = World()

    run_state_machine_as_test(Lives, settings=BRIEF)
