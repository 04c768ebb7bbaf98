"""The index of words: what is looked through when somebody searches.

Written in the transaction that writes the letter or the note. Each entry carries, besides its
words, keys of what never changes about it (`d=3` its desk, `f=mara@shop.example` its writer), so
that a search finds what its reader may see without looking at what they may not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from kept.conversations.models import Attachment, Conversation, Entry, Message, Note
from kept.kit.languages import language_of
from kept.kit.words import Words, plain_words, words_of

NEWEST = 2**63 - 1
_NO_KEY = re.compile(r"[^\w=@.:+-]", re.ASCII)
# Places of words within a tsvector: it counts to 16,383, and a phrase must not begin in the text
# and end in the subject.
_LAST_PLACE = 14_000
_FIRST_PLACE = {"subject": 14_200, "people": 14_800, "files": 15_400}
_STEMS_PLACE = 16_383
_MOST_BYTES = 1_000_000
"""A tsvector takes a mebibyte, and never needs more than it takes to write it down."""
_MOST = 400
"""Words of a subject, of the people, of the names of files: each fits between its places."""
_MOST_OF_FILE = 10_000
_GUESSED_FROM = 20_000
"""Signs of a long text that tell its language."""
_LAST_ONES = 80
"""So many times as many entries as are wanted are gone through before the index is asked."""
_NEAR = 1_000
"""Ids between two entries that are searched in one go."""
_LABELS = {"": "", "words": "D", "subject": "A", "people": "B", "files": "C", "keys": ""}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one after the other; the last may be the beginning of one."""

    words: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One of these must stand in the entry, wherever or in one part of it."""

    any_of: tuple[tuple[str, Phrase], ...]
    """Each with its part: "subject", "people", "files", "words", "keys", or "" for all of them."""


Match = tuple[Term, ...]
"""What an entry must have: every term."""


@dataclass(frozen=True, slots=True)
class Hit:
    entry: int
    conversation: int
    message: int | None
    note: int | None
    attachment: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """What the index keeps of one letter or note, or of what is written in one file."""

    conversation: int
    message: int | None
    note: int | None
    text: Words
    subject: tuple[str, ...]
    people: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    attachment: int | None = None


def key(kind: str, value: object) -> str:
    """A key as it stands in the index."""
    return f"{kind}={_NO_KEY.sub('_', str(value).lower())[:200]}"


def enter_message(
    message: Message,
    conversation: Conversation,
    files: Iterable[Attachment] = (),
    *,
    language: str | None = None,
) -> None:
    """Put a letter into the index, with the subject and the people it bears."""
    put_all([row_of_message(message, conversation, files, language=language)])


def row_of_message(
    message: Message,
    conversation: Conversation,
    files: Iterable[Attachment] = (),
    *,
    language: str | None = None,
) -> Row:
    """`language` is its tag, "" where it is not clear; None has it looked for."""
    if language is None:
        language = language_of(message.text) or ""
    text = "\n".join(part for part in (message.text, message.signature) if part) or message.quoted
    names = [file.name for file in files if file.name and not file.is_inline]
    people = [message.from_name, message.from_address, *message.to, *message.cc]
    keys = _keys_of_letter(message, conversation, kind="letter")
    if names:
        keys.append(key("h", "file"))
    return Row(
        conversation.pk,
        message.pk,
        None,
        words_of(text, language),
        subject=plain_words(conversation.subject)[:_MOST],
        people=plain_words(" ".join(people))[:_MOST],
        files=plain_words(" ".join(names))[:_MOST],
        keys=tuple(dict.fromkeys(keys)),
    )


def enter_file(file: Attachment, text: str) -> None:
    """Put what is written in a file into the index, with the keys of the letter it belongs to."""
    put_all([row_of_file(file, text)])


def row_of_file(file: Attachment, text: str) -> Row:
    """Its name and all its words stand where names of files do.

    Without subject and people: by those the letter itself is found, and is the better answer.
    """
    message = file.message
    conversation = message.conversation
    words = words_of(text, language_of(text[:_GUESSED_FROM]))
    keys = [*_keys_of_letter(message, conversation, kind="file"), key("h", "file")]
    return Row(
        conversation.pk,
        None,
        None,
        Words((), ()),
        subject=(),
        files=(*plain_words(file.name)[:_MOST], *words.plain[:_MOST_OF_FILE], *words.stems),
        keys=tuple(dict.fromkeys(keys)),
        attachment=file.pk,
    )


def _keys_of_letter(message: Message, conversation: Conversation, *, kind: str) -> list[str]:
    keys = [key("k", kind), key("d", conversation.desk_id)]
    if message.way == Message.Way.IN:
        return keys + _of_address("f", message.from_address)
    return keys + [found for address in message.to for found in _of_address("t", address)]


def enter_note(note: Note, conversation: Conversation) -> None:
    """Put a note into the index."""
    put_all([row_of_note(note, conversation)])


def row_of_note(note: Note, conversation: Conversation) -> Row:
    return Row(
        conversation.pk,
        None,
        note.pk,
        words_of(note.text, language_of(note.text)),
        subject=plain_words(conversation.subject)[:_MOST],
        keys=(key("k", "note"), key("d", conversation.desk_id)),
    )


def hits(match: Match, *, before: int = NEWEST, size: int) -> list[Hit]:
    """The newest entries older than `before` that match, the newest first."""
    if connection.vendor == "sqlite":
        return _found(match, "AND w.rowid < %s ORDER BY w.rowid DESC LIMIT %s", [before, size])
    sql, params = _newest(match, before=before, size=size)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Hit(*row) for row in cursor]


def _newest(match: Match, *, before: int, size: int) -> tuple[str, list[int | str]]:
    """PostgreSQL's way to the newest entries: among the last ones first, else from its index.

    It cannot know how rare a word is. Told to put in order what matches, it reads either all that
    does, or all there is until enough was met. Whatever is not met among the last ones is rare.
    """
    columns = "e.id, e.conversation_id, e.message_id, e.note_id, e.attachment_id"
    of_these = f"SELECT {columns} FROM conversations_entry e WHERE e.words @@ %s::tsquery"  # noqa: S608
    sql = (
        "WITH edge AS (SELECT LEAST(%s, COALESCE(max(id), 0) + 1) - %s AS id "  # noqa: S608
        "FROM conversations_entry), "
        f"newest AS MATERIALIZED ({of_these} AND e.id < %s AND e.id >= (SELECT id FROM edge) "
        "ORDER BY e.id DESC LIMIT %s), "
        f"older AS MATERIALIZED ({of_these} AND e.id < (SELECT id FROM edge) "
        "AND (SELECT count(*) FROM newest) < %s) "
        "SELECT * FROM (SELECT * FROM newest UNION ALL SELECT * FROM older) both_of_them "
        "ORDER BY id DESC LIMIT %s"
    )
    asked = _tsquery(match)
    return sql, [before, _LAST_ONES * size, asked, before, size, asked, size, size]


def among(
    match: Match, conversations: Collection[int], *, since: int = 0, size: int = 2_000
) -> list[Hit]:
    """What of these conversations matches, from the entry `since` on."""
    if not conversations:
        return []
    marks = ", ".join(["%s"] * len(conversations))
    these = f"AND e.conversation_id IN ({marks})"
    if connection.vendor != "sqlite":
        return _found(match, f"{these} AND e.id >= %s LIMIT %s", [*conversations, since, size])
    found: list[Hit] = []
    for first, last in _runs(match, conversations, since=since):
        tail = f"AND w.rowid BETWEEN %s AND %s {these} LIMIT %s"
        found += _found(match, tail, [first, last, *conversations, size - len(found)])
    return found


def _runs(match: Match, conversations: Collection[int], *, since: int) -> list[tuple[int, int]]:
    """From where to where entries of these conversations lie close together.

    To begin a search costs FTS5 about as much as to go through a thousand entries, so it is asked
    for stretches and not for each entry. Words with a beginning are put together anew each time
    before any entry is looked at: for those there is one stretch.
    """
    entries = Entry.objects.filter(conversation__in=list(conversations), pk__gte=since)
    ids = list(entries.order_by("pk").values_list("pk", flat=True))
    if ids and _has_beginning(match):
        return [(ids[0], ids[-1])]
    runs: list[tuple[int, int]] = []
    for pk in ids:
        if runs and pk - runs[-1][1] <= _NEAR:
            runs[-1] = (runs[-1][0], pk)
        else:
            runs.append((pk, pk))
    return runs


def candidates(match: Match, *, size: int) -> tuple[str, list[int | str]]:
    """A query for the conversations (`id`) of the newest entries that match, one row an entry."""
    if connection.vendor == "sqlite":
        sql = (
            "SELECT e.conversation_id AS id FROM conversations_words w "
            "CROSS JOIN conversations_entry e ON e.id = w.rowid "
            "WHERE w.conversations_words MATCH %s ORDER BY w.rowid DESC LIMIT %s"
        )
        return sql, [_fts(match), size]
    sql, params = _newest(match, before=NEWEST, size=size)
    return f"SELECT conversation_id AS id FROM ({sql}) found", params  # noqa: S608


def _has_beginning(match: Match) -> bool:
    return any(phrase.is_beginning for term in match for _part, phrase in term.any_of)


def _found(match: Match, tail: str, params: Sequence[int]) -> list[Hit]:
    # The text is ours throughout; every value is a parameter.
    if connection.vendor == "sqlite":
        # CROSS JOIN holds SQLite to the order of the tables.
        tables = "conversations_words w CROSS JOIN conversations_entry e ON e.id = w.rowid"
        where, asked = "w.conversations_words MATCH %s", _fts(match)
    else:
        tables, where, asked = "conversations_entry e", "e.words @@ %s::tsquery", _tsquery(match)
    sql = (
        "SELECT e.id, e.conversation_id, e.message_id, e.note_id, e.attachment_id "  # noqa: S608
        f"FROM {tables} WHERE {where} {tail}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, *params])
        return [Hit(*row) for row in cursor]


def put_all(rows: Sequence[Row]) -> None:
    """Write entries with their words, in their order."""
    if connection.vendor == "sqlite":
        entries = Entry.objects.bulk_create(
            Entry(
                conversation_id=row.conversation,
                message_id=row.message,
                note_id=row.note,
                attachment_id=row.attachment,
            )
            for row in rows
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO conversations_words (rowid, words, subject, people, files, keys) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                [[entry.pk, *fts_values(row)] for entry, row in zip(entries, rows, strict=True)],
            )
        return
    places = ", ".join(["(%s, %s, %s, %s, %s::tsvector)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_entry "  # noqa: S608
            "(conversation_id, message_id, note_id, attachment_id, words) "
            f"VALUES {places}",
            [
                value
                for row in rows
                for value in (
                    row.conversation,
                    row.message,
                    row.note,
                    row.attachment,
                    tsvector(row),
                )
            ],
        )


def _of_address(kind: str, address: str) -> list[str]:
    """Keys of an address: the whole, and each domain it lies in."""
    _, at, domain = address.rpartition("@")
    if not at:
        return []
    labels = domain.lower().split(".")
    domains = [".".join(labels[n:]) for n in range(max(len(labels) - 1, 1))][:4]
    return [key(kind, address), *(key(kind, domain) for domain in domains)]


def fts_values(row: Row) -> tuple[str, ...]:
    """A row's columns in FTS5: words, subject, people, files, keys."""
    columns = (row.text.plain, row.subject, row.people, row.files, (*row.text.stems, *row.keys))
    return tuple(" ".join(words) for words in columns)


