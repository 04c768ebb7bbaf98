"""A colour can be read on every ground, whatever was chosen."""

from __future__ import annotations

import itertools

import pytest

from kept.brand.rules import (
    DARK_GROUNDS,
    LEAST_CONTRAST,
    LIGHT_GROUNDS,
    Accent,
    Look,
    NoColour,
    accent_of,
    contrast,
    read_colour,
    worn,
)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_a_colour_that_can_be_read_stays_as_it_is():
    accent = accent_of("#1a5fb4")
    assert accent.light == "#1a5fb4"
    assert not accent.is_darkened
    assert accent.is_lightened


def test_what_is_too_light_gets_darker_and_says_so():
    assert accent_of("#ffd400") == Accent("#ffd400", light="#7a6600", dark="#ffd400")
    assert accent_of("#ffffff").is_darkened
    assert accent_of("#000000").is_lightened


def test_every_colour_comes_out_readable():
    for red, green, blue in itertools.product(range(0, 256, 51), repeat=3):
        accent = accent_of(f"#{red:02x}{green:02x}{blue:02x}")
        assert min(contrast(accent.light, ground) for ground in LIGHT_GROUNDS) >= LEAST_CONTRAST
        assert min(contrast(accent.dark, ground) for ground in DARK_GROUNDS) >= LEAST_CONTRAST


@pytest.mark.parametrize(
    ("typed", "read"), [("#1A5FB4", "#1a5fb4"), ("15b", "#1155bb"), (" 1a5fb4 ", "#1a5fb4")]
)
def test_a_colour_is_written_with_or_without_its_sign(typed, read):
    assert read_colour(typed) == read


@pytest.mark.parametrize("typed", ["", "blue", "#12", "#1a5fb4;}", "url(x)", "#1a5fb45"])
def test_what_is_no_colour_is_none(typed):
    with pytest.raises(NoColour):
        read_colour(typed)


def test_a_desk_wears_its_own_and_the_houses_for_what_it_has_not():
    house = Look("Northmoor", "#1a5fb4", "a" * 64, 100, 40)
    assert worn(Look("Lumen"), house) == Look("Lumen", "#1a5fb4", "a" * 64, 100, 40)
    own = Look("", "#aa3300", "b" * 64, 10, 10)
    assert worn(own, house) == Look("Northmoor", "#aa3300", "b" * 64, 10, 10)
