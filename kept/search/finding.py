"""Look for what was asked, the newest first, a page at a time.

The index gives entries; a conversation shows once, by the newest of its entries. Every batch
passes `visible_to` before anything of it is shown. However rare the answer, one page looks at so
many entries at most and then says where it stopped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from kept.conversations import index
from kept.conversations.index import Hit, Match
from kept.conversations.models import AttachmentText, Conversation, Message, Note
from kept.conversations.queries import Listed, Position, by_ids, moment, standing_for
from kept.kit.ids import id_in
from kept.people.models import Member
from kept.promises.queries import Card, cards, of_conversations
from kept.search.asked_fields import all_having
from kept.search.candidates import candidates
from kept.search.plans import Plan, due_before
from kept.search.reading import plan_of
from kept.search.rules import number_in
from kept.search.snippets import Piece, Sought, snippet

PAGE = 25
MOST_PROMISES = 1_000
"""So many that are due first stand in a list of what is due."""
BATCHES = (100, 400, 1_600)
"""Entries looked at in turn for one page; conversations, where no words are asked for."""


@dataclass(frozen=True, slots=True)
class Result:
    """A conversation that was found, and the words it was found by, if it was by words.

    `file` is the name of the file that they stand in.
    """

    conversation: Listed
    pieces: list[Piece]
    is_note: bool
    file: str
    card: Card | None


@dataclass(frozen=True, slots=True)
class Found:
    """`told` is the question in plain words; `next` where the next page begins, "" at the end.

    `is_far` where the page is short only because so much was looked through.
    """

    results: list[Result]
    told: list[str]
    problems: list[str]
    next: str = ""
    is_far: bool = False


def find(text: str, member: Member, *, after: str = "", now: datetime) -> Found:
    """What the member finds by this text. Raises `BadPosition` for a page that never was."""
    plan = plan_of(text, member, now=now)
    if plan.problems or not text.strip():
        return Found([], plan.told, plan.problems)
    numbered = [] if after else _of_number(text, member)
    way = look(plan, member, after=after)
    rows = by_ids(member, [*numbered, *way.found])
    ids = [pk for pk in dict.fromkeys([*numbered, *way.found]) if pk in rows]
    promises = of_conversations(ids)
    texts, files = _texts(way.found.values())
    sought = _sought(plan)
    results = [
        Result(
            rows[pk],
            snippet(texts[hit], sought) if (hit := way.found.get(pk)) and hit in texts else [],
            is_note=bool(hit and hit.note),
            file=files.get(hit.attachment or 0, "") if hit else "",
            card=next(iter(cards([promises[pk]], now=now)), None) if pk in promises else None,
        )
        for pk in ids
    ]
    return Found(results, plan.told, [], way.next, way.is_far)


@dataclass(slots=True)
class Way:
    """Conversations with the entry each was found by (None where none was looked for)."""

    found: dict[int, Hit | None]
    next: str = ""
    is_far: bool = False


def look(plan: Plan, member: Member, *, after: str) -> Way:
    """One page of what is asked. Raises `BadPosition` for a page that never was."""
    if plan.problems or plan.is_nothing or not plan.desks:
        return Way({})
    return _by_words(plan, member, after) if plan.match else _by_time(plan, member, after)


def _by_words(plan: Plan, member: Member, after: str) -> Way:
    match = tuple(plan.match)
    before = id_in(after)
    way = Way({})
    at = before or index.NEWEST
    for size in BATCHES:
        hits = index.hits(match, before=at, size=size)
        newest: dict[int, Hit] = {}
        for hit in hits:
            if hit.conversation not in way.found:
                newest.setdefault(hit.conversation, hit)
        passed = _pass(plan, member, newest, match, since=before)
        for pk, hit in newest.items():
            if pk not in passed:
                continue
            way.found[pk] = hit
            if len(way.found) == PAGE:
                way.next = str(hit.entry) if hit != hits[-1] or len(hits) == size else ""
                return way
        if len(hits) < size:
            return way
        at = hits[-1].entry
    way.next, way.is_far = str(at), True
    return way


def _pass(
    plan: Plan, member: Member, newest: dict[int, Hit], match: Match, *, since: int
) -> set[int]:
    """Which of them the member sees and asked for, and no earlier page has shown."""
    seen = _standing(member).filter(plan.condition(member), pk__in=list(newest))
    passed = set(seen.values_list("pk", flat=True))
    if since:
        passed -= {hit.conversation for hit in index.among(match, passed, since=since)}
    for without in plan.none_of:
        passed -= {hit.conversation for hit in index.among(without, passed)}
    return passed


def _by_time(plan: Plan, member: Member, after: str) -> Way:
    """No words are asked for: conversations themselves, the last touched first."""
    place = Position.read(after)
    way = Way({})
    for size in BATCHES:
        rows = _next_rows(plan, member, place, size)
        meant = _standing(member).filter(plan.where, pk__in=[pk for pk, _ in rows])
        kept = set(meant.values_list("pk", flat=True))
        for without in plan.none_of:
            kept -= {hit.conversation for hit in index.among(without, kept)}
        for pk, last_at in rows:
            place = Position(last_at, pk)
            if pk in kept:
                way.found[pk] = None
            if len(way.found) == PAGE:
                way.next = str(place) if (pk, last_at) != rows[-1] or len(rows) == size else ""
                return way
        if len(rows) < size:
            return way
    way.next, way.is_far = str(place), True
    return way


def _next_rows(
    plan: Plan, member: Member, place: Position | None, size: int
) -> list[tuple[int, datetime]]:
    """What may be meant, behind `place`: read in the order of the indexes, so at one cost."""
    ids: Collection[int] | None = None
    if plan.due is not None:
        first = due_before(plan.due, member).order_by("due_at", "pk")
        named = first.values_list("conversation_id", flat=True)[:MOST_PROMISES]
        ids = {pk for pk in named if pk is not None}
    elif plan.valued:
        ids = all_having(plan.valued)
    if ids is not None:
        found = _standing(member).filter(pk__in=ids)
        if place:
            behind = Q(last_at__lt=place.last_at) | Q(last_at=place.last_at, pk__lt=place.pk)
            found = found.filter(behind)
        return list(found.order_by("-last_at", "-pk").values_list("pk", "last_at")[:size])
    sql, params = candidates(plan, member, after=place, size=size)
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [(pk, moment(last_at)) for pk, last_at in cursor.fetchall()]


def _of_number(text: str, member: Member) -> list[int]:
    number = number_in(text)
    if number is None or number >= index.NEWEST:
        return []
    seen = Conversation.objects.visible_to(member).select_related("merged_into").filter(pk=number)
    there = [standing_for(one).pk for one in seen]
    return list(_standing(member).filter(pk__in=there).values_list("pk", flat=True))


def _standing(member: Member) -> QuerySet[Conversation]:
    """What the member sees and stands by itself: what was merged is found where it has gone."""
    return Conversation.objects.visible_to(member).exclude(status=Conversation.Status.MERGED)


def _texts(hits: Iterable[Hit | None]) -> tuple[dict[Hit, str], dict[int, str]]:
    """What the entries say, of those that were found; and the names of files among them."""
    wanted = [hit for hit in hits if hit]
    letters = Message.objects.filter(pk__in=[hit.message for hit in wanted if hit.message])
    notes = Note.objects.filter(pk__in=[hit.note for hit in wanted if hit.note])
    files = AttachmentText.objects.filter(pk__in=[h.attachment for h in wanted if h.attachment])
    said = {row[0]: row[1:] for row in letters.values_list("pk", "text", "signature", "quoted")}
    noted = dict(notes.values_list("pk", "text"))
    asked = any(hit.attachment for hit in wanted)
    read = (
        {row[0]: row[1:] for row in files.values_list("pk", "text", "attachment__name")}
        if asked
        else {}
    )
    texts = {}
    for hit in wanted:
        if hit.message in said:
            text, signature, quoted = said[hit.message]
            texts[hit] = "\n".join(part for part in (text, signature) if part) or quoted
        elif hit.note in noted:
            texts[hit] = noted[hit.note]
        elif hit.attachment in read:
            texts[hit] = read[hit.attachment][0]
    return texts, {pk: name for pk, (_text, name) in read.items()}


def _sought(plan: Plan) -> Sought:
    return Sought(frozenset(plan.sought), tuple(plan.beginnings))
