"""What a rule is asked by, and what its pages show."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from kept.automation.models import Rule, Run
from kept.automation.rules.acts import act_of
from kept.automation.rules.conditions import Condition, condition_of, fields_in
from kept.automation.rules.sheet import Sheet
from kept.automation.terms import RuleTerms
from kept.conversations.actions.arrival import PROOFS
from kept.conversations.models import Conversation, Message, Tagging
from kept.fields.queries import given_in
from kept.kit.prepared import prepared
from kept.kit.slices import newest
from kept.people.models import Member

PAGE = 30
FRESH_SECONDS = 30
_known: tuple[float, dict[str, str]] = (0.0, {})


@prepared
def _running(*triggers: str) -> QuerySet[Rule]:
    return Rule.objects.running().filter(trigger__in=triggers).select_related("keeper")


def running(*triggers: str) -> list[Rule]:
    """The rules of these triggers that run, in their order. Asked for nearly every event."""
    return _running(*triggers)


def conversation_of(pk: int) -> Conversation | None:
    """With all that a sheet needs; None where it has been merged, or is spam."""
    dead = [Conversation.Status.SPAM, Conversation.Status.MERGED]
    rows = Conversation.objects.exclude(status__in=dead)
    return rows.select_related("desk__calendar", "customer__organisation").filter(pk=pk).first()


def sheet_of(
    conversation: Conversation, conditions: Sequence[Condition], *, letter: int = 0, at: datetime
) -> Sheet:
    """As it stands now, for these. `letter` is theirs that it is about; 0 is their newest."""
    pk = letter or conversation.last_in_message
    found = Message.objects.filter(pk=pk).first() if pk else None
    tags = tags_on([conversation]).get(conversation.pk, [])
    given = given_for(conditions, [conversation])
    return sheet_from(conversation, found, tags, given, at=at)


def given_for(
    conditions: Iterable[Condition], conversations: Sequence[Conversation]
) -> dict[tuple[int, int], str]:
    """What stands in the fields these ask for, by conversation and field."""
    asked = fields_in(conditions)
    return given_in([one.pk for one in conversations], asked) if asked else {}


def sheet_from(
    conversation: Conversation,
    letter: Message | None,
    tags: list[int],
    given: Mapping[tuple[int, int], str],
    *,
    at: datetime,
) -> Sheet:
    """`given` is what stands in fields, by conversation and field."""
    told: dict[str, Any] = {}
    if letter is not None:
        told = {
            "text": letter.text,
            "sender": letter.from_address,
            "recipients": tuple(map(str, [*letter.to, *letter.cc])),
            "language": str(letter.beside.get("language") or ""),
            "is_verified": letter.standing == Message.Standing.KNOWN,
            "is_proven": letter.standing == Message.Standing.KNOWN
            and any(code in PROOFS for code, _about in letter.reasons),
            "is_suspicious": letter.standing == Message.Standing.SUSPICIOUS,
            "is_automatic": bool(letter.automatic),
            "has_files": letter.has_attachments,
            "letter": letter.pk,
        }
    return Sheet(
        conversation=conversation.pk,
        desk=conversation.desk_id,
        at=at,
        subject=conversation.subject,
        priority=conversation.priority,
        status=conversation.status,
        assignee=conversation.assignee_id or 0,
        team=conversation.team_id or 0,
        tags=frozenset(tags),
        fields={field: value for (pk, field), value in given.items() if pk == conversation.pk},
        is_open_now=conversation.desk.hours.is_open(at),
        **told,
    )


def tags_on(conversations: list[Conversation]) -> dict[int, list[int]]:
    """The ids of the tags on each, with what a merged one was merged into."""
    rows = Tagging.objects.filter(conversation__in=[one.pk for one in conversations])
    found: dict[int, list[int]] = {}
    for pk, tag, into in rows.values_list("conversation", "tag", "tag__merged_into"):
        found.setdefault(pk, []).extend([tag, into] if into else [tag])
    return found


def conditions_of(rule: Rule) -> list[Condition]:
    return [condition_of(stored) for stored in rule.conditions]


def terms_of(rule: Rule) -> RuleTerms:
    """What is chosen of it."""
    return RuleTerms(
        name=rule.name,
        trigger=rule.trigger,
        desk=rule.desk,
        amount=rule.amount,
        unit=rule.unit,
        counted=rule.counted,
        match=rule.match,
        conditions=conditions_of(rule),
        acts=[act_of(stored) for stored in rule.acts],
    )


def rule_names() -> dict[str, str]:
    """Every rule's name by its handle. Read anew every half a minute: threads show some."""
    global _known
    read_at, names = _known
    if not read_at or time.monotonic() - read_at > FRESH_SECONDS:
        names = {f"rule:{pk}": name for pk, name in Rule.objects.values_list("pk", "name")}
        _known = (time.monotonic(), names)
    return names


def forget_names() -> None:
    """One has just been made or renamed here."""
    global _known
    _known = (0.0, {})


def kept(member: Member) -> list[Rule]:
    """All that the member sees, in the order in which they run; retired ones last."""
    rows = Rule.objects.visible_to(member).select_related("desk", "keeper")
    found = list(rows.order_by("position", "pk"))
    return [one for one in found if not one.retired_at] + [one for one in found if one.retired_at]


def log_of(
    rule: Rule, member: Member, *, before: int | None = None
) -> tuple[list[Run], int | None]:
    """Its runs in conversations that the member sees, the newest first; behind which more come."""
    found = Run.objects.visible_to(member).filter(rule=rule)
    return newest(found.select_related("conversation__customer"), before=before, size=PAGE)


def runs_lately(rules: list[Rule], member: Member, *, since: datetime) -> dict[int, int]:
    """How often each ran since then, in conversations that the member sees."""
    seen = Run.objects.visible_to(member)
    rows = seen.filter(rule__in=[one.pk for one in rules], at__gte=since).order_by()
    return dict(rows.values_list("rule").annotate(n=Count("pk")))
