"""What changed in the house near a day, by the ledger: what may be why customers write."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise as Lazy
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy

from kept.ledger.models import Event
from kept.people.models import Member

BEFORE, AFTER = timedelta(days=7), timedelta(days=1)
MOST = 12

WORDS: dict[str, tuple[str | Lazy, str, str]] = {
    "macro.made": (gettext_lazy("A macro was made"), "macros:change_macro", "macro"),
    "macro.changed": (gettext_lazy("A macro was changed"), "macros:change_macro", "macro"),
    "macro.retired": (gettext_lazy("A macro was retired"), "macros:change_macro", "macro"),
    "rule.made": (gettext_lazy("A rule was made"), "automation:rule", "rule"),
    "rule.changed": (gettext_lazy("A rule was changed"), "automation:rule", "rule"),
    "rule.switched": (gettext_lazy("A rule was switched"), "automation:rule", "rule"),
    "policy.written": (gettext_lazy("A policy was written anew"), "charter:policy", "policy"),
    "values.settled": (gettext_lazy("Our values were settled"), "charter:authority", ""),
    "calendar.changed": (gettext_lazy("Working hours were changed"), "hours:calendar", "calendar"),
    "agreement.agreed": (
        gettext_lazy("An agreement holds in a new version"),
        "agreements:agreement",
        "agreement",
    ),
    "desk.changed": (gettext_lazy("A desk was changed"), "conversations:change_desk", "desk"),
    "routing.changed": (gettext_lazy("Routing was changed"), "routing:desk", "desk"),
    "brand.changed": (gettext_lazy("How a desk looks was changed"), "brand:of_desk", "desk"),
}
"""By kind of fact: how it is told, and the page of what changed with the fact's field for it."""
FOR_ALL = {"charter:policy", "charter:authority", "agreements:agreement"}
"""Pages that are not for managers alone."""


@dataclass(frozen=True, slots=True)
class Change:
    words: str
    at: datetime
    by: str
    href: str


def changes_near(day: date, member: Member) -> list[Change]:
    """The newest first, none of them by what it is called: its page decides who may see that."""
    begin = datetime.combine(day, time(), get_current_timezone())
    events = Event.objects.filter(
        kind__in=list(WORDS), at__gte=begin - BEFORE, at__lt=begin + AFTER + timedelta(days=1)
    )
    found = list(events.order_by("-at", "-pk")[:MOST])
    pks = {int(one.by[7:]) for one in found if one.by.startswith("member:")}
    names = dict(Member.objects.filter(pk__in=pks).values_list("pk", "name")) if pks else {}
    return [_told(one, names, member) for one in found]


def _told(event: Event, names: dict[int, str], member: Member) -> Change:
    words, route, part = WORDS[event.kind]
    by = names.get(int(event.by[7:]), "") if event.by.startswith("member:") else ""
    href = ""
    if member.is_manager or route in FOR_ALL:
        # What is told stands without a link where its page is gone.
        with suppress(NoReverseMatch):
            href = reverse(route, args=[event.facts[part]] if part else [])
    return Change(str(words), event.at, by, href)
