"""Whether the logos that brands name are there."""

from __future__ import annotations

from collections.abc import Iterator

from kept.brand.models import Brand
from kept.kit.findings import Finding


def findings() -> Iterator[Finding]:
    yield from ()


def blob_digests() -> Iterator[str]:
    yield from Brand.objects.exclude(logo="").values_list("logo", flat=True).distinct()
