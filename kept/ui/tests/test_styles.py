"""Stylesheets say where a line begins and ends, not left and right: they fit from the right too."""

from __future__ import annotations

import re
from pathlib import Path

STYLES = sorted((Path(__file__).resolve().parents[2]).glob("*/static/**/*.css"))
SIDED = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset)-(?:left|right)|left|right|float: (?:left|right)"
    r"|text-align: (?:left|right))\s*[:;]"
)
FOUR = re.compile(r"(?<![\w-])(?:margin|padding|inset|border-width): ([^;}]+)")


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)


def test_nothing_is_set_on_one_side_of_the_screen():
    assert len(STYLES) > 20
    assert [(path.name, SIDED.findall(without_comments(path))) for path in STYLES
            if SIDED.search(without_comments(path))] == []  # fmt: skip


def test_four_sides_at_once_are_the_same_on_both():
    uneven = []
    for path in STYLES:
        for given in FOUR.findall(without_comments(path)):
            sides = re.sub(r"\((?:[^()]|\([^()]*\))*\)", "()", given).split()
            whole = re.findall(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+", given)
            if len(sides) == 4 and whole[1] != whole[3]:
                uneven.append((path.name, given))
    assert uneven == []


def test_a_block_is_laid_out_in_one_place():
    """Two rooms that take the same name for a block change each other's pages."""
    at: dict[str, set[str]] = {}
    for path in STYLES:
        for block in re.findall(r"^(\.[a-z][\w-]*) \{", without_comments(path), flags=re.M):
            at.setdefault(block, set()).add(path.name)

    assert {block: files for block, files in at.items() if len(files) > 1} == {
        ".views": {"layout.css", "views.css"}  # where it stands, and what is in it
    }
