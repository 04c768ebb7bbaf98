"""A short run of grants and requests that live at random."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from kept.charter.tests.machine import Authorities, World

BRIEF = settings(
    max_examples=16,
    stateful_step_count=24,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
def test_whatever_happens_to_authority_is_as_foretold():
    Authorities.world = World()

    run_state_machine_as_test(Authorities, settings=BRIEF)

    refused = {"NotAllowed", "NotGranted", "BeyondLimit", "NotProposed", "AlreadyAnswered"}
    assert refused <= set(Authorities.seen)
