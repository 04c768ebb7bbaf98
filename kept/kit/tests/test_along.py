"""What comes along with another query is read as it was meant."""

from datetime import UTC, datetime

import pytest

from kept.kit.along import read_moment, read_rows

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "told",
    ["2031-03-04 12:00:00", "2031-03-04T12:00:00+00:00", "2031-03-04T13:00:00+01:00"],
)
def test_a_moment_has_a_zone_whichever_database_tells_it(told):
    found = read_moment(told)

    assert (found, found.tzinfo is not None) == (NOON, True)


def test_nothing_told_is_no_moment_and_no_row():
    assert (read_moment(None), read_moment(""), read_rows(None)) == (None, None, [])
