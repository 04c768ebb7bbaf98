"""Whether what was used of grants, and the ledger, tell the same story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q

from kept.charter.models import AuthorityRequest, Gesture, GestureReview, Grant, GrantPeriod
from kept.kit.findings import Finding
from kept.ledger.models import Event


def findings() -> Iterator[Finding]:
    used: defaultdict[tuple[int, str, str], list[int]] = defaultdict(lambda: [0, 0])
    known = set()
    events = Event.objects.filter(kind__in=["gesture.made", "grant.used"]).order_by("pk")
    for facts, by in events.values_list("facts", "by").iterator(chunk_size=5_000):
        counted = used[facts["grant"], by, facts["begins_on"]]
        counted[0] += facts.get("amount", 0)
        counted[1] += 1
        known.add(facts.get("gesture"))
    for row in GrantPeriod.objects.order_by("pk").iterator(chunk_size=5_000):
        about = f"grant:{row.grant_id}"
        told = used.pop(
            (row.grant_id, f"member:{row.member_id}", row.begins_on.isoformat()), [0, 0]
        )
        if told != [row.used_amount, row.used_times]:
            yield Finding("recount", about, "counts otherwise than the ledger what was used")
        if (row.most_amount is not None and told[0] > row.most_amount) or (
            row.most_times is not None and told[1] > row.most_times
        ):
            yield Finding("limit", about, "was used beyond its limit")
    for grant, _by, _begin in used:
        yield Finding("half-written", f"grant:{grant}", "was used, and no period counts it")
    unlike = Gesture.objects.filter(
        Q(is_reviewed=True, review=None) | Q(is_reviewed=False, review__isnull=False)
    )
    for pk in unlike.values_list("pk", flat=True).iterator(chunk_size=5_000):
        yield Finding(
            "recount", f"gesture:{pk}", "says otherwise than its review whether it has one"
        )
    for pk in Gesture.objects.values_list("pk", flat=True).iterator(chunk_size=5_000):
        if pk not in known:
            yield Finding("half-written", f"gesture:{pk}", "is not in the ledger")
    yield from _grants()
    yield from _reviews()


_STATES = {
    "grant.proposed": "PROPOSED",
    "grant.agreed": "AGREED",
    "grant.declined": "DECLINED",
    "grant.ended": "ENDED",
}


def _grants() -> Iterator[Finding]:
    """Nobody holds authority that nobody gave, nor asked for any that the ledger does not know."""
    said: dict[tuple[str, int], str] = {}
    kinds = [*_STATES, "authority.asked", "authority.answered"]
    events = Event.objects.filter(kind__in=kinds).order_by("pk")
    for kind, facts in events.values_list("kind", "facts").iterator(chunk_size=5_000):
        if kind in _STATES:
            said["grant", facts["grant"]] = _STATES[kind]
        else:
            said["request", facts["request"]] = facts.get("state", "ASKED")
    for name, rows in (("grant", Grant.objects), ("request", AuthorityRequest.objects)):
        found = rows.order_by("pk").values_list("pk", "state")
        for pk, state in found.iterator(chunk_size=5_000):
            if said.get((name, pk)) != state:
                yield Finding("half-written", f"{name}:{pk}", "stands otherwise in the ledger")


def _reviews() -> Iterator[Finding]:
    told = {}
    events = Event.objects.filter(kind="gesture.reviewed").order_by("pk")
    for facts in events.values_list("facts", flat=True).iterator(chunk_size=5_000):
        told[facts["gesture"]] = facts["good"]
    rows = GestureReview.objects.order_by("pk").values_list("gesture", "is_good")
    for gesture, is_good in rows.iterator(chunk_size=5_000):
        if told.get(gesture) != is_good:
            yield Finding("half-written", f"gesture:{gesture}", "was reviewed otherwise")
