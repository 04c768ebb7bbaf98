"""English, as the screens have it everywhere: the day before the month ("24 November 2026")."""

from __future__ import annotations

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
