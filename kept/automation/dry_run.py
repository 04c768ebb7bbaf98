"""A dry run: the newest conversations are judged, and nothing is changed.

Each is judged as it stands today, by the letter that the trigger would have been about and by the
hours of that moment. It takes as many as fit into a moment; `next` is where to go on.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from kept.automation.models import Rule
from kept.automation.queries import sheet_from, tags_on
from kept.automation.rules.acts import WRITES, Act, Effect, is_so_already, why_not_write
from kept.automation.rules.conditions import Verdict, judge
from kept.automation.rules.sheet import Sheet
from kept.automation.rules.triggers import BY_TIME, due
from kept.automation.terms import RuleTerms
from kept.conversations.models import Conversation, Message, Note
from kept.kit.sentences import sentence
from kept.people.models import Member
from kept.promises.models import Promise

MOST = 1_000
BATCH = 200
SECONDS = 0.8
"""So long one page looks; then it says how far it has come."""
SHOWN = 50

MACHINE = sentence("A machine wrote, and machines get no answer by themselves.")
SUSPICIOUS = sentence("The sender is suspicious, so nobody is written to.")


@dataclass(frozen=True, slots=True)
class Match:
    """A conversation in which it would have run, `at` which moment, and what it would have done.

    Of `effects` WOULD is what it would have done; SAME and REFUSED are as in a run.
    """

    conversation: Conversation
    at: datetime
    verdicts: list[Verdict]
    effects: list[Effect]


@dataclass(frozen=True, slots=True)
class DryRun:
    """`looked` and `met` count from the first on; `next` is "" where all have been looked at."""

    looked: int
    met: int
    matches: list[Match]
    next: str = ""


def dry_run(
    terms: RuleTerms,
    member: Member,
    *,
    now: datetime,
    after: str = "",
    looked: int = 0,
    met: int = 0,
    seconds: float = SECONDS,
    most: int = MOST,
) -> DryRun:
    """Judge the newest conversations that the member sees; `after` goes on where one ended."""
    began = time.monotonic()
    matches: list[Match] = []
    while looked < most:
        batch = _batch(terms, member, after=after, size=min(BATCH, most - looked))
        for match in _judged(terms, batch, now=now):
            met += 1
            if len(matches) < SHOWN:
                matches.append(match)
        looked += len(batch)
        if len(batch) < BATCH:
            return DryRun(looked, met, matches)
        after = f"{batch[-1].last_at.isoformat()}|{batch[-1].pk}"
        if time.monotonic() - began > seconds and looked < most:
            return DryRun(looked, met, matches, after)
    return DryRun(looked, met, matches)


def look_at(terms: RuleTerms, conversation: Conversation, *, now: datetime) -> list[Verdict]:
    """Each condition's verdict of one conversation, whatever the trigger."""
    newest = Message.objects.filter(pk=conversation.last_in_message).first()
    tags = tags_on([conversation]).get(conversation.pk, [])
    sheet = sheet_from(conversation, newest, tags, at=newest.at if newest else now)
    return judge(terms.conditions, sheet, needs_all=True)[1]


def _batch(terms: RuleTerms, member: Member, *, after: str, size: int) -> list[Conversation]:
    dead = [Conversation.Status.SPAM, Conversation.Status.MERGED]
    found: QuerySet[Conversation, Conversation]
    found = Conversation.objects.visible_to(member).exclude(status__in=dead)
    if terms.desk is not None:
        found = found.filter(desk=terms.desk)
    if place := _place(after):
        at, pk = place
        found = found.filter(Q(last_at__lt=at) | Q(last_at=at, pk__lt=pk))
    found = _with_moment(terms.trigger, found)
    rows = found.select_related("desk__calendar", "customer").order_by("-last_at", "-pk")
    return list(rows[:size])


def _place(after: str) -> tuple[datetime, int] | None:
    at, _bar, pk = after.partition("|")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, int(pk)) if moment.tzinfo and pk.isdecimal() and len(pk) <= 18 else None


