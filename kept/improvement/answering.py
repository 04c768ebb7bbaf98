"""A letter that tells of a change answers nobody: it went to many, with their names put in."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet

from kept.focus.answering import no_answers
from kept.improvement.models import TellBack


@no_answers
def told_back() -> QuerySet[Any, Any]:
    return TellBack.objects.filter(message=OuterRef("pk"))
