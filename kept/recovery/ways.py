"""What can be done on the page of a recovery: the form of each way, and the act behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _

from kept.charter.queries import may_decide
from kept.conversations.speaking import speaking_to
from kept.kit.refusals import NotAllowed
from kept.people.models import Member
from kept.promises.fields import typed
from kept.recovery import actions, queries, rules
from kept.recovery.access import owners_of
from kept.recovery.forms import (
    AgreeForm,
    CauseForm,
    ConfirmForm,
    FixForm,
    FollowForm,
    FreshForm,
    HeardForm,
    RemedyForm,
    SkipForm,
    WordsForm,
)
from kept.recovery.models import Recovery
from kept.recovery.queries import Rung
from kept.recovery.wording import STEPS, StepWords

_FORMS: dict[str, type[forms.Form]] = {
    rules.ACKNOWLEDGE: WordsForm,
    rules.APOLOGISE: WordsForm,
    rules.ASK_FAIR: RemedyForm,
    rules.AGREE: AgreeForm,
    rules.FIX: FixForm,
    rules.CONFIRM: ConfirmForm,
    "DENY": ConfirmForm,
    rules.FOLLOW_UP: FollowForm,
    "FOLLOWED": HeardForm,
    rules.CAUSE: CauseForm,
    "FRESH": FreshForm,
    "HEARD": ConfirmForm,
    "WITHDRAW": SkipForm,
    **{f"SKIP-{step}": SkipForm for step in rules.STEPS},
}
_BARE = {"letter", "LISTEN", "UNLISTEN", "GIVE"}
"""Ways that ask nothing."""


@dataclass(frozen=True, slots=True)
class Rise:
    """A rung as the page shows it, with the forms that stand in it."""

    rung: Rung
    words: StepWords
    form: forms.Form | None = None
    skip: forms.Form | None = None
    more: forms.Form | None = None
    is_open: bool = False


def way_of(given: Mapping[str, Any]) -> str | None:
    way = str(given.get("do", ""))
    return way if way in _FORMS or way in _BARE else None


def form_of(way: str, recovery: Recovery, given: Any) -> forms.Form | None:
    if way in _BARE:
        return None
    if way == "FRESH":
        return FreshForm(given, prefix=way, people=owners_of(recovery))
    return _FORMS[way](given, prefix=way)


def go(
    way: str,
    recovery: Recovery,
    form: forms.Form | None,
    given: Mapping[str, Any],
    *,
    by: Member,
    now: datetime,
) -> str:
    """Do it, and say what was done. Raises what the act raises."""
    values: dict[str, Any] = dict(form.cleaned_data) if form else {}
    doing: dict[str, Any] = {"by": by, "now": now}
    if way.startswith("SKIP-"):
        actions.skip(recovery, way.removeprefix("SKIP-"), why=values["words"], **doing)
        return _("Skipped, with your reason.")
    match way:
        case rules.ACKNOWLEDGE | rules.APOLOGISE:
            actions.do_step(recovery, way, **values, **doing)
        case rules.ASK_FAIR:
            actions.say_remedy(recovery, **values, **doing)
        case rules.AGREE:
            actions.agree(recovery, **values, **doing)
            return _("Agreed, and promised to them.")
        case rules.FIX:
            actions.fix(recovery, **values, **doing)
        case rules.CONFIRM:
            actions.confirm_fixed(recovery, **values, **doing)
        case "DENY":
            actions.deny_fixed(recovery, **values, **doing)
            return _("It is open again.")
        case rules.FOLLOW_UP:
            actions.plan_follow_up(recovery, **values, **doing)
            return _("Promised. It stands on your Today when it is due.")
        case "FOLLOWED":
            actions.follow_up(recovery, **values, **doing)
        case rules.CAUSE:
            actions.log_cause(recovery, **values, **doing)
        case "FRESH":
            actions.start_afresh(recovery, **values, **doing)
            return _("%(name)s puts it right from now on.") % {"name": values["to"]}
        case "HEARD":
            actions.close_as_heard(recovery, **values, **doing)
            return _("Heard, and closed.")
        case "WITHDRAW":
            actions.withdraw(recovery, why=values["words"], **doing)
            return _("Closed. Nothing was wrong.")
        case "LISTEN":
            actions.listen(recovery, **doing)
            return _("Nothing is fixed now. They say themselves when they were heard.")
        case "UNLISTEN":
            actions.stop_listening(recovery, **doing)
        case "letter":
            actions.prepare_letter(recovery, **doing)
            return _("A letter is prepared. Change it, then send it.")
        case "GIVE":
            _give(recovery, given, **doing)
            return _("Given, and promised. It stands beside the thread.")
    return _("Written down.")


def page(
    recovery: Recovery, given: dict[str, forms.Form], *, member: Member, now: datetime
) -> dict[str, Any]:
    rungs = queries.ladder(recovery, queries.steps_of(recovery))
    may = may_decide(member, now=now, desk=recovery.conversation.desk_id)
    return {
        "recovery": recovery,
        "conversation": recovery.conversation,
        "rises": _rises(recovery, rungs, given, member=member, now=now),
        "may": may,
        "compared": queries.compared(recovery, member, now=now) if recovery.remedy else "",
        "may_give": recovery.is_open and rules.may_settle(rules.GESTURE, recovery.settled),
        "may_listen": recovery.is_open
        and not recovery.is_listening
        and rules.AGREE not in recovery.settled,
        "heard": given.get("HEARD") or ConfirmForm(prefix="HEARD"),
        "fresh": given.get("FRESH") or FreshForm(prefix="FRESH", people=owners_of(recovery)),
        "withdraw": given.get("WITHDRAW") or SkipForm(prefix="WITHDRAW"),
        "given": set(given),
        "decisions": queries.decisions_of(recovery),
        "starts": recovery.fresh_starts.select_related("before", "to", "by"),
        "risk": queries.risk(recovery, now=now) if recovery.is_open else "",
        "submit_id": uuid4(),
        "now": now,
        "current": "recoveries",
    }


def in_days(recovery: Recovery, days: int, member: Member, *, now: datetime) -> str:
    """So many working days from now at closing time, as a browser's field wants it."""
    hours = recovery.conversation.desk.hours
    return typed(hours.closes(hours.add_days(now, days)), member.zone)


