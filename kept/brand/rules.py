"""Colours that can be read, and which brand wears what. Pure.

Contrast is that of WCAG 2: (lighter + 0.05) / (darker + 0.05) of relative luminances.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_NAME = 80
LEAST_CONTRAST = 5.0
"""As for all text of ours, see `ui/tokens.css`; WCAG asks for 4.5."""
LIGHT_GROUNDS = ("#ffffff", "#fdfcfb", "#f6f4f1")
DARK_GROUNDS = ("#191d24", "#11151b", "#0b0e13")
"""Surface, canvas and sunken ground, as the tokens come out in sRGB."""
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_STEPS = 100

RGB = tuple[int, int, int]


class NoColour(ValueError):
    """Not written as #1a5fb4 or #15b."""


@dataclass(frozen=True, slots=True)
class Accent:
    """A colour as it was chosen, and as it is shown on light and on dark pages."""

    chosen: str
    light: str
    dark: str

    @property
    def is_darkened(self) -> bool:
        return self.light != self.chosen

    @property
    def is_lightened(self) -> bool:
        return self.dark != self.chosen


@dataclass(frozen=True, slots=True)
class Look:
    """A brand as it is worn: what is empty in a desk's own comes from the house's."""

    name: str
    accent: str = ""
    logo: str = ""
    logo_width: int = 0
    logo_height: int = 0


def read_colour(text: str) -> str:
    """`#rrggbb` in lower case, of six or three digits with or without the sign.

    Raises `NoColour`.
    """
    found = _COLOUR.fullmatch(text.strip())
    if found is None:
        raise NoColour(text)
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def accent_of(colour: str) -> Accent:
    """The same hue, moved towards black or white until it can be read on every ground of ours."""
    return Accent(
        chosen=colour,
        light=_until_readable(colour, towards="#000000", grounds=LIGHT_GROUNDS),
        dark=_until_readable(colour, towards="#ffffff", grounds=DARK_GROUNDS),
    )


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def worn(own: Look, house: Look) -> Look:
    """What a desk wears: its own, and the house's where it has none. A logo goes with its size."""
    has_logo = own if own.logo else house
    return Look(
        name=own.name or house.name,
        accent=own.accent or house.accent,
        logo=has_logo.logo,
        logo_width=has_logo.logo_width,
        logo_height=has_logo.logo_height,
    )


def _until_readable(colour: str, *, towards: str, grounds: tuple[str, ...]) -> str:
    for step in range(_STEPS + 1):
        mixed = _mixed(colour, towards, step / _STEPS)
        if min(contrast(mixed, ground) for ground in grounds) >= LEAST_CONTRAST:
            return mixed
    return towards


def _mixed(colour: str, towards: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(towards), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> RGB:
    value = int(colour[1:], 16)
    return value >> 16, value >> 8 & 255, value & 255


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
