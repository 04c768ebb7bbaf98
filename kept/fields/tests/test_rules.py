"""What was typed as a value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kept.fields.rules import fits, is_key, is_link, key_of, number_in, plain_number, written


@pytest.mark.parametrize(
    ("typed", "english", "german"),
    [
        ("12", "12", "12"),
        ("12.5", "12.5", "12.5"),
        ("12,5", "12.5", "12.5"),
        ("1,234", "1234", "1.234"),
        ("1.234", "1.234", "1234"),
        ("1,234,567.89", "1234567.89", None),
        ("1.234.567,89", None, "1234567.89"),
        (" 1 234 ", "1234", "1234"),
        ("-3", "-3", "-3"),
        ("1e5", None, None),
        ("٣", None, None),
        ("NaN", None, None),
        ("twelve", None, None),
        ("", None, None),
    ],
)
def test_a_number_is_read_as_its_writer_means_it(typed, english, german):
    said = [number_in(typed, has_comma=comma) for comma in (False, True)]

    assert said == [one and Decimal(one) for one in (english, german)]


@pytest.mark.parametrize(
    ("text", "pattern", "does"),
    [
        ("NM-2044", "NM-9999", True),
        ("nm-2044", "NM-9999", True),
        ("NM-204", "NM-9999", False),
        ("NM-20445", "NM-9999", False),
        ("AB12", "A*99", True),
        ("A.12", "A*99", False),
        ("(x)+", "(A)+", True),
        ("anything", "", True),
    ],
)
def test_a_code_looks_as_its_pattern_says(text, pattern, does):
    assert fits(text, pattern) == does


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("https://lamps.example/x?y=1", True),
        ("http://lamps.example", True),
        ("javascript:alert(1)", False),
        ("//lamps.example", False),
        ("https:lamps.example", False),
        ("https://[broken", False),
        ("https://a b.example", False),
        ("file:///etc/passwd", False),
    ],
)
def test_a_link_leads_to_a_page(text, leads):
    assert is_link(text) == leads


def test_the_rest_is_plain():
    assert key_of("Straße & Hausnr. 2") == "strasse_hausnr_2"
    assert key_of("2nd try") == "nd_try"
    assert not is_key("desk")
    assert not is_key("Amount")
    assert plain_number(Decimal("100.0000")) == "100"
    assert plain_number(Decimal("12.5000")) == "12.5"
    assert written("LONG", " a\r\nb\0 ") == "a\nb"
    assert written("TEXT", " a\n b ") == "a b"
