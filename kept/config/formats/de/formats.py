"""German: a full stop behind the day, and months short as newspapers have them ("24. Nov.")."""

from __future__ import annotations

DATES = {
    "j F": "j. F",
    "j F Y": "j. F Y",
    "j F Y H:i": "j. F Y, H:i",
    "j M": "j. N",
    "j M Y": "j. N Y",
    "D j M": "D, j. N",
    "D j F Y": "D, j. F Y",
    "l j F": "l, j. F",
    "l j F Y": "l, j. F Y",
    "l, j F Y": "l, j. F Y",
}
# Django looks them up by their names.
globals().update(DATES)
