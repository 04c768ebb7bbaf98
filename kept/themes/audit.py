"""Whether the sums of days are the letters that are filed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q, Sum

from kept.kit.findings import Finding
from kept.themes.models import ThemeDay, ThemeLetter


def findings() -> Iterator[Finding]:
    """Fewer letters than a sum says is right: what was erased has been counted, and stays so."""
    counted = ThemeLetter.objects.filter(counts=True).values("theme").order_by()
    rows = dict(counted.annotate(many=Count("message")).values_list("theme", "many"))
    sums = ThemeDay.objects.filter(~Q(theme=None)).values("theme").order_by()
    told = dict(sums.annotate(many=Sum("number")).values_list("theme", "many"))
    for theme, many in sorted(rows.items(), key=lambda pair: pair[0] or 0):
        if theme is not None and many > told.get(theme, 0):
            yield Finding("recount", f"theme:{theme}", "has more letters than its days say")
