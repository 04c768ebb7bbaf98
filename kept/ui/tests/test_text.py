from __future__ import annotations

import pytest

from kept.ui.templatetags.ui import LONGEST_SHOWN, MOST_LINKS, is_cut, letter_text
from kept.ui.text import Link, paragraphs, pieces


def test_empty_lines_part_paragraphs_and_line_ends_stay():
    html = letter_text("Dear Northmoor,\r\n\r\nIt is cracked.\r\nFrom rim to collar.\n\n\n\nInes\n")

    assert html == (
        '<p dir="auto">Dear Northmoor,</p>\n'
        '<p dir="auto">It is cracked.<br>\nFrom rim to collar.</p>\n'
        '<p dir="auto">Ines</p>'
    )


def test_nothing_in_a_letter_becomes_markup():
    html = letter_text('<img src=x onerror="alert(1)"> & more')

    assert html == '<p dir="auto">&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; more</p>'


def test_a_web_address_becomes_a_link_that_tells_nothing():
    html = letter_text('See https://northmoor.example/a?b=1&c="2')

    assert 'href="https://northmoor.example/a?b=1&amp;c="' in html
    assert 'rel="noopener noreferrer nofollow"' in html


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "ftp://x", "https://"])
def test_only_web_addresses_become_links(text: str):
    assert list(pieces(text)) == [text]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See http://a.example/x.", "http://a.example/x"),
        ("(http://a.example/x)", "http://a.example/x"),
        ("http://a.example/x_(y)", "http://a.example/x_(y)"),
        ("<http://a.example>", "http://a.example"),
        ("HTTPS://A.example/?q=1!", "HTTPS://A.example/?q=1"),
    ],
)
def test_a_sentence_keeps_its_own_marks(text: str, address: str):
    found = list(pieces(text))

    assert [piece.address for piece in found if isinstance(piece, Link)] == [address]
    assert "".join(p.address if isinstance(p, Link) else p for p in found) == text


def test_an_empty_letter_has_no_paragraphs():
    assert paragraphs(" \n\n \n") == []


def test_of_a_very_long_letter_the_beginning_is_shown():
    html = letter_text("a" * LONGEST_SHOWN + "the end")

    assert html == f'<p dir="auto">{"a" * LONGEST_SHOWN}</p>'
    assert is_cut("a" * LONGEST_SHOWN) is False
    assert is_cut("a" * (LONGEST_SHOWN + 1)) is True


def test_a_letter_full_of_addresses_shows_them_as_words():
    html = letter_text("http://a.example/ \n" * (MOST_LINKS + 1))

    assert "<a " not in html
    assert html.count("http://a.example/") == MOST_LINKS + 1
