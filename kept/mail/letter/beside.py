"""What a person is shown of a letter besides its words: language, invitation, letters within."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kept.mail.letter.shapes import Letter

LONGEST_WITHIN = 20_000  # letters of a letter within; the file holds all of it
MOST_WITHIN = 20
MOST_PROBLEMS = 5


def beside(letter: Letter) -> dict[str, Any]:
    """Plain values; what there is nothing of has no key.

    `problems` say what was wrong and how it was read. `invite` is an `Invite`. `mails` are the
    letters within, with `from`, `address`, `at` (ISO 8601), `subject`, `text` and their own `mails`.
    """
    within = [file.mail for file in letter.attachments if file.mail is not None]
    told = {
        "language": letter.language,
        "problems": list(letter.problems[:MOST_PROBLEMS]),
        "invite": asdict(letter.invite) if letter.invite else None,
        "mails": [_within(mail) for mail in within[:MOST_WITHIN]],
    }
    return {key: value for key, value in told.items() if value}


def _within(mail: Letter) -> dict[str, Any]:
    sender = mail.sender
    told = beside(mail)
    return {
        "from": (sender.name or sender.address) if sender else "",
        "address": sender.address if sender else "",
        "at": mail.date.isoformat() if mail.date else None,
        "subject": mail.subject[:500],
        "text": mail.text[:LONGEST_WITHIN],
        "is_cut": len(mail.text) > LONGEST_WITHIN,
        "mails": told.get("mails", []),
    }
