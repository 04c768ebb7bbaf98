"""What members have chosen, read for many of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

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


def browsers_of(members: Sequence[int]) -> dict[int, list[Browser]]:
    found: dict[int, list[Browser]] = {}
    for browser in Browser.objects.filter(member__in=members):
        found.setdefault(browser.member_id, []).append(browser)
    return found
