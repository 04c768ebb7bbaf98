"""Who is told what when something happens to a promise, or to a mailbox.

What a fact says may be past by the time it is read, after a stop of the worker for instance: told
is what still holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, QuerySet

from kept.agreements.models import Agreement, Version
from kept.charter.models import AuthorityRequest, Grant
from kept.conversations.models import Conversation, Note
from kept.followers.queries import hearers, read_mentions
from kept.handoffs.models import Handoff
from kept.hours.models import Absence
from kept.improvement.models import Change, Friction, Huddle
from kept.kit.prepared import prepared
from kept.ledger import reaction
from kept.ledger.models import Event
from kept.mail.models import Alarm
from kept.notices.actions import (
    settle_alarm,
    settle_away,
    settle_grant,
    settle_handoff,
    settle_notices,
    tell,
    tell_of_agreement,
    tell_of_alarm,
    tell_of_change,
    tell_of_conversation,
    tell_of_friction,
    tell_of_grant,
    tell_of_huddle,
)
from kept.notices.actions.tell import SYSTEM
from kept.notices.choices import choosers
from kept.notices.models import Notice
from kept.people.models import Member, Team
from kept.promises.away import MOST, falls_due
from kept.promises.models import Promise

Kind = Notice.Kind
ROUTING = "system:routing"
_NEEDED = ("conversation", "desk", "customer", "to_member")


def _open_promise(event: Event) -> Promise | None:
    promise = _promise(event)
    return promise if promise.outcome == Promise.Outcome.OPEN else None


def _promise(event: Event) -> Promise:
    found = Promise.objects.select_related(*_NEEDED)
    return found.get(pk=event.facts["promise"])


@reaction("promise.warned", reader="notices")
def soon(event: Event) -> None:
    promise = _open_promise(event)
    if promise is None or promise.paused_at is not None or promise.broken_at is not None:
        return
    if promise.due_at.isoformat() == event.facts["due_at"]:
        # By its event: a date that comes back, with its warning, is told of anew.
        tell(promise, kind=Kind.SOON, occasion=event.pk, by=event.by, now=event.at, cause=event)


@reaction("promise.broken", reader="notices")
def broken(event: Event) -> None:
    """Only what is still owed; whoever hears by then that it did not happen hears no more."""
    promise = _open_promise(event)
    if promise is None or promise.broken_at != event.at:
        return
    settle_notices(promise, kinds=[Kind.SOON], now=event.at)
    late = promise.notices.filter(kind=Kind.DISPUTED, due_at=event.at, at__gte=event.at)
    if not late.exists():
        tell(promise, kind=Kind.BROKEN, by=event.by, now=event.at, cause=event)


@reaction("promise.disputed", reader="notices")
def disputed(event: Event) -> None:
    if promise := _open_promise(event):
        tell(
            promise,
            kind=Kind.DISPUTED,
            occasion=event.pk,
            by=event.by,
            now=event.at,
            cause=event,
        )


@reaction("promise.chased", reader="notices")
def chased(event: Event) -> None:
    promise = _open_promise(event)
    if promise is not None and promise.chased_at is not None:
        tell(promise, kind=Kind.CHASED, occasion=event.pk, by=event.by, now=event.at, cause=event)


@reaction("promise.agreed", reader="notices")
def agreed(event: Event) -> None:
    if promise := _open_promise(event):
        tell(promise, kind=Kind.AGREED, by=event.by, now=event.at, cause=event)


@reaction("promise.renegotiated", reader="notices")
def moved(event: Event) -> None:
    """What was said of the old date is past; a time that they chose is told."""
    promise = _promise(event)
    settle_notices(promise, now=event.at)
    if event.facts["chosen_by"] == "CUSTOMER" and promise.outcome == Promise.Outcome.OPEN:
        tell(
            promise,
            kind=Kind.CHOSEN,
            occasion=event.pk,
            by=event.by,
            now=event.at,
            cause=event,
        )


@reaction("promise.confirmed", reader="notices")
def confirmed(event: Event) -> None:
    """Their own yes; what only their silence says is nothing new."""
    if event.facts["presumed"]:
        return
    promise = _promise(event)
    if promise.outcome == Promise.Outcome.KEPT:
        tell(
            promise,
            kind=Kind.CONFIRMED,
            occasion=event.pk,
            by=event.by,
            now=event.at,
            cause=event,
        )


@reaction(
    "promise.kept",
    "promise.given_up",
    "promise.released",
    "promise.lapsed",
    "promise.paused",
    reader="notices",
)
def settled(event: Event) -> None:
    """Nothing told of it asks for anything any more."""
    settle_notices(_promise(event), now=event.at)


@reaction("promise.handed_on", reader="notices")
def handed_on(event: Event) -> None:
    """Whoever keeps it now is told what its former keeper knew of this date."""
    _tell_the_next(_promise(event), event)


@reaction("absence.noted", "absence.changed", reader="notices")
def goes_away(event: Event) -> None:
    """Whoever will be away is told what of theirs falls due meanwhile, once of each date.

    Also of their own absence: that they are away is their news, what it does to their word is not.
    """
    absence = Absence.objects.filter(pk=event.facts["absence"]).first()
    if absence is None:
        return
    stays_away(event)
    falls = falls_due([absence.member_id], now=event.at).select_related(*_NEEDED)
    for promise in falls.order_by("due_at", "pk")[:MOST]:
        tell(promise, kind=Kind.AWAY, by=SYSTEM, now=event.at, cause=event)


@reaction("absence.withdrawn", reader="notices")
def stays_away(event: Event) -> None:
    """What no absence of theirs holds any more was told for nothing."""
    member = event.facts["member"]
    settle_away(member, held=falls_due([member], now=event.at).values("pk"), now=event.at)


@reaction("conversation.assigned", reader="notices")
def looked_after(event: Event) -> None:
    """The same of what a desk keeps in a conversation that somebody else looks after now.

    Whoever had it hears that another took it, and whoever was given it by another, of that.
    """
    to, before = event.facts["to"], event.facts["before"]
    is_handoff = event.cause is not None and event.cause.kind == "handoff.accepted"
    if event.by == ROUTING:
        # It stands in their list; elsewhere it is told to whoever wants that.
        _tell_whose(event, Kind.GIVEN, [to], if_chosen=True)
    elif event.by.startswith("member:") and not is_handoff:
        told = _told_of_a_fresh_start(event)
        _tell_whose(event, Kind.TAKEN, {before} - told)
        _tell_whose(event, Kind.GIVEN, {to} - told)
    theirs = Promise.objects.open().filter(
        conversation=event.facts["conversation"], keeper=None, keeper_team=None
    )
    for promise in theirs.select_related(*_NEEDED).order_by("pk"):
        _tell_the_next(promise, event)


@reaction("recovery.handed", reader="notices")
def afresh(event: Event) -> None:
    """Whoever puts it right from now on, and whoever did until now."""
    _tell_whose(event, Kind.FRESH, [event.facts["to"]])
    _tell_whose(event, Kind.RELIEVED, [event.facts["before"]])


def _told_of_a_fresh_start(event: Event) -> set[int]:
    """Who knows already: with a fresh start the conversation is given on in the same moment."""
    told = Notice.objects.filter(
        conversation=event.facts["conversation"], kind__in=[Kind.FRESH, Kind.RELIEVED], at=event.at
    )
    return set(told.values_list("member", flat=True))


@reaction("handoff.offered", reader="notices")
def handed(event: Event) -> None:
    settle_handoff(event.facts["conversation"], now=event.at)
    _tell_whose(event, Kind.HANDED, _receivers(_handoff(event)))


@reaction("handoff.asked_back", reader="notices")
def asked_back(event: Event) -> None:
    settle_handoff(event.facts["conversation"], now=event.at)
    _tell_whose(event, Kind.ASKED, [_handoff(event).giver_id])


@reaction("handoff.accepted", reader="notices")
def accepted(event: Event) -> None:
    settle_handoff(event.facts["conversation"], now=event.at)
    _tell_whose(event, Kind.ACCEPTED, [event.facts["giver"]])


@reaction("handoff.withdrawn", reader="notices")
def withdrawn(event: Event) -> None:
    settle_handoff(event.facts["conversation"], now=event.at)


@reaction("handoff.reminded", reader="notices")
def reminded(event: Event) -> None:
    """Both sides: whoever has to answer, and whoever waits."""
    handoff = _handoff(event)
    if handoff.state in {Handoff.State.OFFERED, Handoff.State.ASKED_BACK}:
        _tell_whose(event, Kind.REMINDED, [handoff.giver_id, *_receivers(handoff)])


def _handoff(event: Event) -> Handoff:
    return Handoff.objects.get(pk=event.facts["handoff"])


def _receivers(handoff: Handoff) -> list[int]:
    if handoff.to_member_id is not None:
        return [handoff.to_member_id]
    seats = Team.members.through.objects.filter(team=handoff.to_team_id)
    return list(seats.exclude(member=handoff.giver_id).values_list("member", flat=True))


def _tell_whose(event: Event, kind: str, to: Iterable[int], *, if_chosen: bool = False) -> None:
    tell_of_conversation(
        event.facts["conversation"],
        kind=kind,
        to=to,
        occasion=event.pk,
        by=event.by,
        now=event.at,
        cause=event,
        if_chosen=if_chosen,
    )


@reaction("note.mentioned", reader="notices")
def mentioned(event: Event) -> None:
    _tell_whose(event, Kind.MENTIONED, event.facts["members"])


@reaction("note.written", reader="notices")
def noted(event: Event) -> None:
    """Whoever follows and is not mentioned in it: those hear of that."""
    note = Note.objects.select_related("conversation").get(pk=event.facts["note"])
    called = read_mentions(note.text, note.conversation).members if note.member_id else {}
    following = hearers(event.facts["conversation"])
    _tell_whose(event, Kind.NOTED, [pk for pk in following if pk not in called])


@reaction("message.received", reader="notices")
def wrote(event: Event) -> None:
    """A letter in person: whoever follows, and whoever looks after it and wants to hear of that."""
    there = Conversation.objects.get(pk=event.facts["conversation"])
    if event.facts["automatic"] or there.status == Conversation.Status.SPAM:
        return
    following = hearers(there.pk)
    _tell_whose(event, Kind.LETTER, following)
    if there.assignee_id is not None and there.assignee_id not in following:
        _tell_whose(event, Kind.ANSWERED, [there.assignee_id])


@reaction("conversation.opened", reader="notices")
def arrived(event: Event) -> None:
    """What nobody has yet is told to all of its desk who want to hear of that."""
    wishing = [pk for (pk,) in _wishing(event.facts["conversation"])]
    _tell_whose(event, Kind.ARRIVED, wishing)


@prepared
def _wishing(conversation: int) -> QuerySet[Member, tuple[int]]:
    """Who may wish to hear of it as long as nobody has it; of most nobody."""
    free = Conversation.objects.filter(
        pk=conversation, assignee=None, status=Conversation.Status.OPEN
    )
    return (
        Member.objects.active()
        .filter(Exists(free))
        .filter(choosers(Kind.ARRIVED, desk=free.values("desk")))
        .order_by("pk")
        .values_list("pk")
    )


@reaction("conversation.status_changed", reader="notices")
def moved_on(event: Event) -> None:
    """By somebody's own hand: what a letter does to a status is told with the letter."""
    if event.by.startswith("member:") and event.cause_id is None:
        _tell_whose(event, Kind.STATUS, hearers(event.facts["conversation"]))


