"""Ids out of addresses and forms."""

from __future__ import annotations

import pytest

from kept.kit.ids import id_in


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("7", 7),
        (7, 7),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, 0),
        *((odd, 0) for odd in ("", "-1", "1.5", " 1", "1\0", "\u0661", "\u00b2", "K-1", None)),
    ],
)
def test_what_is_no_id_is_none(typed: object, found: int):
    assert id_in(typed) == found
