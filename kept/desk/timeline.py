"""What stands in a thread, in order: letters, notes, and one line for each thing that happened."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.automation.queries import rule_names
from kept.conversations.models import Conversation, Message, Note
from kept.conversations.queries import Thread
from kept.desk.happenings import said
from kept.fields.queries import read as fields_in
from kept.kit.prepared import prepared
from kept.ledger.models import Event, Mention
from kept.people.models import Member
from kept.people.names import member_names, team_names
from kept.promises.models import Promise

LINES = 120

_SHOWN = [
    "conversation.assigned",
    "conversation.team_assigned",
    "conversation.routed",
    "conversation.queued",
    "handoff.offered",
    "handoff.asked_back",
    "handoff.accepted",
    "handoff.withdrawn",
    "handoff.told",
    "conversation.status_changed",
    "conversation.priority_changed",
    "conversation.merged",
    "conversation.parted",
    "conversation.left_apart",
    "conversation.split",
    "conversation.related",
    "conversation.kept_open",
    "field.filled",
    "field.emptied",
    "promise.made",
    "promise.kept",
    "promise.renegotiated",
    "promise.released",
    "promise.broken",
    "promise.given_up",
    "promise.confirmed",
    "promise.disputed",
    "promise.chased",
    "promise.eased",
    "promise.offered",
    "promise.agreed",
    "promise.lapsed",
    "promise.handed_on",
    "complaint.confirmed",
    "mail.refused",
    "mail.in_doubt",
    "rule.ran",
    "rule.paused",
]
_OTHER_END = {"conversation.split": "source", "conversation.related": "other"}
"""What happened between two, and how the second is named."""
_OF_TEAMS = {"conversation.team_assigned", "handoff.offered"}
_FOLLOWS = {"conversation.assigned", "conversation.team_assigned"}
_SAYS_WHOSE = {"conversation.routed", "conversation.team_assigned", "handoff.accepted"}
"""What says already whose it is: what follows from it in the ledger needs no line of its own."""
_BY_THE_DESK = {"promise.made", "promise.kept"}
"""What a rule does in the name of the desk."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened. `who` is bold, `words` follow; `tone` is a state's colour."""

    at: datetime
    icon: str
    who: str
    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the three kinds, so a template need not ask for types."""

    at: datetime
    message: Message | None = None
    note: Note | None = None
    line: Line | None = None


def entries(
    thread: Thread,
    promises: Iterable[Promise],
    *,
    reader: Member,
    merged: Sequence[Conversation] = (),
    beside: Collection[int] = (),
) -> list[Entry]:
    """Letters, notes and lines of a thread, oldest first; those of what was `merged` among them.

    `beside` are the conversations at the other ends of its links and ties that the reader sees:
    nothing is told of any other.
    """
    found = [Entry(message.at, message=message) for message in thread.messages]
    found += [Entry(note.at, note=note) for note in thread.notes]
    since = thread.messages[0].at if thread.earlier else None
    lines = _lines(
        [thread.conversation, *merged],
        promises,
        since=since,
        until=thread.until,
        reader=reader,
        beside={thread.conversation.pk, *beside},
    )
    found += [Entry(line.at, line=line) for line in lines]
    return sorted(found, key=lambda entry: entry.at)


def _lines(
    conversations: Sequence[Conversation],
    promises: Iterable[Promise],
    *,
    since: datetime | None,
    until: datetime | None,
    reader: Member,
    beside: Collection[int],
) -> list[Line]:
    names_of = [f"conversation:{one.pk}" for one in conversations]
    if len(names_of) == 1:
        rows = _events.first(LINES, names_of[0], since, until)
    else:
        rows = _events_of_any.first(LINES, since, until, *names_of)
    told_of = {promise.pk: promise for promise in promises}
    names = _names(rows, reader=reader) | _fields(conversations[0])
    said = {row.pk for row in rows if row.kind in _SAYS_WHOSE}
    # A status that a letter changed of itself is no news: the letter stands right above.
    # What a rule did stands in the line that says that it ran.
    told = [
        row
        for row in rows
        if row.kind.startswith("rule.")
        or (
            not row.by.startswith("rule:")
            and not (row.kind.endswith("status_changed") and row.cause_id)
            and not (row.kind in _FOLLOWS and row.cause_id in said)
            and _is_seen(row, beside)
        )
    ]
    return [
        _line(row, names, told_of.get(row.facts.get("promise", 0)), reader=reader)
        for row in _saved_together(told, names)
    ]


def _is_seen(event: Event, beside: Collection[int]) -> bool:
    """Whether both ends of what happened between two are known to the reader."""
    end = _OTHER_END.get(event.kind)
    return end is None or {event.facts["conversation"], event.facts[end]} <= set(beside)


def _fields(conversation: Conversation) -> dict[str, str]:
    """What fields and their choices are called; one that is gone is "a field"."""
    found = {}
    for held in fields_in(getattr(conversation, "told_fields", "")):
        found[f"field:{held.pk}"] = held.label
        found |= {f"choice:{choice.pk}": choice.name for choice in held.choices}
    return found


def _saved_together(events: list[Event], names: dict[str, str]) -> list[Event]:
    """Fields that one press filled in are one line: the first of them names all."""
    found: list[Event] = []
    for event in events:
        last = found[-1] if found else None
        if (
            last
            and event.kind == last.kind == "field.filled"
            and (event.by, event.at) == (last.by, last.at)
        ):
            also = names.get(f"field:{event.facts['field']}", _("a field"))
            last.facts = {**last.facts, "also": [also, *last.facts.get("also", ())]}
        else:
            found.append(event)
    return found


@prepared
def _events(about: str, since: datetime | None, until: datetime | None) -> QuerySet[Event]:
    return _shown(Event.objects.filter(mentions__name=about), since, until)


@prepared
def _events_of_any(since: datetime | None, until: datetime | None, *about: str) -> QuerySet[Event]:
    """The same of several, each event once: what was merged, and what it was merged into."""
    there = Mention.objects.filter(name__in=about).values("event")
    return _shown(Event.objects.filter(pk__in=there), since, until)


def _shown(
    found: QuerySet[Event], since: datetime | None, until: datetime | None
) -> QuerySet[Event]:
    found = found.filter(kind__in=_SHOWN)
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lt=until)
    return found.order_by("-pk")


def _names(events: list[Event], *, reader: Member) -> dict[str, str]:
    wanted = {event.by for event in events}
    teams: dict[str, str] = {}
    if any(event.kind in _OF_TEAMS for event in events):
        teams = {f"team:{pk}": name for pk, name in team_names().items()}
    for event in events:
        wanted |= {f"member:{event.facts.get(key)}" for key in ("to", "before", "giver")}
    ids = [int(name[7:]) for name in wanted if name.startswith("member:") and name[7:].isdigit()]
    names = {f"member:{reader.pk}": _("You")}
    if any(pk not in {0, reader.pk} for pk in ids):
        names = {f"member:{pk}": name for pk, name in member_names().items()} | names
    if any(event.by.startswith("rule:") for event in events):
        names |= rule_names()
    return names | teams


def _line(event: Event, names: dict[str, str], promise: Promise | None, *, reader: Member) -> Line:
    who = names.get(event.by, "")
    # A context of its own: in other languages it is the verb, or a “by”, that goes with who it was.
    if event.by == f"member:{reader.pk}":
        who = pgettext("who did it", "You")
    elif event.by.startswith("rule:"):
        told = {"name": names.get(event.by, "")}
        who = pgettext("who did it", "The rule “%(name)s”") % told
    elif event.by.startswith("customer:"):
        who = pgettext("who did it", "The customer")
    else:
        if promise and promise.is_by_rule and promise.desk and event.kind in _BY_THE_DESK:
            who = promise.desk.name
        who = who and pgettext("who did it", "%(name)s") % {"name": who}
    icon, tone, text = said(event.kind, event.by, event.facts, names, promise)
    return Line(event.at, icon, who, text, tone)
