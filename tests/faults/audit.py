"""What must hold after any fault, read from the database, the sink and what was acknowledged."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from pathlib import Path

import django

from tests.faults.worker import TOKEN

_TOKEN = re.compile(TOKEN.format(0).replace("000000", r"(\d{6})"))


def findings(acked: Path, received: Path) -> list[str]:
    from kept.conversations.models import Message
    from kept.mail.models import Delivery, MessageId, Outgoing
    from kept.serving import audit

    wrong: list[str] = []
    shown: Counter[int] = Counter()
    for text in Message.objects.filter(way="IN").values_list("text", flat=True):
        shown[int(_TOKEN.search(text)[1])] += 1  # type: ignore[index]
    in_tray = Delivery.objects.filter(state="TRAY").count()
    lost = [n for n in sorted(set(map(int, acked.read_text().split()))) if not shown[n]]
    if len(lost) > in_tray:
        wrong.append(f"acknowledged and lost: {lost[:10]}")
    twice = [number for number, times in shown.items() if times > 1]
    if twice:
        wrong.append(f"shown twice: {twice[:10]}")

    sent = Counter(tuple(line.split()) for line in received.read_text().splitlines())
    wrong += [f"sent {times} times: {what}" for what, times in sent.items() if times > 1]
    answers: Counter[int] = Counter()
    for text in Message.objects.filter(way="OUT").values_list("text", flat=True):
        answers[int(_TOKEN.search(text)[1])] += 1  # type: ignore[index]
    wrong += [f"answered twice: {number}" for number, times in answers.items() if times > 1]
    for copy in Outgoing.objects.all():
        own = MessageId.objects.get(message=copy.message_id).value
        times = sent[f"<{own}>", copy.recipient]
        if copy.state == Outgoing.State.SENT and times != 1:
            wrong.append(f"{copy} is called sent and was taken {times} times")
        if copy.state not in {Outgoing.State.SENT, Outgoing.State.IN_DOUBT}:
            wrong.append(f"{copy} is still {copy.state}")
    wrong += [str(finding) for finding in audit.run()]
    return wrong


def main() -> None:
    django.setup()
    home = Path(os.environ["KEPT_DATA"]).parent
    json.dump(findings(home / "acked", home / "received"), sys.stdout)


if __name__ == "__main__":
    main()
