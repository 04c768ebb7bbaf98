"""Rules in words: one sentence for all of it, and one clause for each part.

A clause stands in a sentence after "When … and …", so that in a language that puts its verb last
it can do so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from kept.automation.models import Rule
from kept.automation.rules.acts import Act, act_of
from kept.automation.rules.conditions import Condition, condition_of, parts_of
from kept.conversations.models import Conversation, Desk, Tag
from kept.conversations.queries.labels import status_labels
from kept.fields.controls import in_words
from kept.fields.models import Field
from kept.fields.queries import held_of
from kept.fields.rules import value_of
from kept.kit.ids import id_in
from kept.macros.models import Macro
from kept.people.models import Member, Team
from kept.people.names import member_names

LONGEST_QUOTE = 60

TRIGGERS = {
    "OPENED": gettext_lazy("a new conversation begins"),
    "RECEIVED": gettext_lazy("a letter comes in"),
    "SENT": gettext_lazy("one of us answers"),
    "NOTED": gettext_lazy("a note is written"),
    "ASSIGNED": gettext_lazy("somebody else looks after it"),
    "STATUS": gettext_lazy("the status changes"),
    "PRIORITY": gettext_lazy("the priority changes"),
    "TAGGED": gettext_lazy("a tag is put on"),
    "PROMISED": gettext_lazy("something is promised"),
    "KEPT": gettext_lazy("a promise is kept"),
    "BROKEN": gettext_lazy("a promise breaks"),
    "UNANSWERED": gettext_lazy("a customer has waited for our answer"),
    "SILENT": gettext_lazy("we have waited for theirs since our answer"),
    "WAITING": gettext_lazy("a conversation has stood at Waiting"),
    "DUE": gettext_lazy("a promise comes near"),
}
"""What each is, after "When"."""

ABOUTS = {
    "SENDER": gettext_lazy("Sender"),
    "RECIPIENT": gettext_lazy("Address it was sent to"),
    "SUBJECT": gettext_lazy("Subject"),
    "WORDS": gettext_lazy("Subject or words"),
    "LANGUAGE": gettext_lazy("Language"),
    "HOURS": gettext_lazy("Working hours"),
    "PRIORITY": gettext_lazy("Priority"),
    "STATUS": gettext_lazy("Status"),
    "TAG": gettext_lazy("Tag"),
    "ASSIGNEE": gettext_lazy("Looked after by"),
    "DESK": gettext_lazy("Desk"),
    "VERIFIED": gettext_lazy("Verified sender"),
    "FILE": gettext_lazy("Attachment"),
    "MACHINE": gettext_lazy("Automatic mail"),
    "FIELD": gettext_lazy("Field"),
}
HOWS = {
    "IS": gettext_lazy("is"),
    "IS_NOT": gettext_lazy("is not"),
    "HAS": gettext_lazy("has"),
    "HAS_NOT": gettext_lazy("has not"),
    "INSIDE": gettext_lazy("within them"),
    "OUTSIDE": gettext_lazy("outside of them"),
    "YES": gettext_lazy("yes"),
    "NO": gettext_lazy("no"),
    "SAYS": gettext_lazy("says"),
    "SAYS_NOT": gettext_lazy("does not say"),
    "LEAST": gettext_lazy("is at least"),
    "MOST": gettext_lazy("is at most"),
    "BEFORE": gettext_lazy("is before"),
    "AFTER": gettext_lazy("is after"),
    "FILLED": gettext_lazy("is filled in"),
    "EMPTY": gettext_lazy("is empty"),
}
DOES = {
    "REPLY": gettext_lazy("Write to the customer"),
    "MACRO": gettext_lazy("Write the words of a macro"),
    "PRIORITY": gettext_lazy("Set the priority"),
    "TAG": gettext_lazy("Put a tag on"),
    "UNTAG": gettext_lazy("Take a tag off"),
    "ASSIGN": gettext_lazy("Give it to a member"),
    "UNASSIGN": gettext_lazy("Lay it back for anybody"),
    "TEAM": gettext_lazy("Give it to a team"),
    "FIELD": gettext_lazy("Set a field"),
    "STATUS": gettext_lazy("Set the status"),
    "SNOOZE": gettext_lazy("Lay it aside for a time"),
    "NOTE": gettext_lazy("Write a note"),
    "NOTIFY": gettext_lazy("Tell somebody"),
    "CLOSE": gettext_lazy("Close it"),
}

_CLAUSES = {
    ("SENDER", "IS"): gettext_lazy("the sender is %(value)s"),
    ("SENDER", "IS_NOT"): gettext_lazy("the sender is not %(value)s"),
    ("RECIPIENT", "IS"): gettext_lazy("it was sent to %(value)s"),
    ("RECIPIENT", "IS_NOT"): gettext_lazy("it was not sent to %(value)s"),
    ("SUBJECT", "HAS"): gettext_lazy("the subject has %(value)s"),
    ("SUBJECT", "HAS_NOT"): gettext_lazy("the subject has no %(value)s"),
    ("WORDS", "HAS"): gettext_lazy("subject or words have %(value)s"),
    ("WORDS", "HAS_NOT"): gettext_lazy("subject and words have no %(value)s"),
    ("LANGUAGE", "IS"): gettext_lazy("it is in %(value)s"),
    ("LANGUAGE", "IS_NOT"): gettext_lazy("it is not in %(value)s"),
    ("HOURS", "INSIDE"): gettext_lazy("it is within working hours"),
    ("HOURS", "OUTSIDE"): gettext_lazy("it is outside working hours"),
    ("PRIORITY", "IS"): gettext_lazy("the priority is %(value)s"),
    ("PRIORITY", "IS_NOT"): gettext_lazy("the priority is not %(value)s"),
    ("STATUS", "IS"): gettext_lazy("the status is %(value)s"),
    ("STATUS", "IS_NOT"): gettext_lazy("the status is not %(value)s"),
    ("TAG", "HAS"): gettext_lazy("it has the tag %(value)s"),
    ("TAG", "HAS_NOT"): gettext_lazy("it has not the tag %(value)s"),
    ("ASSIGNEE", "IS"): gettext_lazy("%(value)s looks after it"),
    ("ASSIGNEE", "IS_NOT"): gettext_lazy("it is not so that %(value)s looks after it"),
    ("DESK", "IS"): gettext_lazy("the desk is %(value)s"),
    ("DESK", "IS_NOT"): gettext_lazy("the desk is not %(value)s"),
    ("VERIFIED", "YES"): gettext_lazy("the sender is verified"),
    ("VERIFIED", "NO"): gettext_lazy("the sender is not verified"),
    ("FILE", "YES"): gettext_lazy("a file is attached"),
    ("FILE", "NO"): gettext_lazy("no file is attached"),
    ("MACHINE", "YES"): gettext_lazy("a machine wrote it"),
    ("MACHINE", "NO"): gettext_lazy("no machine wrote it"),
}
_OF_FIELD = {
    "IS": gettext_lazy("the field %(field)s is %(value)s"),
    "IS_NOT": gettext_lazy("the field %(field)s is not %(value)s"),
    "HAS": gettext_lazy("the field %(field)s has %(value)s"),
    "HAS_NOT": gettext_lazy("the field %(field)s has not %(value)s"),
    "SAYS": gettext_lazy("the field %(field)s says %(value)s"),
    "SAYS_NOT": gettext_lazy("the field %(field)s does not say %(value)s"),
    "LEAST": gettext_lazy("the field %(field)s is at least %(value)s"),
    "MOST": gettext_lazy("the field %(field)s is at most %(value)s"),
    "BEFORE": gettext_lazy("the field %(field)s is before %(value)s"),
    "AFTER": gettext_lazy("the field %(field)s is after %(value)s"),
    "YES": gettext_lazy("the field %(field)s is yes"),
    "NO": gettext_lazy("the field %(field)s is no"),
    "FILLED": gettext_lazy("the field %(field)s is filled in"),
    "EMPTY": gettext_lazy("the field %(field)s is empty"),
}
_DEEDS = {
    "REPLY": gettext_lazy("write to the customer: %(value)s"),
    "MACRO": gettext_lazy("write the macro %(value)s to the customer"),
    "PRIORITY": gettext_lazy("set the priority to %(value)s"),
    "TAG": gettext_lazy("put on the tag %(value)s"),
    "UNTAG": gettext_lazy("take off the tag %(value)s"),
    "ASSIGN": gettext_lazy("give it to %(value)s"),
    "UNASSIGN": gettext_lazy("lay it back for anybody"),
    "TEAM": gettext_lazy("give it to the team %(value)s"),
    "FIELD": gettext_lazy("set %(value)s"),
    "STATUS": gettext_lazy("set it to %(value)s"),
    "SNOOZE": gettext_lazy("lay it aside for %(value)s"),
    "NOTE": gettext_lazy("note: %(value)s"),
    "NOTIFY": gettext_lazy("tell %(value)s"),
    "CLOSE": gettext_lazy("close it"),
}
DONE = {
    "REPLY": gettext_lazy("wrote to the customer"),
    "MACRO": gettext_lazy("wrote to the customer"),
    "PRIORITY": gettext_lazy("set the priority"),
    "TAG": gettext_lazy("put on a tag"),
    "UNTAG": gettext_lazy("took off a tag"),
    "ASSIGN": gettext_lazy("gave it to somebody"),
    "UNASSIGN": gettext_lazy("laid it back"),
    "TEAM": gettext_lazy("gave it to a team"),
    "FIELD": gettext_lazy("set a field"),
    "STATUS": gettext_lazy("set the status"),
    "SNOOZE": gettext_lazy("laid it aside"),
    "NOTE": gettext_lazy("wrote a note"),
    "NOTIFY": gettext_lazy("told somebody"),
    "CLOSE": gettext_lazy("closed it"),
}
"""What a run did, in the history of a conversation."""

HEARERS = {
    "ASSIGNEE": gettext_lazy("whoever looks after it, else the desk"),
    "DESK": gettext_lazy("everybody at the desk"),
    "KEEPER": gettext_lazy("whoever answers for the rule"),
}
HOLDERS = {"NOBODY": gettext_lazy("nobody"), "ANYBODY": gettext_lazy("somebody")}


@dataclass(frozen=True, slots=True)
class Names:
    """What ids stand for, read once for a page."""

    tags: dict[int, str]
    members: dict[int, str]
    desks: dict[int, str]
    macros: dict[int, str]
    teams: dict[int, str]
    fields: dict[int, Field]


def names(member: Member) -> Names:
    """As far as this member may know them: a rule for all desks may name what they do not see."""
    return Names(
        tags=dict(Tag.objects.visible_to(member).values_list("pk", "name")),
        members=member_names(),
        desks=dict(Desk.objects.visible_to(member).values_list("pk", "name")),
        macros=dict(Macro.objects.visible_to(member).values_list("pk", "name")),
        teams=dict(Team.objects.values_list("pk", "name")),
        fields=Field.objects.visible_to(member).prefetch_related("choices").in_bulk(),
    )


def sentence(rule: Rule, known: Names) -> str:
    """All of a rule: "When a letter comes in at Orders and …: close it, tell Ada." """
    told = {
        "when": when(rule),
        "where": where(rule, known),
        "does": ", ".join(deed(act_of(one), known) for one in rule.acts),
    }
    if not rule.conditions:
        return _("When %(when)s %(where)s: %(does)s.") % told
    clauses = [clause(condition_of(one), known) for one in rule.conditions]
    if rule.match == Rule.Match.ALL:
        told["what"] = _(" and ").join(clauses)
        return _("When %(when)s %(where)s and %(what)s: %(does)s.") % told
    told["what"] = _(" or ").join(clauses)
    return _("When %(when)s %(where)s and one of these holds (%(what)s): %(does)s.") % told


def when(rule: Rule) -> str:
    plain = str(TRIGGERS[rule.trigger])
    if not rule.is_by_time:
        return plain
    told = {"what": plain, "span": span(rule.amount, rule.unit, counted=rule.counted)}
    if rule.trigger == "DUE":
        return _("%(what)s, %(span)s before it is due,") % told
    return _("%(what)s for %(span)s") % told


def where(rule: Rule, known: Names) -> str:
    if rule.desk_id is None:
        name = known.members.get(rule.keeper_id, "")
        return _("at any desk that %(name)s sees") % {"name": name}
    return _("at %(desk)s") % {"desk": known.desks.get(rule.desk_id, "")}


def span(amount: int, unit: str, *, counted: str = "CLOCK") -> str:
    """How long: "2 working days"."""
    n = {"n": amount}
    if unit == "DAYS":
        if counted == "WORKING":
            return ngettext("%(n)s working day", "%(n)s working days", amount) % n
        return ngettext("%(n)s day", "%(n)s days", amount) % n
    if counted == "WORKING":
        return ngettext("%(n)s working hour", "%(n)s working hours", amount) % n
    return ngettext("%(n)s hour", "%(n)s hours", amount) % n


def clause(condition: Condition, known: Names) -> str:
    if condition.about == "FIELD":
        row = known.fields.get(id_in(condition.field))
        value = _compared_words(row, condition, condition.value)
        told = {"field": row.label if row else _("(gone)"), "value": value}
        return str(_OF_FIELD[condition.how]) % told
    plain = _CLAUSES[condition.about, condition.how]
    return str(plain) % {"value": value_words(condition.about, condition.value, known)}


def deed(act: Act, known: Names) -> str:
    """What it does, as in a list of what is to be done."""
    return str(_DEEDS[act.do]) % {"value": _object(act, known)}


def value_words(about: str, value: str, known: Names) -> str:
    """A value of a condition, or what was seen of it."""
    gone = _("(gone)")
    pk = int(value) if value.isdecimal() else 0
    match about:
        case "SENDER" | "RECIPIENT":
            return _(" or ").join(parts_of(value))
        case "SUBJECT" | "WORDS":
            return _(" or ").join(quoted(part) for part in parts_of(value))
        case "LANGUAGE":
            return language(value)
        case "PRIORITY" if value in Conversation.Priority:
            return str(Conversation.Priority(value).label)
        case "STATUS" if value in Conversation.Status:
            return status_labels()[value]
        case "TAG":
            return quoted(known.tags[pk]) if pk in known.tags else gone
        case "ASSIGNEE":
            return str(HOLDERS.get(value) or known.members.get(pk, gone))
        case "DESK":
            return known.desks.get(pk, gone)
    return str(HOWS.get(value, value))


def seen_words(stored: dict[str, Any], known: Names) -> str:
    """What a condition met, beside its clause; "" where the clause says all."""
    if stored["about"] in {"HOURS", "VERIFIED", "FILE", "MACHINE"} or not stored["saw"]:
        return ""
    if stored["about"] == "FIELD":
        row = known.fields.get(id_in(stored["field"]))
        return _held_words(row, stored["saw"])
    return value_words(stored["about"], stored["saw"], known)


def language(tag: str) -> str:
    try:
        return str(get_language_info("zh-hans" if tag == "zh" else tag)["name_translated"])
    except KeyError:
        return tag


def quoted(words: str) -> str:
    plain = " ".join(words.split())
    short = plain if len(plain) <= LONGEST_QUOTE else f"{plain[: LONGEST_QUOTE - 1]}…"
    return _("“%(words)s”") % {"words": short}


def done_words(did: Sequence[str]) -> str:
    """What a run did, for the history of a conversation: "put on a tag, closed it"."""
    return ", ".join(dict.fromkeys(str(DONE[one]) for one in did if one in DONE))


def _object(act: Act, known: Names) -> str:
    gone = _("(gone)")
    pk = int(act.value) if act.value.isdecimal() else 0
    match act.do:
        case "REPLY" | "NOTE":
            return quoted(act.value)
        case "MACRO":
            return quoted(known.macros[pk]) if pk in known.macros else gone
        case "TAG" | "UNTAG":
            return quoted(known.tags[pk]) if pk in known.tags else gone
        case "TEAM":
            return known.teams.get(pk, gone)
        case "FIELD":
            return _field_words(act, known)
        case "ASSIGN":
            return known.members.get(pk, gone)
        case "PRIORITY" | "STATUS":
            return value_words(act.do, act.value, known)
        case "SNOOZE":
            return span(pk, act.unit, counted="WORKING")
        case "NOTIFY":
            return str(HEARERS.get(act.value) or known.members.get(pk, gone))
    return ""


def _field_words(act: Act, known: Names) -> str:
    """A field and what shall stand in it: "Damage to “Crack”"."""
    row = known.fields.get(id_in(act.field))
    if row is None:
        return _("(gone)")
    return _("%(field)s to %(value)s") % {"field": row.label, "value": _held_words(row, act.value)}


def _held_words(row: Field | None, stored: str) -> str:
    """A value of a field as it is told; what is stored of a text may be its beginning."""
    if row is None:
        return _("(gone)")
    try:
        value = in_words(held_of(row, value_of(row.kind, stored)))
    except ValueError:
        value = ""
    return quoted(value) if value else _("(gone)")


def _compared_words(row: Field | None, condition: Condition, value: str) -> str:
    """What a field is compared with: phrases, or a value as the field has it."""
    if condition.how in {"SAYS", "SAYS_NOT"}:
        return _(" or ").join(quoted(part) for part in parts_of(value))
    return _held_words(row, value) if value else ""
