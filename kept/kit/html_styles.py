"""Inline styles of foreign HTML: what is harmless stays, what hides words or fetches goes."""

from __future__ import annotations

import re
from functools import lru_cache

STYLES = frozenset(
    [
        "background-color",
        "border",
        "border-bottom",
        "border-bottom-color",
        "border-bottom-style",
        "border-bottom-width",
        "border-collapse",
        "border-color",
        "border-left",
        "border-left-color",
        "border-left-style",
        "border-left-width",
        "border-radius",
        "border-right",
        "border-right-color",
        "border-right-style",
        "border-right-width",
        "border-spacing",
        "border-style",
        "border-top",
        "border-top-color",
        "border-top-style",
        "border-top-width",
        "border-width",
        "caption-side",
        "clear",
        "color",
        "direction",
        "empty-cells",
        "float",
        "font",
        "font-family",
        "font-size",
        "font-style",
        "font-variant",
        "font-weight",
        "height",
        "letter-spacing",
        "line-height",
        "list-style-type",
        "margin",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "margin-top",
        "max-width",
        "min-width",
        "padding",
        "padding-bottom",
        "padding-left",
        "padding-right",
        "padding-top",
        "table-layout",
        "text-align",
        "text-decoration",
        "text-indent",
        "text-transform",
        "unicode-bidi",
        "vertical-align",
        "white-space",
        "width",
        "word-break",
        "word-spacing",
        "word-wrap",
    ]
)
SHRINKABLE = {"height", "width", "max-width"}
SHIFTING = {
    "margin", "margin-top", "margin-left", "margin-right", "margin-bottom", "text-indent",
    "letter-spacing", "word-spacing",
}  # fmt: skip
SIZES_OF_TEXT = {"font-size", "line-height", "font"}
SIZE = re.compile(
    r"(?<![\w.#])(\d{0,6}\.?\d{1,12}(?:e[+-]?\d{1,3})?)(px|pt|pc|em|ex|ch|rem|%|in|cm|mm|vh|vw)?(?![\w.])"
)
LEGIBLE = {
    "px": 6, "pt": 4.5, "pc": 0.4, "em": 0.4, "rem": 0.4, "ex": 0.8, "ch": 0.8, "%": 40,
    "in": 0.06, "cm": 0.16, "mm": 1.6, "vh": 1, "vw": 1, "": 0.4,
}  # fmt: skip
"""The least size of words, in each unit; without one it is a line's height."""
SAFE_VALUE = re.compile(r"[\w\s#%.,'\"!+/-]{1,200}$|(?:rgb|rgba|hsl|hsla)\([\d\s,.%/]{1,60}\)$")
ADDRESS = re.compile(r"url\([^)]*\)?", re.IGNORECASE)
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([\d\s,.%/]{1,60}\)|(?<![\w-])(?:transparent|(?:light|dark|medium|pale|deep"
    r"|hot|dim)?(?:white|black|silver|gr[ae]y|red|maroon|yellow|olive|lime|green|aqua|teal|blue|navy"
    r"|fuchsia|purple|orange|pink|brown|beige|ivory|gold|khaki|coral|salmon|tan|cyan|magenta|violet"
    r"|indigo|crimson|turquoise))(?![\w-])|(?<![\w-])(?:whitesmoke|aliceblue|ghostwhite|snow|linen|lavender"
    r"|gainsboro|skyblue|steelblue|royalblue|midnightblue|slategray|slategrey|forestgreen|seagreen)(?![\w-])",
    re.IGNORECASE,
)
NOTHING = re.compile(r"0*\.?0*(?:px|pt|em|ex|rem|%|in|cm|mm|vh|vw)?(?:\s*!important)?$")
NEGATIVE = re.compile(r"-\s*[\d.]")


@lru_cache(maxsize=1024)
def safe_declarations(style: str) -> str | None:
    kept = []
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "background":
            # Of the short form the colour stays: without it white words would stand on white.
            name, value = "background-color", colour_in(value)
        if colon and name in STYLES and SAFE_VALUE.match(value) and not is_hiding(name, value):
            kept.append(f"{name}: {value}")
    return "; ".join(kept) or None


def colour_in(background: str) -> str:
    """The colour that a short `background` names; empty where it names none."""
    found = COLOUR.search(ADDRESS.sub(" ", background[:500]))
    return found[0] if found else ""


def is_hiding(name: str, value: str) -> bool:
    """Whether words styled so would be there, but not to be seen."""
    if name in SHRINKABLE and NOTHING.match(value.lower()):
        return True
    if name in SIZES_OF_TEXT:
        sizes = SIZE.findall(value.lower())
        return any(float(number) < LEGIBLE[unit] for number, unit in sizes)
    return name in SHIFTING and NEGATIVE.search(value) is not None
