import pytest

from kept.kit.sheets import harmless, sheet


def test_a_table_in_exact_bytes():
    rows = [["month", "desk", "kept"], ["2026-11", 'Küche, "links"', 12]]

    assert sheet(rows) == (
        b"\xef\xbb\xbf"
        b"month,desk,kept\r\n"
        b'2026-11,"K\xc3\xbcche, ""links""",12\r\n'
    )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\nx", "  =1", "＝1", '=cmd|" /C calc"!A0'],
)
def test_what_somebody_typed_is_no_formula(words):
    assert harmless(words) == f"'{words}"


@pytest.mark.parametrize("value", ["", "Orders", "a=b", "'x", 0, -3])
def test_the_rest_stays_as_it_is(value):
    assert harmless(value) == value