@reaction("grant.proposed", reader="notices")
def proposed(event: Event) -> None:
    grant = Grant.objects.select_related("member").get(pk=event.facts["grant"])
    tell_of_grant(grant, by=event.by, now=event.at, cause=event)


@reaction("grant.agreed", "grant.declined", "grant.ended", reader="notices")
def answered_grant(event: Event) -> None:
    settle_grant(event.facts["grant"], now=event.at)


@reaction("authority.asked", reader="notices")
def wants_to_decide(event: Event) -> None:
    """The manager who owes the hearing."""
    if promise := _open_promise(event):
        tell(promise, kind=Kind.WANTED, by=event.by, now=event.at, cause=event)


@reaction("authority.answered", reader="notices")
def heard(event: Event) -> None:
    asked = AuthorityRequest.objects.get(pk=event.facts["request"])
    # Where it stands now: it may have been merged since.
    tell_of_conversation(
        asked.conversation_id,
        kind=Kind.HEARD,
        to=[asked.member_id],
        occasion=event.pk,
        by=event.by,
        now=event.at,
        cause=event,
    )


@reaction("policy.asked", reader="notices")
def asked_of_policy(event: Event) -> None:
    if promise := _open_promise(event):
        tell(promise, kind=Kind.QUESTION, by=event.by, now=event.at, cause=event)


