"""What members have chosen, read for many of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from kept.notices.models import Browser, DeskPreference, Preference
from kept.people.models import Member


@dataclass(frozen=True, slots=True)
class Chosen:
    """What holds for one member at one desk."""

    mail: frozenset[str]
    push: frozenset[str]
    digest_at: time | None

    def wants(self, kind: str) -> bool:
        return kind in self.mail or kind in self.push


def chosen_by(members: Sequence[Member], *, desk: int | None) -> dict[int, Chosen]:
    """By member. What they have said of this desk comes before what they say of all."""
    ids = [member.pk for member in members]
    general = {row.member_id: row for row in Preference.objects.filter(member__in=ids)}
    own = {}
    if desk is not None:
        rows = DeskPreference.objects.filter(member__in=ids, desk=desk)
        own = {row.member_id: row for row in rows}
    found = {}
    for member in members:
        said = general.get(member.pk) or Preference(member=member)
        of_desk = own.get(member.pk) or said
        found[member.pk] = Chosen(frozenset(of_desk.mail), frozenset(of_desk.push), said.digest_at)
    return found


def choosers(kind: str, *, desk: QuerySet[Any]) -> Q:
    """Members who have said that they want a kind, at this desk or in general.

    Some may have said otherwise of this desk: who really does, `chosen_by` tells.
    """
    own = DeskPreference.objects.filter(member=OuterRef("pk"), desk__in=desk)
    general = Preference.objects.filter(member=OuterRef("pk"))
    return Q(Exists(_naming(kind, own))) | Q(Exists(_naming(kind, general)))


def _naming(kind: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    told = {f"{name}_told": Cast(name, TextField()) for name in ("mail", "push")}
    named = f'"{kind}"'
    is_named = Q(mail_told__contains=named) | Q(push_told__contains=named)
    found: QuerySet[Any] = rows.annotate(**told).filter(is_named)
    return found


def browsers_of(members: Sequence[int]) -> dict[int, list[Browser]]:
    found: dict[int, list[Browser]] = {}
    for browser in Browser.objects.filter(member__in=members):
        found.setdefault(browser.member_id, []).append(browser)
    return found
