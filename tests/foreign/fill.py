"""Put documents into the house of this environment as letters: `python -m tests.foreign.fill FILE`.

Each document stands in every place where a stranger's words do: the letter's HTML and text, the
sender's name, the subject, the name of a file and what is in it. Prints the conversations.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

A_PAGE = 12


def fill(path: Path) -> list[int]:
    from django.utils import timezone

    from kept.conversations.actions import File
    from kept.conversations.models import Message
    from kept.kit import blobs
    from kept.people.models import Member
    from tests.cast import make_customer, make_desk, make_message
    from tests.journeys.house import OWNER

    payloads = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    desk = make_desk("Foreign", Member.objects.get(email=OWNER))
    found: list[int] = []
    message: Message | None = None
    for number, payload in enumerate(payloads):
        plain = payload.replace("\0", "")
        begins = number % A_PAGE == 0 or message is None
        content = plain.encode("utf-8", "replace")
        message = make_message(
            plain[:20_000],
            desk=desk,
            customer=make_customer("cy"),
            conversation=None if begins or message is None else message.conversation,
            now=timezone.now(),
            subject=plain[:400],
            from_name=plain[:200],
            html=plain,
            files=(File(plain[:200] + ".html", "text/html", len(content), blobs.put(content)),),
        )
        if begins:
            found.append(message.conversation_id)
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")
    import django

    django.setup()
    sys.stdout.write(json.dumps(fill(Path(sys.argv[1]))))
