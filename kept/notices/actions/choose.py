"""A member chooses what is told to them outside the app, and when they want quiet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.kit.refusals import Refusal
from kept.notices.models import Notice, Preference, Telling
from kept.notices.rules import IN_APP_ONLY
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
    waiting.filter(not_before__gt=now).update(not_before=now)
    chosen, _ = Preference.objects.update_or_create(
        member=by,
        defaults={
            "mail": [kind.value for kind in LEAVING if kind in set(mail)],
            "push": [kind.value for kind in LEAVING if kind in set(push)],
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
        },
    )
    return chosen
