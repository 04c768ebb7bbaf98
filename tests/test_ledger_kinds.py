"""Every kind of fact with its fields. Outside programs rely on them: add, never rename."""

from __future__ import annotations

from kept.ledger import kinds

KINDS: dict[str, list[str]] = {
    "conversation.assigned": ["conversation", "to", "before"],
    "conversation.opened": ["conversation", "desk"],
    "conversation.status_changed": ["conversation", "to", "before"],
    "customer.changed": ["customer"],
    "customer.links_withdrawn": ["customer"],
    "customer.met": ["customer"],
    "desk.changed": ["desk"],
    "desk.made": ["desk"],
    "fact.forgotten": ["fact", "customer"],
    "fact.remembered": ["fact", "customer"],
    "factors.taken_off": ["member"],
    "invitation.made": ["invitation", "role"],
    "invitation.used": ["invitation", "member"],
    "invitation.withdrawn": ["invitation"],
    "mail.filed_by_hand": ["delivery", "message", "desk"],
    "mail.in_doubt": ["outgoing", "message"],
    "mail.refused": ["outgoing", "message", "code"],
    "mail.sent": ["outgoing", "message"],
    "mail.sent_again": ["outgoing", "message"],
    "mail.set_aside": ["delivery"],
    "mail.tray": ["delivery"],
    "mail.tried_again": ["delivery"],
    "mailbox.changed": ["mailbox", "is_on"],
    "member.changed": ["member", "role", "active"],
    "member.joined": ["member", "role"],
    "message.received": ["message", "conversation", "automatic"],
    "message.sent": ["message", "conversation"],
    "note.written": ["note", "conversation"],
    "notice.told": ["promise", "kind", "members"],
    "password.changed": ["member", "by_link"],
    "password.reset_offered": ["member"],
    "promise.agreed": ["promise", "conversation", "due_at"],
    "promise.broken": ["promise", "conversation", "was_told"],
    "promise.chased": ["promise", "conversation", "message"],
    "promise.confirmed": ["promise", "conversation", "presumed"],
    "promise.disputed": ["promise", "conversation"],
    "promise.eased": ["promise", "conversation", "message"],
    "promise.given_up": ["promise", "conversation", "was_told"],
    "promise.handed_on": ["promise", "conversation", "to", "before"],
    "promise.kept": ["promise", "conversation", "late_by"],
    "promise.lapsed": ["promise", "conversation"],
    "promise.made": ["promise", "conversation", "message", "due_at", "kind"],
    "promise.offered": ["promise", "conversation", "windows"],
    "promise.paused": ["promise", "conversation", "reason"],
    "promise.released": ["promise", "conversation"],
    "promise.renegotiated": ["promise", "conversation", "moved_by", "early", "chosen_by"],
    "promise.resumed": ["promise", "conversation", "moved_by"],
    "promise.warned": ["promise", "conversation", "due_at"],
    "status.renamed": [],
    "team.changed": ["team"],
}


def test_kinds_and_fields_are_those_we_have_promised():
    told = {kind: fields for kind, fields in kinds().items() if not kind.startswith("test.")}

    assert told == KINDS
