"""Files that the virus scanner has still to look at."""

from __future__ import annotations

from django.db import models


class ScanWanted(models.Model):
    """Somebody wanted to see a file and the scanner had not looked at it: the worker asks for them.

    Only its digest is here; what came of it is remembered where all verdicts are (`scanning`).
    """

    sha256 = models.CharField(max_length=64, unique=True)
    wanted_at = models.DateTimeField()
    not_before = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "scans wanted"

    def __str__(self) -> str:
        return f"scan of {self.sha256[:12]}"
