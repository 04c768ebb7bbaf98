"""Short runs of `tests.faults.histories`; the long ones are commands."""

from __future__ import annotations

import pytest

from kept.mail import spool
from kept.mail.models import Delivery
from kept.mail.tests.dovecot import is_here
from tests.faults.histories import run

pytestmark = [pytest.mark.fault, pytest.mark.django_db]


def test_whatever_befalls_a_mailbox_nothing_is_lost_and_nothing_is_doubled():
    result = run(20, seed=7)

    assert result["wrong"] == []
    assert result["fetched"] > 150
    # Each of these has happened, or nothing was shown.
    for act in ("outage", "renumber", "expunge", "fetch_in_trouble", "deliver_again", "forget"):
        assert result["steps"][act] > 0
    assert Delivery.objects.filter(state="DUPLICATE").exists()
    assert result["in_tray"] > 0
    assert list(spool.unsettled()) == []


@pytest.mark.skipif(not is_here(), reason="DOVECOT IS MISSING: apt install dovecot-imapd")
def test_nor_where_the_server_is_a_real_one():
    result = run(4, seed=7, server="dovecot")

    assert result["wrong"] == []
    assert result["fetched"] > 20


@pytest.mark.parametrize(
    ("control", "words"), [("no-dedupe", "shown 2 times"), ("trusting", "lost"), ("hasty", "lost")]
)
def test_a_build_without_its_safety_is_found_out(control: str, words: str):
    result = run(6, seed=7, control=control)

    assert any(words in finding for finding in result["wrong"]), result["wrong"]
