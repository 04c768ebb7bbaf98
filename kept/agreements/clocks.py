"""Which clocks a letter sets going. Written out in one query, since every letter asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from kept.agreements.rules import is_about

_ASKED = """
SELECT a.id, c.id, c.kind, c.words, c.minutes, a.organisation_id IS NOT NULL,
       c.subject_words, talk.subject,
       EXISTS (SELECT 1 FROM conversations_message m WHERE m.conversation_id = talk.id
               AND m.way = 'IN' AND m.automatic = '' AND m.id < %(message)s),
       EXISTS (SELECT 1 FROM agreements_target t JOIN promises_promise p ON p.id = t.promise_id
               WHERE t.conversation_id = talk.id AND t.kind <> 'RESOLUTION'
               AND (p.settled_at IS NULL OR p.settled_at > %(at)s
                    OR (p.settled_at = %(at)s AND t.heard > %(event)s))),
       EXISTS (SELECT 1 FROM agreements_target t WHERE t.message_id = %(message)s)
FROM conversations_conversation talk
JOIN customers_customer who ON who.id = talk.customer_id
JOIN agreements_agreement a
  ON a.desk_id = talk.desk_id OR a.organisation_id = who.organisation_id
JOIN agreements_version v ON v.agreement_id = a.id
JOIN agreements_clause c ON c.version_id = v.id
WHERE talk.id = %(conversation)s AND talk.status <> 'SPAM'
  AND (a.desk_id IS NOT NULL OR EXISTS (
       SELECT 1 FROM agreements_agreement_desks d
       WHERE d.agreement_id = a.id AND d.desk_id = talk.desk_id))
  AND (a.ended_at IS NULL OR a.ended_at > %(at)s)
  AND v.holds_from <= %(at)s AND (v.holds_until IS NULL OR v.holds_until > %(at)s)
  AND c.kind <> 'WORDS'
  AND (c.desk_id IS NULL OR c.desk_id = talk.desk_id)
  AND (c.organisation_id IS NULL OR c.organisation_id = who.organisation_id)
"""


@dataclass(frozen=True, slots=True)
class Clock:
    """A clause whose conditions a letter meets."""

    agreement: int
    clause: int
    kind: str
    words: str
    minutes: int
    is_for_partner: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a letter asks for, as it was when it came.

    `is_first`: no person has written in this conversation before. `is_owed`: an answer was owed
    already, whatever has become of it since; in one and the same moment the order of the ledger
    says what came first. `is_begun`: its own clocks run already.
    """

    clocks: list[Clock]
    is_first: bool
    is_owed: bool
    is_begun: bool


def asked_by(*, conversation: int, message: int, event: int, at: datetime) -> Asked | None:
    """What this letter asks for by the agreements that held at `at`; None: nothing."""
    moment = connection.ops.adapt_datetimefield_value(at)
    values = {"conversation": conversation, "message": message, "event": event, "at": moment}
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, values)
        rows = cursor.fetchall()
    clocks = [
        Clock(agreement, clause, kind, words, minutes, bool(is_for_partner))
        for agreement, clause, kind, words, minutes, is_for_partner, wanted, subject, *_ in rows
        if is_about(wanted, subject)
    ]
    if not clocks:
        return None
    wrote_before, is_owed, is_begun = rows[0][8:]
    return Asked(clocks, not wrote_before, bool(is_owed), bool(is_begun))
