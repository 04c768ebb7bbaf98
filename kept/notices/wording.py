"""A notice in words: what is the matter, and what to do now. The same in the app, mail and push."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kept.charter.models import Grant
from kept.charter.wording import may_words
from kept.conversations.queries.labels import status_labels
from kept.notices.models import Notice
from kept.promises import wording
from kept.promises.letters import first_name
from kept.promises.models import Promise
from kept.ui.wording import length

MARKS = {
    "SOON": "s-soon",
    "BROKEN": "s-overdue",
    "DISPUTED": "s-disputed",
    "CHASED": "s-soon",
    "CHOSEN": "s-renegotiated",
    "AGREED": "s-open",
    "CONFIRMED": "s-kept",
    "AWAY": "s-soon",
    "SAID_BACK": "s-offered",
    "OTHERWISE": "s-disputed",
    "HOLDS": "s-kept",
    "GIVEN": "user",
    "TAKEN": "user",
    "HANDED": "forward",
    "ASKED": "s-disputed",
    "ACCEPTED": "s-kept",
    "REMINDED": "s-soon",
    "RULE": "bell",
    "RULE_OFF": "s-overdue",
    "MENTIONED": "note",
    "LETTER": "mail",
    "NOTED": "note",
    "STATUS": "refresh",
    "ANSWERED": "mail",
    "ARRIVED": "inbox",
    "GRANT": "key",
    "HEARD": "key",
    "QUESTION": "s-disputed",
    "CHANGED": "flag",
    "HUDDLED": "people",
    "RISING": "chart",
    "WANTED": "key",
    "FRESH": "heart",
    "RELIEVED": "heart",
}
STATES = {
    "SOON": "soon",
    "BROKEN": "overdue",
    "DISPUTED": "disputed",
    "CHASED": "soon",
    "CHOSEN": "renegotiated",
    "AGREED": "open",
    "CONFIRMED": "kept",
    "AWAY": "soon",
    "SAID_BACK": "offered",
    "OTHERWISE": "disputed",
    "HOLDS": "kept",
    "GIVEN": "open",
    "TAKEN": "released",
    "HANDED": "offered",
    "ASKED": "disputed",
    "ACCEPTED": "kept",
    "REMINDED": "soon",
    "RULE": "open",
    "RULE_OFF": "overdue",
    "MENTIONED": "soon",
    "LETTER": "open",
    "NOTED": "open",
    "STATUS": "released",
    "ANSWERED": "open",
    "ARRIVED": "open",
    "GRANT": "offered",
    "HEARD": "kept",
    "QUESTION": "soon",
    "CHANGED": "kept",
    "HUDDLED": "open",
    "RISING": "soon",
    "WANTED": "soon",
    "FRESH": "open",
    "RELIEVED": "released",
}
"""The mark and the colour of each kind: those of the state of a promise that it is nearest to."""


def of_conversation(notice: Notice) -> str:
    """Whose a conversation is now, or shall be; what came there, and by whom."""
    there = notice.conversation
    who = notice.actor.name if notice.actor else ""
    customer = there.customer.name if there else ""
    match notice.kind:
        case "MENTIONED":
            return _("%(name)s mentions you in a note") % {"name": who}
        case "NOTED" if who:
            return _("%(name)s wrote a note") % {"name": who}
        case "NOTED":
            return _("A note was written")
        case "LETTER" | "ANSWERED":
            return _("%(name)s wrote") % {"name": customer}
        case "ARRIVED":
            return _("New: %(name)s wrote") % {"name": customer}
        case "STATUS":
            label = status_labels().get(there.status, "") if there else ""
            return _("Its status is now: %(status)s") % {"status": label}
        case "RISING":
            return _("More customers than usual write of this")
        case "FRESH":
            return _("A fresh start: you put this right from now on")
        case "RELIEVED" if there and there.assignee:
            return _("A fresh start: %(name)s puts this right now") % {"name": there.assignee.name}
        case "RELIEVED":
            return _("A fresh start: somebody else puts this right now")
        case "TAKEN" if there and there.assignee:
            return _("%(name)s looks after it now") % {"name": there.assignee.name}
        case "TAKEN":
            return _("It is no longer yours")
        case "GIVEN":
            return _("It was given to you")
        case "HANDED":
            return _("It is to be handed on to you")
        case "ASKED":
            return _("You were asked back about your handoff")
        case "REMINDED":
            return _("The handoff is still unanswered")
        case "RULE":
            return _("The rule “%(name)s” asks you to look") % {"name": notice.words}
        case "HEARD":
            return _("What you wanted to decide was answered")
        case "RULE_OFF":
            return _("Your rule “%(name)s” has stopped itself here") % {"name": notice.words}
    return _("Your handoff was accepted")


def advice_of_conversation(notice: Notice) -> str:
    match notice.kind:
        case "MENTIONED":
            return _("Read it, and answer in a note.")
        case "LETTER" | "ANSWERED" | "ARRIVED":
            return _("Read it, and see whether it waits for you.")
        case "RISING":
            return _("Look at the theme: since when, and what changed.")
        case "FRESH":
            return _("Read what went wrong, so that they need not explain it again.")
        case "RELIEVED":
            return _("They wished for it. Nothing more is asked of you.")
        case "GIVEN":
            return _("Look at it, and answer.")
        case "HANDED":
            return _("Read the pack, then accept or ask back.")
        case "ASKED":
            return _("Answer the question in the pack, and offer it again.")
        case "ACCEPTED":
            return _("Tell the customer who is next.")
        case "REMINDED":
            return _("Answer it, or speak with each other.")
        case "HEARD":
            return _("Read the answer where it says what you may decide.")
        case "RULE_OFF":
            return _("It ran too often on one conversation. Read its log, change it, switch it on.")
    return ""


def of_grant(notice: Notice) -> str:
    """Who proposes authority."""
    who = notice.actor.name if notice.actor else ""
    return _("%(name)s proposes that you may decide more") % {"name": who}


def advice_of_grant(notice: Notice) -> str:
    return _("Read it, and agree or send it back.") if notice.seen_at is None else ""


def grant_words(grant: Grant) -> str:
    """`up to €50 of store credit a month`."""
    return may_words(grant.kind, grant.most_amount, grant.currency, grant.most_times, grant.period)


def of_improvement(notice: Notice) -> str:
    """What became of something one raised, or of a huddle."""
    if notice.friction is not None:
        return _("What you raised stays as it was")
    if notice.change is None:
        return _("What came of the huddle")
    match notice.change.state:
        case "NOT_ADOPTED":
            return _("What you raised stays as it was")
        case "REVERTED":
            return _("What you raised was taken back again")
    return _("It changed, also because of you. Thank you")


def advice_of_improvement(notice: Notice) -> str:
    if notice.friction is not None:
        return _("Read why.")
    if notice.change is None:
        return _("Read what was chosen, and whether something is yours.")
    if notice.change.state in {"NOT_ADOPTED", "REVERTED"}:
        return _("Read why.")
    return _("Read what holds from now on.")


def of_agreement(notice: Notice) -> str:
    """What became of an agreement, beside its name."""
    match notice.kind:
        case "SAID_BACK":
            return _("It was said back")
        case "OTHERWISE":
            return _("It was said back, and is wanted otherwise")
    return _("Both sides have said it back: it holds")


def advice_of_agreement(notice: Notice) -> str:
    match notice.kind:
        case "SAID_BACK":
            return _("Read it. It holds once everybody it needs has said it back.")
        case "OTHERWISE":
            return _("Read what they said, and change the draft.")
    return ""


def headline(notice: Notice, promise: Promise, *, now: datetime, zone: str) -> str:
    """What is the matter: "Due in 2 h", "This broke at 14:00", "Cy asks for it"."""
    name = first_name(promise.promisee_name)
    match notice.kind:
        case "SOON" if now <= notice.due_at:
            # To the nearest minute: a mail that leaves a second later is not an hour nearer.
            left = notice.due_at - now + timedelta(seconds=30)
            return _("Due in %(span)s") % {"span": length(left)}
        case "SOON":
            return _("It was due %(when)s") % {"when": _moment(notice.due_at, zone, now)}
        case "BROKEN" if promise.is_to_oneself:
            return _("You wanted this by %(when)s") % {"when": _moment(notice.due_at, zone, now)}
        case "BROKEN" if wording.day(notice.due_at, zone, now=now) == _("Today"):
            local = wording.moment(notice.due_at, zone, now=now).rpartition(", ")[2]
            return _("This broke at %(time)s") % {"time": local}
        case "BROKEN":
            return _("This broke %(when)s") % {"when": _moment(notice.due_at, zone, now)}
        case "DISPUTED":
            return _("%(name)s says that it has not happened") % {"name": name}
        case "QUESTION":
            return _("%(name)s asks about a policy of yours") % {"name": name}
        case "WANTED":
            return _("%(name)s wants to decide more, and you hear it") % {"name": name}
        case "CHASED":
            return _("%(name)s asks for it") % {"name": name}
        case "CHOSEN":
            when = _moment(notice.due_at, zone, now)
            return _("%(name)s chose another time: %(when)s") % {"name": name, "when": when}
        case "AGREED":
            when = _moment(notice.due_at, zone, now)
            return _("%(name)s chose a time: %(when)s") % {"name": name, "when": when}
        case "AWAY":
            when = _moment(notice.due_at, zone, now)
            return _("You are away when this is due: %(when)s") % {"when": when}
    return _("%(name)s says that it happened") % {"name": name}


def advice(notice: Notice, promise: Promise) -> str:
    """What to do now. Good news asks for nothing."""
    match notice.kind:
        case "SOON" if promise.is_to_oneself:
            return _("Do it, or move it.")
        case "SOON":
            return _("Keep it, or say now that it moves.")
        case "BROKEN" if promise.is_to_oneself:
            return _("Do it, move it, or let it go.")
        case "BROKEN":
            return _("Tell them now.")
        case "DISPUTED":
            return _("Look again: keep it, or give them another time.")
        case "QUESTION":
            return _("Answer it where it says what you may decide.")
        case "WANTED":
            return _("Answer it where it says who may decide what.")
        case "CHASED":
            return _("Answer them, and say by when.")
        case "CHOSEN":
            return _("Hold to the new time.")
        case "AGREED":
            return _("You owe it from now on.")
        case "AWAY" if promise.desk_id is None:
            return _("Keep it before you go, or move it now.")
        case "AWAY":
            return _("Keep it before you go, hand it on, or move it now.")
    return ""


def outside_words(promise: Promise) -> str:
    """The words of a promise where others may look on: in mail, on a locked screen, in a calendar.

    What somebody promised themselves in private is not spelled out there.
    """
    return _("Something you promised yourself") if promise.is_private else promise.words


def _moment(at: datetime, zone: str, now: datetime) -> str:
    words = wording.moment(at, zone, now=now)
    for word in (_("Today"), _("Tomorrow"), _("Yesterday")):
        if words.startswith(word):
            return word.lower() + words[len(word) :]
    return words
