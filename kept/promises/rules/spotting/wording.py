"""A due window in plain words, for who asks why; screens say it in the reader's language."""

from __future__ import annotations

from kept.promises.rules.due import Due


def reading(when: Due) -> str:
    """`Fri 27 Nov, by 17:00`, `Wed 25 Nov, 09:00 to 12:00`, `Wed 25 Nov, 15:00`."""
    end = f"{when.end:%a} {when.end.day} {when.end:%b}"
    if when.is_deadline:
        return f"{end}, by {when.end:%H:%M}"
    if when.start == when.end:
        return f"{end}, {when.end:%H:%M}"
    if when.start.date() == when.end.date():
        return f"{end}, {when.start:%H:%M} to {when.end:%H:%M}"
    start = f"{when.start:%a} {when.start.day} {when.start:%b}, {when.start:%H:%M}"
    return f"{start} to {end}, {when.end:%H:%M}"
