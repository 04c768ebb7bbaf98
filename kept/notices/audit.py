"""Whether notices are whole: nobody says that something left without saying when."""

from __future__ import annotations

from collections.abc import Iterator

from kept.kit.findings import Finding
from kept.notices.models import Telling

State = Telling.State


def findings() -> Iterator[Finding]:
    sent = Telling.objects.filter(state=State.SENT, sent_at=None)
    for pk in sent.values_list("pk", flat=True):
        yield Finding("half-written", f"telling:{pk}", "counts as sent, yet nobody knows when")
    leased = Telling.objects.filter(state__in=[State.CLAIMED, State.HANDED], lease_until=None)
    for pk in leased.values_list("pk", flat=True):
        yield Finding("half-written", f"telling:{pk}", "is being sent by nobody")
    ended = Telling.objects.filter(state__in=[State.FAILED, State.DROPPED], answer="")
    for pk in ended.values_list("pk", flat=True):
        yield Finding("half-written", f"telling:{pk}", "did not leave, and nobody says why")