@reaction("agreement.said_back", reader="notices")
def said_back(event: Event) -> None:
    """What the other side said; where that made it hold, only that is told."""
    version = Version.objects.filter(pk=event.facts["version"]).first()
    if version is None or version.holds_from is not None:
        return
    _tell_of(event, Kind.SAID_BACK if event.facts["agrees"] else Kind.OTHERWISE)


@reaction("agreement.agreed", reader="notices")
def holds(event: Event) -> None:
    _tell_of(event, Kind.HOLDS)


@reaction("change.moved", reader="notices")
def decided(event: Event) -> None:
    """Those who raised it hear what was decided, not each step on the way."""
    if event.facts["to"] in {"ADOPTED", "NOT_ADOPTED", "REVERTED"}:
        change = Change.objects.get(pk=event.facts["change"])
        tell_of_change(change, occasion=event.pk, by=event.by, now=event.at, cause=event)


@reaction("friction.moved", reader="notices")
def declined(event: Event) -> None:
    """It stays as it is: whoever raised it or said "me too" hears so, and reads why."""
    if event.facts["to"] == "NOT_ADOPTED" and not event.facts["change"]:
        friction = Friction.objects.get(pk=event.facts["friction"])
        tell_of_friction(friction, occasion=event.pk, by=event.by, now=event.at, cause=event)