def _with_moment(
    trigger: str, found: QuerySet[Conversation, Conversation]
) -> QuerySet[Conversation, Conversation]:
    """With what tells when the trigger came last: `ours` and `answered`, or `is_so`."""
    of_it = OuterRef("pk")
    letters = Message.objects.filter(conversation=of_it, automatic="", is_aside=False)
    ours = letters.filter(way=Message.Way.OUT)
    match trigger:
        case "SENT" | "SILENT":
            return found.annotate(ours=Subquery(ours.order_by("-pk").values("at")[:1]))
        case "UNANSWERED":
            since = ours.filter(pk__gt=OuterRef("last_in_message"))
            return found.annotate(answered=Subquery(since.order_by("pk").values("at")[:1]))
        case "NOTED":
            return found.filter(Exists(Note.objects.filter(conversation=of_it)))
        case "ASSIGNED":
            return found.exclude(assignee=None)
        case "PRIORITY":
            return found.exclude(priority=Conversation.Priority.NORMAL)
        case "TAGGED":
            return found.exclude(taggings=None).distinct()
        case "PROMISED":
            return found.filter(Exists(_promises(of_it)))
        case "KEPT":
            return found.filter(Exists(_promises(of_it).filter(outcome="KEPT")))
        case "BROKEN":
            return found.filter(Exists(_promises(of_it).exclude(broken_at=None)))
        case "DUE":
            return found.filter(Exists(_promises(of_it))).prefetch_related("promises")
    return found


def _promises(of_it: OuterRef) -> QuerySet[Promise]:
    return Promise.objects.filter(conversation=of_it, desk__isnull=False)


def _judged(terms: RuleTerms, batch: Sequence[Conversation], *, now: datetime) -> Iterable[Match]:
    letters, tags = _letters(terms.trigger, batch), tags_on(list(batch))
    for conversation in batch:
        letter = letters.get(conversation.pk)
        at = _moment(terms, conversation, letter, now=now)
        if at is None:
            continue
        sheet = sheet_from(conversation, letter, tags.get(conversation.pk, []), at=at)
        needs_all = terms.match == Rule.Match.ALL
        met, verdicts = judge(terms.conditions, sheet, needs_all=needs_all)
        if met:
            effects = [_would(act, sheet) for act in terms.acts]
            yield Match(conversation, at, verdicts, effects)


def _letters(trigger: str, batch: Sequence[Conversation]) -> dict[int, Message]:
    """Theirs that each is about: the first where a conversation begins, else the newest."""
    if trigger == "OPENED":
        theirs = Message.objects.filter(conversation__in=[one.pk for one in batch], way="IN")
        firsts = theirs.order_by().values("conversation").annotate(first=Min("pk"))
        wanted = [row["first"] for row in firsts]
    else:
        wanted = [one.last_in_message for one in batch if one.last_in_message]
    return {one.conversation_id: one for one in Message.objects.filter(pk__in=wanted)}


def _moment(
    terms: RuleTerms, conversation: Conversation, letter: Message | None, *, now: datetime
) -> datetime | None:
    """When the trigger came last, as far as that is known; None where it did not."""
    match terms.trigger:
        case "OPENED":
            return conversation.opened_at
        case "RECEIVED":
            return letter.at if letter else None
        case "SENT":
            return getattr(conversation, "ours", None)
    if terms.trigger not in BY_TIME:
        return conversation.last_at
    found = [
        at
        for since, until in _spans(terms.trigger, conversation, letter)
        if (at := _due(terms, conversation, since)) <= (until or now)
    ]
    return max(found, default=None)


def _spans(
    trigger: str, conversation: Conversation, letter: Message | None
) -> Iterable[tuple[datetime, datetime | None]]:
    """From when to when it lasted; None: it lasts still."""
    match trigger:
        case "UNANSWERED" if letter and not letter.automatic:
            answered = getattr(conversation, "answered", None)
            yield letter.at, answered or conversation.closed_at
        case "SILENT" if ours := getattr(conversation, "ours", None):
            heard = letter.at if letter and letter.at > ours else None
            yield ours, heard or conversation.closed_at
        case "WAITING" if conversation.status == Conversation.Status.WAITING:
            yield conversation.last_at, None
        case "DUE":
            for promise in conversation.promises.all():
                if promise.desk_id is not None:
                    yield promise.due_at, promise.settled_at


def _due(terms: RuleTerms, conversation: Conversation, since: datetime) -> datetime:
    return due(
        terms.trigger,
        since,
        amount=terms.amount,
        unit=terms.unit,
        counted=terms.counted,
        hours=conversation.desk.hours,
    )


def _would(act: Act, sheet: Sheet) -> Effect:
    if is_so_already(act, sheet):
        return Effect(act, "SAME")
    if act.do in WRITES and (why := why_not_write(sheet)):
        return Effect(act, "REFUSED", MACHINE if why == "MACHINE" else SUSPICIOUS)
    return Effect(act, "WOULD")
