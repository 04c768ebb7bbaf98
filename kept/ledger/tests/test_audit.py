from __future__ import annotations

import pytest

from kept.ledger.audit import findings
from kept.ledger.models import Cursor, Mention
from kept.ledger.tests.make import happen

pytestmark = pytest.mark.django_db(transaction=True)


def told() -> list[str]:
    return [str(finding) for finding in findings()]


def test_a_ledger_as_it_was_written_is_whole():
    happen(2, cause=happen(1))

    assert told() == []


def test_a_mention_of_no_event_is_found():
    mention = Mention.objects.create(event_id=999, name="thing:1")

    assert told() == [f"sequence: mention:{mention.pk}: names an event that does not exist"]


def test_a_reader_that_is_beyond_the_end_is_found():
    Cursor.objects.create(reader="echo", event_id=5)

    assert told() == ["sequence: cursor:echo: has read events that do not exist"]