@reaction("huddle.closed", reader="notices")
def huddled(event: Event) -> None:
    huddle = Huddle.objects.get(pk=event.facts["huddle"])
    tell_of_huddle(huddle, occasion=event.pk, by=event.by, now=event.at, cause=event)


def _tell_of(event: Event, kind: str) -> None:
    agreement = Agreement.objects.get(pk=event.facts["agreement"])
    tell_of_agreement(
        agreement, kind=kind, occasion=event.pk, by=event.by, now=event.at, cause=event
    )


def _tell_the_next(promise: Promise, event: Event) -> None:
    settle_notices(promise, now=event.at)
    if promise.outcome != Promise.Outcome.OPEN or promise.paused_at is not None:
        return
    if promise.broken_at is not None:
        tell(promise, kind=Kind.BROKEN, by=event.by, now=event.at, cause=event)
    elif promise.notices.filter(kind=Kind.SOON, due_at=promise.due_at).exists():
        tell(promise, kind=Kind.SOON, by=event.by, now=event.at, cause=event)


@reaction("mailbox.alarmed", reader="notices")
def alarmed(event: Event) -> None:
    alarm = Alarm.objects.select_related("mailbox").get(pk=event.facts["alarm"])
    if alarm.cleared_at is None:
        tell_of_alarm(alarm, by=SYSTEM, now=event.at, cause=event)


@reaction("mailbox.recovered", reader="notices")
def recovered(event: Event) -> None:
    settle_alarm(Alarm.objects.get(pk=event.facts["alarm"]), by=SYSTEM, now=event.at, cause=event)
