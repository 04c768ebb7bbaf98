"""What stands in a thread, in order: letters, notes, and one line for each thing that happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kept.conversations.models import Conversation, Message, Note
from kept.conversations.queries import Thread
from kept.conversations.queries.labels import status_labels
from kept.ledger.models import Event
from kept.people.models import Member
from kept.people.names import member_names
from kept.promises.models import Promise

LINES = 120

_SHOWN = [
    "conversation.assigned",
    "conversation.status_changed",
    "conversation.merged",
    "conversation.parted",
    "conversation.left_apart",
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
    "mail.refused",
    "mail.in_doubt",
]
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
) -> list[Entry]:
    """Letters, notes and lines of a thread, oldest first; those of what was `merged` among them."""
    found = [Entry(message.at, message=message) for message in thread.messages]
    found += [Entry(note.at, note=note) for note in thread.notes]
    since = thread.messages[0].at if thread.earlier else None
    lines = _lines(
        [thread.conversation, *merged], promises, since=since, until=thread.until, reader=reader
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
) -> list[Line]:
    events = Event.objects.filter(mentions__name=f"conversation:{conversations[0].pk}")
    if len(conversations) > 1:
        those = [f"conversation:{one.pk}" for one in conversations]
        events = Event.objects.filter(mentions__name__in=those).distinct()
    events = events.filter(kind__in=_SHOWN)
    if since:
        events = events.filter(at__gte=since)
    if until:
        events = events.filter(at__lt=until)
    rows = list(events.order_by("-pk")[:LINES])
    told_of = {promise.pk: promise for promise in promises}
    names = _names(rows, reader=reader)
    # A status that a letter changed of itself is no news: the letter stands right above.
    told = [row for row in rows if not (row.kind.endswith("status_changed") and row.cause_id)]
    return [_line(row, names, told_of.get(row.facts.get("promise", 0))) for row in told]


def _names(events: list[Event], *, reader: Member) -> dict[str, str]:
    wanted = {event.by for event in events}
    for event in events:
        wanted |= {f"member:{event.facts.get(key)}" for key in ("to", "before")}
    ids = [int(name[7:]) for name in wanted if name.startswith("member:") and name[7:].isdigit()]
    names = {f"member:{reader.pk}": _("You")}
    if any(pk not in {0, reader.pk} for pk in ids):
        names = {f"member:{pk}": name for pk, name in member_names().items()} | names
    return names


def _line(event: Event, names: dict[str, str], promise: Promise | None) -> Line:
    who = names.get(event.by, "")
    if event.by.startswith("customer:"):
        who = _("The customer")
    elif promise and promise.is_by_rule and promise.desk and event.kind in _BY_THE_DESK:
        who = promise.desk.name
    icon, tone, text = _said(event.kind, event.by, event.facts, names, promise)
    return Line(event.at, icon, who, text, tone)


def _said(
    kind: str, by: str, facts: dict[str, Any], names: dict[str, str], promise: Promise | None
) -> tuple[str, str, str]:
    """Icon, tone and words of one event."""
    quoted = f"“{promise.words if promise else ''}”"
    match kind:
        case "conversation.assigned" if by == f"member:{facts['to']}":
            return "user", "", _("took this")
        case "conversation.assigned" if facts["to"]:
            to = names.get(f"member:{facts['to']}", "")
            return "user", "", _("gave this to %(name)s") % {"name": to}
        case "conversation.assigned":
            return "user", "", _("laid this back for anybody")
        case "conversation.status_changed":
            label = status_labels()[facts["to"]]
            return "pact", "", _("set this to %(status)s") % {"status": label}
        case "conversation.merged":
            told = {"one": f"K-{facts['conversation']}", "other": f"K-{facts['into']}"}
            return "forward", "", _("merged %(one)s into %(other)s") % told
        case "conversation.parted":
            told = {"one": f"K-{facts['conversation']}", "other": f"K-{facts['into']}"}
            return "undo", "", _("took %(one)s and %(other)s apart again") % told
        case "conversation.left_apart":
            told = {"one": f"K-{facts['conversation']}", "other": f"K-{facts['other']}"}
            return "undo", "", _("left %(one)s apart from %(other)s") % told
        case "promise.made":
            return "s-open", "open", _("promised: %(words)s") % {"words": quoted}
        case "promise.kept" if by.startswith("customer:"):
            return "s-kept", "kept", _("said that it is done: %(words)s") % {"words": quoted}
        case "promise.kept":
            return "s-kept", "kept", _("kept %(words)s") % {"words": quoted}
        case "promise.renegotiated":
            return "s-renegotiated", "renegotiated", _("changed %(words)s") % {"words": quoted}
        case "promise.released" if promise and promise.is_by_rule:
            return "s-released", "released", _("No longer owed: %(words)s") % {"words": quoted}
        case "promise.released" if by.startswith("system:"):
            return (
                "s-released",
                "released",
                _("Ended by their reply: %(words)s") % {"words": quoted},
            )
        case "promise.released":
            return "s-released", "released", _("let go of %(words)s") % {"words": quoted}
        case "promise.broken":
            return "s-broken", "broken", _("Not done in time: %(words)s") % {"words": quoted}
        case "promise.given_up":
            return "s-broken", "broken", _("could not keep %(words)s") % {"words": quoted}
        case "promise.confirmed" if facts["presumed"]:
            return "s-kept", "", _("Presumed kept, nobody denied it: %(words)s") % {"words": quoted}
        case "promise.confirmed":
            return "s-kept", "kept", _("confirmed: %(words)s") % {"words": quoted}
        case "promise.disputed":
            return (
                "s-disputed",
                "disputed",
                _("says this did not happen: %(words)s") % {"words": quoted},
            )
        case "promise.chased":
            return "s-soon", "soon", _("asks where this stays: %(words)s") % {"words": quoted}
        case "promise.eased":
            return "s-open", "", _("is in no hurry about %(words)s") % {"words": quoted}
        case "promise.offered":
            return "s-offered", "offered", _("offered times for %(words)s") % {"words": quoted}
        case "promise.agreed":
            return "s-open", "open", _("chose a time for %(words)s") % {"words": quoted}
        case "promise.lapsed":
            return "s-released", "", _("Nobody chose a time for %(words)s") % {"words": quoted}
        case "promise.handed_on" if facts["to"]:
            to = names.get(f"member:{facts['to']}", "")
            return (
                "user",
                "",
                _("%(words)s is kept by %(name)s now")
                % {
                    "words": quoted,
                    "name": to,
                },
            )
        case "promise.handed_on":
            return "user", "", _("%(words)s is kept by the desk now") % {"words": quoted}
        case "mail.refused":
            return "s-broken", "broken", _("A letter could not be delivered")
        case _:
            return "s-disputed", "disputed", _("A letter may not have arrived")
