"""A letter's text in three: what was written now, what is quoted, and the closing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kept.mail.letter.quotes import OWN, QUOTED, normal, zones_of
from kept.mail.letter.signoff import closing_start

CLOSING = "s"
SHORTEST_OWN_LINE = 12  # of ours, to tell a quote: "Hi," is in every letter


@dataclass(frozen=True, slots=True)
class Zones:
    reply: str
    quoted: str
    signature: str


def split_text(
    text: str,
    *,
    sender: str | None = None,
    is_forward: bool = False,
    ours: frozenset[str] = frozenset(),
) -> Zones:
    return split_lines(text.split("\n"), (), sender=sender, is_forward=is_forward, ours=ours)


def split_lines(
    lines: list[str],
    marks: Sequence[str],
    *,
    sender: str | None = None,
    is_forward: bool = False,
    ours: frozenset[str] = frozenset(),
) -> Zones:
    """`marks` holds what HTML says of each line, or nothing for plain text."""
    whole = "\n".join(lines)
    lines = list(lines)
    scan = zones_of(lines, marks, is_forward=is_forward, ours=ours)
    zones = scan.zones
    if not has_own(lines, zones):
        return Zones(trimmed(whole.split("\n")), "", "")
    end = len(lines) if scan.forward_at is None else scan.forward_at
    mark_closing(lines[:end], zones, sender)
    if not has_own(lines, zones):
        zones = [OWN if zone == CLOSING else zone for zone in zones]
    return Zones(*(gathered(lines, zones, zone) for zone in (OWN, QUOTED, CLOSING)))


def mark_closing(lines: list[str], zones: list[str], sender: str | None) -> None:
    """The closing stands at the end of the last run of own lines that has words."""
    for first, last in reversed(own_runs(lines, zones[: len(lines)])):
        if is_whole_closing(lines[first:last], zones, first):
            zones[first:last] = [CLOSING] * (last - first)
            continue
        start = closing_start(lines[first:last], sender)
        if start is not None:
            zones[first + start : last] = [CLOSING] * (last - first - start)
        return


def is_whole_closing(run: list[str], zones: list[str], first: int) -> bool:
    """A run below the quote that is nothing but a closing: try it with a line above."""
    if first == 0 or QUOTED not in zones[:first]:
        return False
    return closing_start(["words above", *run], None) == next(
        (at + 1 for at, line in enumerate(run) if line.strip()), None
    )


def own_runs(lines: list[str], zones: list[str]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(zones):
        if zones[at] != OWN:
            at += 1
            continue
        end = at
        while end < len(zones) and zones[end] == OWN:
            end += 1
        if any(line.strip() for line in lines[at:end]):
            runs.append((at, end))
        at = end
    return runs


def has_own(lines: list[str], zones: list[str]) -> bool:
    return any(zone == OWN and line.strip() for line, zone in zip(lines, zones, strict=True))


def gathered(lines: list[str], zones: list[str], wanted: str) -> str:
    return trimmed([line for line, zone in zip(lines, zones, strict=True) if zone == wanted])


def trimmed(lines: list[str]) -> str:
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return "\n".join(line.rstrip() for line in lines[first:last])


def our_lines(texts: Iterable[str]) -> frozenset[str]:
    """The lines of our own letters, to be found again where a reply repeats them unmarked."""
    found = (normal(line) for text in texts for line in text.split("\n"))
    return frozenset(line for line in found if len(line) >= SHORTEST_OWN_LINE)
