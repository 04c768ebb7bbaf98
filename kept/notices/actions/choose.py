"""A member chooses what is told to them outside the app, and when they want quiet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.conversations.models import Desk
from kept.kit.refusals import NotAllowed, Refusal
from kept.notices.models import DeskPreference, Notice, Preference, Telling
from kept.notices.rules import IN_APP_ONLY, next_digest
from kept.people.models import Member

LEAVING = [kind for kind in Notice.Kind if kind not in IN_APP_ONLY]
"""Kinds that may leave the app."""


class HalfQuiet(Refusal):
    code = "quiet_without_end"
    message = gettext_lazy(
        "Quiet hours need a beginning and another end. Leave both empty for none."
    )


@transaction.atomic
def choose(
    *,
    mail: Iterable[str],
    push: Iterable[str],
    quiet_from: time | None,
    quiet_until: time | None,
    digest_at: time | None = None,
    by: Member,
    now: datetime,
) -> Preference:
    """What holds for `by` from now on, also for what waits. Raises `HalfQuiet`.

    One's own choice, like the look of one's screen: no fact for the ledger.
    """
    if (quiet_from is None) != (quiet_until is None):
        raise HalfQuiet
    if quiet_from is not None and quiet_from == quiet_until:
        raise HalfQuiet
    waiting = Telling.objects.filter(notice__member=by, state=Telling.State.READY)
    # Looked at again at once: the sender holds back what falls into the quiet that is chosen now.
    held = waiting.filter(not_before__gt=now)
    held.filter(in_digest=False).update(not_before=now)
    if digest_at is None:
        waiting.filter(in_digest=True).update(in_digest=False, not_before=now)
    else:
        later = next_digest(digest_at, by.zone, now=now)
        held.filter(in_digest=True).update(not_before=later)
    chosen, _ = Preference.objects.update_or_create(
        member=by,
        defaults={
            "mail": _known(mail),
            "push": _known(push),
            "digest_at": digest_at,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
        },
    )
    return chosen


@transaction.atomic
def choose_for_desk(
    desk: Desk, *, mail: Iterable[str] | None, push: Iterable[str] | None, by: Member
) -> DeskPreference | None:
    """What holds for `by` at this desk; None of both lets it be as everywhere. Raises `NotAllowed`.

    Like `choose`, no fact for the ledger.
    """
    if not Desk.objects.visible_to(by).filter(pk=desk.pk).exists():
        raise NotAllowed
    if mail is None or push is None:
        DeskPreference.objects.filter(member=by, desk=desk).delete()
        return None
    chosen, _ = DeskPreference.objects.update_or_create(
        member=by, desk=desk, defaults={"mail": _known(mail), "push": _known(push)}
    )
    return chosen


def _known(kinds: Iterable[str]) -> list[str]:
    wanted = set(kinds)
    return [kind.value for kind in LEAVING if kind in wanted]
