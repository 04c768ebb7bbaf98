"""A letter as plain data, in the shape of an answer of `kept mail read`."""

from __future__ import annotations

from typing import Any

from kept.mail.letter.shapes import Attachment, Letter, Person


def answer_of(letter: Letter) -> dict[str, Any]:
    bounce, invite = letter.bounce, letter.invite
    return {
        "from": person(letter.sender) if letter.sender is not None else None,
        "reply_to": [person(one) for one in letter.reply_to],
        "to": [person(one) for one in letter.to],
        "cc": [person(one) for one in letter.cc],
        "subject": letter.subject,
        "message_id": letter.message_id,
        "in_reply_to": letter.in_reply_to,
        "references": list(letter.references),
        "date": letter.date.isoformat() if letter.date is not None else None,
        "text": letter.text,
        "reply": letter.reply,
        "quoted": letter.quoted,
        "signature": letter.signature,
        "html_safe": letter.html_safe,
        "attachments": [attachment(one) for one in letter.attachments],
        "automatic": {"is": letter.automatic.is_automatic, "kind": letter.automatic.kind},
        "bounce": None
        if bounce is None
        else {
            "recipients": [
                {
                    "address": one.address,
                    "status": one.status,
                    "kind": one.kind,
                    "reason": one.reason,
                }
                for one in bounce.recipients
            ]
        },
        "invite": None
        if invite is None
        else {
            "method": invite.method,
            "uid": invite.uid,
            "summary": invite.summary,
            "start": invite.start,
            "end": invite.end,
            "organizer": invite.organizer,
            "place": invite.place,
            "answer": invite.answer,
        },
        "language": letter.language,
        "problems": list(letter.problems),
    }


def person(one: Person) -> dict[str, Any]:
    return {"name": one.name, "address": one.address}


def attachment(one: Attachment) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": one.name,
        "type": one.type,
        "size": one.size,
        "inline": one.inline,
        "cid": one.cid,
        "sha256": one.sha256,
    }
    if one.mail is not None:
        found["mail"] = answer_of(one.mail)
    return found
