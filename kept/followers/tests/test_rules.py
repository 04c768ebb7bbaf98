"""Which words of a note call somebody."""

import pytest

from kept.followers.rules import Said, mentions_in, plain

NAMES = dict.fromkeys(["bea", "bea lind", "jose", "front", "team", "o'neil", "anna-lena"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@Bea, look.", [("@Bea", "bea")]),
        ("@bea lind, look.", [("@bea lind", "bea lind")]),
        ("@Bea Lindt", [("@Bea", "bea")]),
        ("Ask @José or @JOSE.", [("@José", "jose"), ("@JOSE", "jose")]),
        ("(@team)", [("@team", "team")]),
        ("@O'Neil and @Anna-Lena", [("@O'Neil", "o'neil"), ("@Anna-Lena", "anna-lena")]),
        ("@Bea @Bea", [("@Bea", "bea")]),
        ("@Beate", [("@Beate", "")]),
        ("@Zoe-Marie.", [("@Zoe-Marie", "")]),
        ("cy@bea.example", []),
        ("https://social.example/@bea", []),
        ("at 5 @ 3, @5, @", []),
        ("@@bea", []),
    ],
)
def test_the_longest_name_behind_an_at_sign_is_meant(text, said):
    assert mentions_in(text, NAMES) == [Said(*one) for one in said]


def test_names_are_as_long_as_they_are_written():
    assert plain("Straße ÉVA İz") == "straße eva iz"
    assert len(plain("ﬁ ǆ Ω")) == len("ﬁ ǆ Ω")


def test_a_note_full_of_signs_is_read_to_a_bound():
    assert len(mentions_in(" ".join(f"@x{n}" for n in range(999)), NAMES)) == 50


def test_without_names_nobody_is_called():
    assert mentions_in("@Bea", {}) == [Said("@Bea", "")]
