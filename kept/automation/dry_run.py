"""A dry run: the newest conversations are judged, and nothing is changed.

Each is judged as it stands today, by the letter that the trigger would have been about and by the
hours of that moment. It takes as many as fit into a moment; `next` is where to go on.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Left

from kept.automation.models import Rule
from kept.automation.queries import given_for, sheet_from, tags_on
from kept.automation.rules.acts import WRITES, Act, Effect, is_so_already, why_not_write
from kept.automation.rules.conditions import Verdict, fields_in, judge
from kept.automation.rules.sheet import LONGEST_READ, Sheet
from kept.automation.rules.triggers import BY_TIME, due_for
from kept.automation.terms import RuleTerms
from kept.conversations.models import Conversation, Desk, Message, Note, Tagging
from kept.conversations.queries.listing import BadPosition, Position, Scope, walk
from kept.fields.queries import given_in
from kept.kit.ids import id_in
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
    shown: Sequence[int] = (),
    seconds: float = SECONDS,
    most: int = MOST,
) -> DryRun:
    """Judge the newest conversations that the member sees; `after` goes on where one ended.

    `shown` are the conversations that matched until then: they stand at the top again.
    """
    began = time.monotonic()
    matches = _again(terms, member, shown[:SHOWN], now=now)
    while looked < most:
        size = min(BATCH, most - looked)
        batch, is_last = _batch(terms, member, after=after, size=size)
        for conversation, match in _judged(terms, batch, now=now):
            looked += 1
            after = str(Position(conversation.last_at, conversation.pk))
            if match is not None:
                met += 1
                if len(matches) < SHOWN:
                    matches.append(match)
            is_whole = is_last and conversation is batch[-1]
            if not is_whole and looked < most and time.monotonic() - began > seconds:
                return DryRun(looked, met, matches, after)
        if is_last:
            break
    return DryRun(looked, met, matches)


def _again(terms: RuleTerms, member: Member, shown: Sequence[int], *, now: datetime) -> list[Match]:
    if not shown:
        return []
    found = Conversation.objects.visible_to(member).filter(pk__in=shown)
    rows = _with_moment(terms.trigger, found).select_related("desk__calendar", "customer")
    batch = list(rows.order_by("-last_at", "-pk"))
    return [match for _, match in _judged(terms, batch, now=now) if match is not None]


def look_at(terms: RuleTerms, conversation: Conversation, *, now: datetime) -> list[Verdict]:
    """Each condition's verdict of one conversation, whatever the trigger."""
    newest = Message.objects.filter(pk=conversation.last_in_message).first()
    tags = tags_on([conversation]).get(conversation.pk, [])
    given = given_for(terms.conditions, [conversation])
    sheet = sheet_from(conversation, newest, tags, given, at=newest.at if newest else now)
    return judge(terms.conditions, sheet, needs_all=True)[1]


def _batch(
    terms: RuleTerms, member: Member, *, after: str, size: int
) -> tuple[list[Conversation], bool]:
    """The next ones, and whether none come behind them.

    They are found as a list is, desk by desk along its index, and only then asked anything: a
    trigger that few have had would else be looked for through the whole archive.
    """
    desks = (terms.desk.pk,) if terms.desk else tuple(_desks(member))
    try:
        place = Position.read(after)
    except BadPosition:
        place = None
    sql, params = walk(member, Scope(desks), after=place, size=size)
    if not sql:
        return [], True
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        walked = [row[0] for row in cursor.fetchall()]
    found = Conversation.objects.visible_to(member).filter(pk__in=walked)
    rows = _with_moment(terms.trigger, found).select_related("desk__calendar", "customer")
    return list(rows.order_by("-last_at", "-pk")), len(walked) < size


def _desks(member: Member) -> Iterable[int]:
    return Desk.objects.visible_to(member).order_by("pk").values_list("pk", flat=True)


