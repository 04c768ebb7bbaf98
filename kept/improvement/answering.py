"""A letter that tells of a change answers nobody: it went to many, with their names put in."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from kept.focus.answering import no_answers
from kept.improvement.models import TellBack
from kept.people.models import Member


@no_answers
def told_back(member: Member) -> QuerySet[Any, Any]:
    told = TellBack.objects.filter(reviewed_by=member.pk, message__isnull=False)
    return told.order_by().values("message")
