"""Which addresses look alike, and which only resemble each other."""

import pytest

from kept.kit.likeness import address_within, domain_looks_like, looks_like


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cy@valdorra.example", "cy@va1dorra.example"),
        ("cy@valdorra.example", "cy@valdоrra.example"),  # the o is Cyrillic
        ("cy@valdorra.example", "cy@xn--valdrra-djg.example"),
        ("modern@x.example", "modem@x.example"),
        ("ann@x.example", "ａnn@x.example"),  # a wide letter
        ("anné@x.example", "anne@x.example"),
        ("paul@x.example", "pauI@x.example"),
    ],
)
def test_what_the_eye_takes_for_the_same(one, other):
    assert looks_like(one) == looks_like(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("cy@valdorra.example", "cy@valdora.example"), ("cy@val-dorra.example", "d@valdorra.example")],
)
def test_a_domain_is_taken_for_another_a_letter_away(one, other):
    assert domain_looks_like(one) == domain_looks_like(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("cy@valdorra.example", "dee@valdorra.example"), ("cy@north.example", "cy@south.example")],
)
def test_what_is_plainly_different(one, other):
    assert looks_like(one) != looks_like(other)


def test_an_address_borne_as_a_name():
    assert address_within("Cy <cy@valdorra.example>") == "cy@valdorra.example"
    assert address_within('"CY@valdorra.example" (Cy)') == "cy@valdorra.example"
    assert address_within("Cy at Valdorra") == ""


@pytest.mark.parametrize(
    ("odd", "looks", "domain", "within"),
    [
        ("", "", "", ""),
        ("@", "@", "", ""),
        ("xn--@xn--", "xn--@", "", "xn--@xn--"),
        ("xn--\x00@xn--99999999", "xn--@xn--99999999", "xn9", "xn--\x00@xn--99999999"),
        ("@@" * 500, "@@" * 160, "", ""),
        ("\ud800@x", "@x", "x", "\ud800@x"),
    ],
    ids=["nothing", "a sign", "empty codes", "a zero byte", "many signs", "half a letter"],
)
def test_nothing_odd_makes_it_fail(odd, looks, domain, within):
    assert (looks_like(odd), domain_looks_like(odd), address_within(odd)) == (looks, domain, within)
