"""What is asked of handoffs, runs and lines costs the same whatever the archive holds."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from kept.automation.models import Run
from kept.handoffs.models import Handoff
from kept.routing.models import Queued
from tests.cast import make_desk, make_manager

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by how much there is")
@pytest.mark.parametrize("table", [Handoff, Run, Queued])
def test_no_gate_lists_all_that_a_member_sees(table: Any):
    lou = make_manager()
    make_desk("Orders", lou)

    plan = table.objects.visible_to(lou).order_by("-pk")[:20].explain()

    looks = [line for line in plan.splitlines() if "U0" in line]
    assert looks
    assert all("conv_of_desk" not in line for line in looks), plan