def _with_moment(
    trigger: str, found: QuerySet[Conversation, Conversation]
) -> QuerySet[Conversation, Conversation]:
    """With what tells when the trigger came last: `ours` and `answered`, or whether, `came`."""
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
            return found.annotate(came=Exists(Note.objects.filter(conversation=of_it)))
        case "TAGGED":
            return found.annotate(came=Exists(Tagging.objects.filter(conversation=of_it)))
        case "PROMISED":
            return found.annotate(came=Exists(_promises(of_it)))
        case "KEPT":
            return found.annotate(came=Exists(_promises(of_it).filter(outcome="KEPT")))
        case "BROKEN":
            return found.annotate(came=Exists(_promises(of_it).exclude(broken_at=None)))
        case "DUE":
            return found.prefetch_related("promises")
    return found


def _promises(of_it: OuterRef) -> QuerySet[Promise]:
    return Promise.objects.filter(conversation=of_it, desk__isnull=False)


def _judged(
    terms: RuleTerms, batch: Sequence[Conversation], *, now: datetime
) -> Iterable[tuple[Conversation, Match | None]]:
    letters, tags = _letters(terms.trigger, batch), tags_on(list(batch))
    sets = [id_in(act.field) for act in terms.acts if act.do == "FIELD"]
    looked_at = [*sets, *fields_in(terms.conditions)]
    given = given_in([one.pk for one in batch], looked_at) if looked_at else {}
    by_conversation: dict[int, dict[tuple[int, int], str]] = {}
    for (pk, field), value in given.items():
        by_conversation.setdefault(pk, {})[pk, field] = value
    for conversation in batch:
        letter = letters.get(conversation.pk)
        at = _moment(terms, conversation, letter, now=now)
        if at is None:
            yield conversation, None
            continue
        here = by_conversation.get(conversation.pk, {})
        sheet = sheet_from(conversation, letter, tags.get(conversation.pk, []), here, at=at)
        needs_all = terms.match == Rule.Match.ALL
        met, verdicts = judge(terms.conditions, sheet, needs_all=needs_all)
        effects = [_would(act, sheet, given) for act in terms.acts] if met else []
        yield conversation, Match(conversation, at, verdicts, effects) if met else None


def _letters(trigger: str, batch: Sequence[Conversation]) -> dict[int, Message]:
    """Theirs that each is about: the first where a conversation begins, else the newest."""
    if trigger == "OPENED":
        theirs = Message.objects.filter(conversation__in=[one.pk for one in batch], way="IN")
        firsts = theirs.order_by().values("conversation").annotate(first=Min("pk"))
        wanted = [row["first"] for row in firsts]
    else:
        wanted = [one.last_in_message for one in batch if one.last_in_message]
    # As much of each as is looked through: two hundred long letters are more than a page may hold.
    rows = Message.objects.filter(pk__in=wanted).defer("text", "quoted", "signature")
    found = list(rows.annotate(begin=Left("text", LONGEST_READ)))
    for one in found:
        one.text = one.begin
    return {one.conversation_id: one for one in found}


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
        case "ASSIGNED" if conversation.assignee_id is None:
            return None
        case "PRIORITY" if conversation.priority == Conversation.Priority.NORMAL:
            return None
    if terms.trigger not in BY_TIME:
        return conversation.last_at if getattr(conversation, "came", True) else None
    found = [
        at
        for since, until in _spans(terms.trigger, conversation, letter)
        if (at := due_for(terms, since, hours=conversation.desk.hours)) <= (until or now)
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


def _would(act: Act, sheet: Sheet, given: Mapping[tuple[int, int], str]) -> Effect:
    """`given` is what stands in the fields that are set."""
    is_given = act.do == "FIELD" and given.get((sheet.conversation, id_in(act.field))) == act.value
    if is_given or is_so_already(act, sheet):
        return Effect(act, "SAME")
    if act.do in WRITES and (why := why_not_write(sheet)):
        return Effect(act, "REFUSED", MACHINE if why == "MACHINE" else SUSPICIOUS)
    return Effect(act, "WOULD")
