"""Whether agreements, their targets and the promises they made tell the same story."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q

from kept.agreements.models import CLOCKS, Agreement, Target, Version
from kept.kit.findings import Finding
from kept.promises.models import Promise


def findings() -> Iterator[Finding]:
    holding = Version.objects.filter(agreement=F("agreement"), holds_from__isnull=False)
    living = Agreement.objects.living().exclude(pk__in=holding.values("agreement"))
    for agreement in living.iterator():
        yield Finding("half-written", f"agreement:{agreement.pk}", "is living without any terms")
    other = ~Q(promise__kind=F("kind")) | ~Q(promise__conversation=F("conversation"))
    for target in Target.objects.filter(other).iterator(chunk_size=5_000):
        yield Finding("half-written", f"promise:{target.promise_id}", "is not what its target says")
    clocks = Promise.objects.filter(origin=Promise.Origin.RULE, kind__in=CLOCKS, target=None)
    for promise in clocks.iterator(chunk_size=5_000):
        yield Finding("half-written", f"promise:{promise.pk}", "follows from no clause")
