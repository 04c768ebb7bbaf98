"""What happened in a conversation, in words: an icon, the colour of a state, and a sentence."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.automation.wording import done_words
from kept.conversations.models import Conversation, Relation
from kept.conversations.queries.labels import status_labels
from kept.promises.models import Promise

Said = tuple[str, str, str]
"""Icon, tone and words."""

_PLAIN: dict[str, tuple[str, str, str | Lazy]] = {
    "promise.made": ("s-open", "open", gettext_lazy("promised: %(words)s")),
    "promise.kept": ("s-kept", "kept", gettext_lazy("kept %(words)s")),
    "promise.renegotiated": (
        "s-renegotiated",
        "renegotiated",
        gettext_lazy("changed %(words)s"),
    ),
    "promise.released": ("s-released", "released", gettext_lazy("let go of %(words)s")),
    "promise.broken": ("s-broken", "broken", gettext_lazy("Not done in time: %(words)s")),
    "promise.given_up": ("s-broken", "broken", gettext_lazy("could not keep %(words)s")),
    "promise.confirmed": ("s-kept", "kept", gettext_lazy("confirmed: %(words)s")),
    "promise.disputed": (
        "s-disputed",
        "disputed",
        gettext_lazy("says this did not happen: %(words)s"),
    ),
    "promise.chased": ("s-soon", "soon", gettext_lazy("asks where this stays: %(words)s")),
    "promise.eased": ("s-open", "", gettext_lazy("is in no hurry about %(words)s")),
    "promise.offered": ("s-offered", "offered", gettext_lazy("offered times for %(words)s")),
    "promise.agreed": ("s-open", "open", gettext_lazy("chose a time for %(words)s")),
    "promise.lapsed": ("s-released", "", gettext_lazy("Nobody chose a time for %(words)s")),
    "complaint.confirmed": ("s-disputed", "soon", gettext_lazy("says that this is a complaint")),
    "rule.paused": ("s-overdue", "overdue", gettext_lazy("has stopped itself")),
    "mail.refused": ("s-broken", "broken", gettext_lazy("A letter could not be delivered")),
    "mail.in_doubt": ("s-disputed", "disputed", gettext_lazy("A letter may not have arrived")),
}
"""Where nothing but the kind decides."""


def said(
    kind: str, by: str, facts: dict[str, Any], names: dict[str, str], promise: Promise | None
) -> Said:
    """One event in words. `names` are those of members by their mention, as `member:7`."""
    quoted = _("“%(words)s”") % {"words": promise.words if promise else ""}
    if kind.startswith("handoff."):
        return _of_handoff(kind, by, facts, names)
    if kind.startswith("conversation."):
        return _of_conversation(kind, by, facts, names)
    if kind.startswith("field."):
        return "pen", "", _of_field(kind, facts, names)
    if kind == "rule.ran":
        done = done_words(facts["did"])
        return "refresh", "", done or _("ran, and had nothing to change")
    if kind == "promise.handed_on":
        return "user", "", _handed_on(facts["to"], names, quoted)
    if special := _in_this_case(kind, by, facts, promise):
        icon, tone, words = special
        return icon, tone, words % {"words": quoted}
    icon, tone, plain = _PLAIN[kind]
    return icon, tone, str(plain) % {"words": quoted}


def _in_this_case(
    kind: str, by: str, facts: dict[str, Any], promise: Promise | None
) -> Said | None:
    """Other words for it, by who did it and why."""
    match kind:
        case "promise.kept" if by.startswith("customer:"):
            return "s-kept", "kept", _("said that it is done: %(words)s")
        case "promise.released" if promise and promise.is_by_rule:
            return "s-released", "released", _("No longer owed: %(words)s")
        case "promise.released" if by.startswith("system:"):
            return "s-released", "released", _("Ended by their reply: %(words)s")
        case "promise.confirmed" if facts["presumed"]:
            return "s-kept", "", _("Presumed kept, nobody denied it: %(words)s")
    return None


_BETWEEN_TWO: dict[str, tuple[str, str, Lazy]] = {
    "conversation.merged": ("forward", "into", gettext_lazy("merged %(one)s into %(other)s")),
    "conversation.parted": (
        "undo",
        "into",
        gettext_lazy("took %(one)s and %(other)s apart again"),
    ),
    "conversation.split": ("pen", "source", gettext_lazy("split %(one)s off from %(other)s")),
    "conversation.left_apart": ("undo", "other", gettext_lazy("left %(one)s apart from %(other)s")),
}
"""What happened between two conversations: icon, how the other one is named, words."""


def _of_conversation(kind: str, by: str, facts: dict[str, Any], names: dict[str, str]) -> Said:
    if kind == "conversation.status_changed":
        label = status_labels()[facts["to"]]
        return "pact", "", _("set this to %(status)s") % {"status": label}
    if kind == "conversation.priority_changed":
        priority = str(Conversation.Priority(facts["to"]).label)
        return "flag", "", _("set the priority to %(priority)s") % {"priority": priority}
    if kind == "conversation.kept_open":
        return "s-open", "soon", _("sent a letter that was to close this; something is missing")
    if kind == "conversation.related":
        told = {"one": f"K-{facts['conversation']}", "other": f"K-{facts['other']}"}
        if facts["kind"] == Relation.Kind.CHILD:
            return "link", "", _("made %(one)s a part of %(other)s") % told
        return "link", "", _("linked %(one)s with %(other)s") % told
    if kind == "conversation.team_assigned":
        if facts["to"]:
            return (
                "people",
                "",
                _("gave this to the team %(name)s")
                % {"name": names.get(f"team:{facts['to']}", "")},
            )
        return (
            "people",
            "",
            _("took this from the team %(name)s")
            % {"name": names.get(f"team:{facts['before']}", "")},
        )
    if kind in {"conversation.routed", "conversation.queued"}:
        return _of_routing(kind, facts, names)
    if kind in _BETWEEN_TWO:
        icon, other, words = _BETWEEN_TWO[kind]
        told = {"one": f"K-{facts['conversation']}", "other": f"K-{facts[other]}"}
        return icon, "", str(words) % told
    if by == f"member:{facts['to']}":
        return "user", "", _("took this")
    if facts["to"]:
        to = names.get(f"member:{facts['to']}", "")
        return "user", "", _("gave this to %(name)s") % {"name": to}
    return "user", "", _("laid this back for anybody")


def _of_field(kind: str, facts: dict[str, Any], names: dict[str, str]) -> str:
    field = names.get(f"field:{facts['field']}", _("a field"))
    choice = names.get(f"choice:{facts.get('choice', 0)}", "")
    if also := facts.get("also"):
        return _("filled in %(fields)s") % {"fields": ", ".join([*also, field])}
    if kind == "field.emptied":
        return _("emptied %(field)s") % {"field": field}
    if choice:
        return _("set %(field)s to %(choice)s") % {"field": field, "choice": choice}
    return _("filled in %(fields)s") % {"fields": field}


def _handed_on(to: int, names: dict[str, str], quoted: str) -> str:
    if not to:
        return _("%(words)s is kept by the desk now") % {"words": quoted}
    name = names.get(f"member:{to}", "")
    return _("%(words)s is kept by %(name)s now") % {"words": quoted, "name": name}


_WHY_ROUTED: dict[str, str | Lazy] = {
    "LAST_SERVED": gettext_lazy(
        "Routed to %(name)s, who served this customer last: %(open)s of %(limit)s open"
    ),
    "TURN": gettext_lazy("Routed to %(name)s, whose turn it was: %(open)s of %(limit)s open"),
    "LEAST": gettext_lazy("Routed to %(name)s, who had the most room: %(open)s of %(limit)s open"),
}
_WHY_IN_LINE: dict[str, str | Lazy] = {
    "NO_SKILL": gettext_lazy("Waits in line: nobody at the desk has the skill it needs"),
    "NOBODY_HERE": gettext_lazy("Waits in line: nobody who could take it works now"),
    "NO_ROOM": gettext_lazy("Waits in line: nobody has room for it now"),
}


def _of_routing(kind: str, facts: dict[str, Any], names: dict[str, str]) -> Said:
    if kind == "conversation.queued":
        return "hour", "", str(_WHY_IN_LINE[facts["why"]])
    told = {"open": facts["open"], "limit": facts["limit"]}
    told["name"] = names.get(f"member:{facts['to']}", "")
    return "user", "", str(_WHY_ROUTED[facts["why"]]) % told


def _of_handoff(kind: str, by: str, facts: dict[str, Any], names: dict[str, str]) -> Said:
    match kind:
        case "handoff.offered":
            to = f"member:{facts['to']}" if facts["to"] else f"team:{facts['team']}"
            words = _("offered to hand this on to %(name)s") % {"name": names.get(to, "")}
        case "handoff.asked_back":
            words = _("asked back before taking this over")
        case "handoff.accepted":
            giver = names.get(f"member:{facts['giver']}", "")
            words = _("took this over from %(name)s") % {"name": giver}
        case "handoff.told":
            words = _("told the customer who is next")
        case _ if by.startswith("system:"):
            words = _("The handoff ended: it was closed, merged or taken by another")
        case _:
            words = _("withdrew the handoff")
    return "forward", "", words
