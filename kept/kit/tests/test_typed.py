"""What was typed is kept as it reads."""

import pytest

from kept.kit.typed import one_line, plain_text


@pytest.mark.parametrize(
    ("typed", "most", "kept"),
    [
        (" a\r\nb\rc\n ", 9, "a\nb\nc"),
        ("a\0b", 9, "ab"),
        ("ab cd", 3, "ab"),
        ("\0 \r\n", 9, ""),
    ],
)
def test_a_text_keeps_its_lines(typed, most, kept):
    assert plain_text(typed, most) == kept


@pytest.mark.parametrize(
    ("typed", "most", "kept"),
    [(" a \n\t b ", 9, "a b"), ("a\0b", 9, "ab"), ("ab cd", 3, "ab"), ("\0 ", 9, "")],
)
def test_a_line_is_one(typed, most, kept):
    assert one_line(typed, most) == kept