def _rises(
    recovery: Recovery,
    rungs: list[Rung],
    given: dict[str, forms.Form],
    *,
    member: Member,
    now: datetime,
) -> list[Rise]:
    found = []
    is_first = True
    for rung in rungs:
        tried = {rung.step, f"SKIP-{rung.step}", *_OTHERS.get(rung.step, ())} & set(given)
        is_next = rung.state == "next"
        if not is_next and not tried:
            found.append(Rise(rung, STEPS[rung.step]))
            continue
        # What was refused stays typed, also where somebody else has done the step meanwhile.
        skip = given.get(f"SKIP-{rung.step}") or SkipForm(prefix=f"SKIP-{rung.step}")
        form = _form_of_step(rung.step, recovery, given, member=member, now=now)
        more = None
        if rung.step == rules.CONFIRM:
            more = given.get("DENY") or ConfirmForm(prefix="DENY")
        is_open = bool(tried) or (is_first and not given)
        is_first = False
        found.append(Rise(rung, STEPS[rung.step], form, skip, more, is_open=is_open))
    return found


_OTHERS = {rules.CONFIRM: ("DENY",), rules.FOLLOW_UP: ("FOLLOWED",)}


def _form_of_step(
    step: str,
    recovery: Recovery,
    given: dict[str, forms.Form],
    *,
    member: Member,
    now: datetime,
) -> forms.Form | None:
    """None for the gesture, which has a page of its own."""
    if step == rules.GESTURE:
        return None
    if step == rules.FOLLOW_UP and recovery.follow and not recovery.follow.is_settled:
        return given.get("FOLLOWED") or HeardForm(prefix="FOLLOWED")
    if step in given:
        return given[step]
    initial: dict[str, Any] = {}
    match step:
        case rules.AGREE:
            initial = {"words": recovery.remedy, "due_at": in_days(recovery, 2, member, now=now)}
        case rules.FIX:
            initial = {"keeps_first": True}
        case rules.FOLLOW_UP:
            days = rules.FOLLOW_UP_AFTER_DAYS
            with speaking_to(recovery.customer):
                asks = _("I ask you again whether all is well.")
            initial = {
                "words": asks,
                "due_at": in_days(recovery, days, member, now=now),
            }
    form = _FORMS[step](prefix=step, initial=initial)
    promise = recovery.promise
    is_owed = promise is not None and promise.outcome == "OPEN" and not promise.is_by_rule
    if step == rules.FIX and not is_owed:
        del form.fields["keeps_first"]
    return form


def _give(recovery: Recovery, given: Mapping[str, Any], *, by: Member, now: datetime) -> None:
    try:
        submit_id = forms.UUIDField().clean(given.get("submit_id", ""))
    except forms.ValidationError as error:
        raise NotAllowed from error
    hours = recovery.conversation.desk.hours
    due_at = hours.closes(now + timedelta(days=1))
    read = str(given.get("read", ""))
    actions.give_remedy(recovery, due_at=due_at, submit_id=submit_id, read=read, by=by, now=now)
