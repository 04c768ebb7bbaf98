"""What was learnt, held so that nobody learns or files beside us."""

from __future__ import annotations

from kept.themes.models import Learnt


def held() -> Learnt:
    """The one row, locked."""
    Learnt.objects.get_or_create(pk=1)
    return Learnt.objects.select_for_update().get(pk=1)
