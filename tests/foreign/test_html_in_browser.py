"""Hostile documents through the real page of a letter, in a real browser.

Here a sample; all of them with `bench/html_in_browser`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.foreign.documents import OUR_OWN, from_corpora, some_of
from tests.foreign.outside import Outside, name_in
from tests.foreign.watching import look_through_the_page, look_with_nothing_between, put_in
from tests.journeys.browser import chromium
from tests.journeys.house import furnished

pytestmark = pytest.mark.journey
SAMPLE = 40


def test_nothing_runs_nothing_moves_and_nobody_is_asked(tmp_path: Path):
    documents = [*OUR_OWN, *some_of(from_corpora(), SAMPLE)]
    outside, beyond = Outside(), Outside()
    with furnished(tmp_path) as house, chromium(outside.rule(), "--disable-quic") as browser:
        seen = look_through_the_page(browser, house, put_in(house, documents))

    assert seen.frames == len(documents)
    assert dict(seen.scripts) == {}
    assert seen.dialogs == []
    assert seen.navigations == []
    assert seen.asked == []
    assert dict(outside.asked()) == {}

    # The control: a test that such documents cannot fail would say nothing.
    with chromium(beyond.rule(), "--disable-quic") as browser:
        bare = look_with_nothing_between(browser, documents)

    assert bare.scripts.total() >= 8
    assert beyond.asked().total() >= 12
    assert any("kept-outside" in name for name in beyond.asked())
    assert bare.navigations


def test_a_connection_is_known_by_its_name():
    assert name_in(b"GET / HTTP/1.1\r\nHost: a.example:80\r\n\r\n") == "a.example"
    assert name_in(b"\x16\x03\x01") == "?"
    assert name_in(b"") == "?"
