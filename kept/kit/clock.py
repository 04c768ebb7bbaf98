"""The one place that asks what time it is.

Only views, commands and loops call `now()`; everything below is handed the moment.
"""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)