def tsvector(row: Row) -> str:
    """A row as PostgreSQL reads it."""
    # What matters most comes first: where not all has room, the end of the text is left out.
    places: dict[str, list[str]] = {word: [] for word in row.keys}
    for part, words in (("subject", row.subject), ("people", row.people), ("files", row.files)):
        # What is written in a file has the places that the words of a letter have elsewhere.
        is_text = part == "files" and row.attachment is not None
        first = 1 if is_text else _FIRST_PLACE[part]
        for at, word in enumerate(words[:_LAST_PLACE], first):
            places.setdefault(word, []).append(f"{at}{_LABELS[part]}")
    for at, word in enumerate(row.text.plain[:_LAST_PLACE], 1):
        places.setdefault(word, []).append(f"{at}")
    for stem in row.text.stems:
        # Without a place it would stand in every part that is asked for.
        places.setdefault(stem, [str(_STEMS_PLACE)])
    told: list[str] = []
    room = _MOST_BYTES
    for word, found in places.items():
        # A lexeme keeps 256 places at most; words are letters and digits, and keys have no quote.
        lexeme = f"'{word}'" + (":" + ",".join(found[:255]) if found else "")
        room -= len(lexeme.encode()) + 1
        if room < 0:
            break
        told.append(lexeme)
    return " ".join(told)


def _tsquery(match: Match) -> str:
    return " & ".join(
        f"({' | '.join(_ts_phrase(phrase, _LABELS[part]) for part, phrase in term.any_of)})"
        for term in match
    )


def _ts_phrase(phrase: Phrase, label: str) -> str:
    words = [f"'{word}'" + (f":{label}" if label else "") for word in phrase.words]
    if phrase.is_beginning:
        words[-1] = f"'{phrase.words[-1]}':*{label}"
    return "(" + " <-> ".join(words) + ")"


def _fts(match: Match) -> str:
    return " AND ".join(
        f"({' OR '.join(_fts_phrase(phrase, part) for part, phrase in term.any_of)})"
        for term in match
    )


def _fts_phrase(phrase: Phrase, part: str) -> str:
    within = f"{part} : " if part else ""
    return f'{within}"{" ".join(phrase.words)}"' + (" *" if phrase.is_beginning else "")
