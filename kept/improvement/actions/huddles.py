"""A huddle is planned, opened, spoken in, and closed with what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from kept.improvement.access import in_huddle, is_in, may_lead_huddle, teams_to_gather
from kept.improvement.actions.changes import ChangeTerms, begin_change
from kept.improvement.actions.errors import (
    AlreadyDecided,
    NeedsReason,
    NeedsWords,
    NotNow,
    TooManyIdeas,
)
from kept.improvement.actions.frictions import hold, move
from kept.improvement.events import (
    HuddleClosed,
    HuddleDeclined,
    HuddleOpened,
    HuddlePlanned,
)
from kept.improvement.models import (
    Change,
    Friction,
    Huddle,
    HuddleIdea,
    HuddleItem,
    HuddleVoice,
)
from kept.improvement.queries import for_huddle
from kept.improvement.rules import MOST_IDEAS
from kept.kit.refusals import NotAllowed
from kept.kit.typed import plain_text
from kept.ledger import record
from kept.people.models import Member, Team
from kept.promises import actions as promises

State = Huddle.State
LONGEST_MINUTES = 180


@dataclass(frozen=True, slots=True)
class HuddlePlan:
    """`every_days` 0: no other follows."""

    team: Team
    at: datetime
    minutes: int = 30
    format: str = Huddle.Format.STAND
    every_days: int = 7


@transaction.atomic
def plan_huddle(plan: HuddlePlan, *, by: Member, now: datetime) -> Huddle:
    """The next one of a team, or other terms for the one that is planned.

    Raises `NotAllowed`, `NotNow` where one is under way.
    """
    if not teams_to_gather(by).filter(pk=plan.team.pk).exists():
        raise NotAllowed
    Team.objects.select_for_update().get(pk=plan.team.pk)
    row = Huddle.objects.filter(team=plan.team).exclude(state=State.CLOSED).first()
    if row is not None and row.state == State.OPEN:
        raise NotNow
    is_new = row is None
    row = row or Huddle(team=plan.team, led_by=by, since=_since(plan.team, now=now))
    row.at, row.minutes = plan.at, min(max(plan.minutes, 5), LONGEST_MINUTES)
    row.format, row.every_days = Huddle.Format(plan.format), min(max(plan.every_days, 0), 90)
    row.save()
    if is_new:
        fact = HuddlePlanned(huddle=row.pk, team=plan.team.pk)
        record(fact, about=[row, plan.team], by=by, at=now)
    return row


@transaction.atomic
def open_huddle(huddle: Huddle, *, by: Member, now: datetime) -> Huddle:
    """It begins: what stands in the way comes onto its list, what most suffer from first.

    Raises `NotAllowed`, `NotNow`.
    """
    huddle = _hold(huddle)
    if not may_lead_huddle(by, huddle):
        raise NotAllowed
    if huddle.state != State.PLANNED:
        raise NotNow
    frictions = for_huddle(huddle, by)
    huddle.state, huddle.opened_at, huddle.led_by = State.OPEN, now, by
    huddle.save(update_fields=["state", "opened_at", "led_by"])
    for friction in sorted(frictions, key=lambda one: one.pk):
        held = hold(friction, by=by)
        if held.state == Friction.State.RAISED:
            move(held, Friction.State.LISTED, by=by, now=now)
    HuddleItem.objects.bulk_create(
        HuddleItem(huddle=huddle, friction=friction) for friction in frictions
    )
    fact = HuddleOpened(huddle=huddle.pk, frictions=[one.pk for one in frictions])
    record(fact, about=[huddle, huddle.team], by=by, at=now)
    return huddle


@transaction.atomic
def speak(
    huddle: Huddle,
    *,
    pride: str | None = None,
    taught: str | None = None,
    sits_out: bool | None = None,
    is_useful: bool | None = None,
    by: Member,
) -> HuddleVoice:
    """What one says of it, alone or in its round; what is None stays. Raises `NotAllowed`."""
    if not is_in(by, huddle):
        raise NotAllowed
    HuddleVoice.objects.bulk_create([HuddleVoice(huddle=huddle, member=by)], ignore_conflicts=True)
    row = HuddleVoice.objects.select_for_update().get(huddle=huddle, member=by)
    if pride is not None:
        row.pride = " ".join(plain_text(pride, 500).split())
    if taught is not None:
        row.taught = " ".join(plain_text(taught, 500).split())
    if sits_out is not None:
        row.sits_out = sits_out
    if is_useful is not None:
        row.is_useful = is_useful
    row.save()
    return row


@transaction.atomic
def add_idea(item: HuddleItem, *, words: str, by: Member, now: datetime) -> HuddleIdea:
    """Raises `NotAllowed`, `NotNow`, `NeedsWords`, `TooManyIdeas`."""
    item = _hold_item(item, by=by)
    words = " ".join(plain_text(words, 300).split())
    if not words:
        raise NeedsWords
    if item.ideas.count() >= MOST_IDEAS:
        raise TooManyIdeas
    idea, _made = HuddleIdea.objects.get_or_create(
        item=item, words=words, defaults={"member": by, "at": now}
    )
    return idea


@transaction.atomic
def choose(
    item: HuddleItem,
    *,
    words: str,
    owner: Member,
    due_at: datetime,
    as_change: bool,
    by: Member,
    now: datetime,
) -> HuddleItem:
    """One idea, who sees to it, and by when; with `as_change` it is tried from now on.

    It is promised once its owner says yes: at once where that is `by`. Raises `NotAllowed`,
    `NotNow`, `NeedsWords`, `AlreadyDecided`, and what `begin_change` raises.
    """
    item = _hold_item(item, by=by)
    if not may_lead_huddle(by, item.huddle):
        raise NotAllowed
    if item.promise_id or (item.change_id and item.chosen):
        raise AlreadyDecided
    words = " ".join(plain_text(words, 300).split())
    if not words:
        raise NeedsWords
    if not in_huddle(item.huddle).filter(pk=owner.pk).exists():
        raise NotAllowed
    if due_at <= now:
        raise promises.BadWindow
    item.chosen, item.owner, item.due_at = words, owner, due_at
    if item.change is not None:
        _look_after(item.change, owner)
    elif as_change:
        item.change = _try(item, owner, by=by, now=now)
    if owner.pk == by.pk:
        _promise(item, by=by, now=now)
    item.save()
    return item


@transaction.atomic
def take_on(item: HuddleItem, *, by: Member, now: datetime) -> HuddleItem:
    """Its owner says yes: from now on it is their word to the team.

    Raises `NotAllowed`, `AlreadyDecided`.
    """
    locked = HuddleItem.objects.select_for_update(of=("self",)).select_related("huddle__team")
    item = locked.get(pk=item.pk)
    if item.owner_id != by.pk or not is_in(by, item.huddle):
        raise NotAllowed
    if item.promise_id:
        raise AlreadyDecided
    _promise(item, by=by, now=now)
    item.save(update_fields=["promise", "due_at"])
    return item


@transaction.atomic
def say_no(item: HuddleItem, *, words: str, by: Member, now: datetime) -> HuddleItem:
    """Its owner cannot, and says why: the choice is the huddle's again, or the next one's.

    A change that is tried goes on, in the hands of whoever leads the huddle. Raises `NotAllowed`,
    `AlreadyDecided`, `NeedsReason`.
    """
    locked = HuddleItem.objects.select_for_update(of=("self",))
    item = locked.select_related("huddle__team", "huddle__led_by", "change").get(pk=item.pk)
    if item.owner_id != by.pk or not is_in(by, item.huddle):
        raise NotAllowed
    if item.promise_id:
        raise AlreadyDecided
    words = " ".join(plain_text(words, 300).split())
    if not words:
        raise NeedsReason
    item.chosen, item.owner, item.due_at = "", None, None
    item.declined_by, item.declined_at, item.declined_words = by, now, words
    item.save()
    if item.change is not None and item.change.owner_id == by.pk:
        _look_after(item.change, item.huddle.led_by)
    fact = HuddleDeclined(huddle=item.huddle_id, friction=item.friction_id, member=by.pk)
    record(fact, about=[item.huddle, f"friction:{item.friction_id}", by], by=by, at=now)
    return item


@transaction.atomic
def close_huddle(huddle: Huddle, *, by: Member, now: datetime) -> Huddle:
    """It is over: what came of it is sent to all, and the next one is planned.

    Raises `NotAllowed`, `NotNow`.
    """
    huddle = _hold(huddle)
    if not may_lead_huddle(by, huddle):
        raise NotAllowed
    if huddle.state != State.OPEN:
        raise NotNow
    huddle.state, huddle.closed_at = State.CLOSED, now
    huddle.save(update_fields=["state", "closed_at"])
    items = list(huddle.items.all())
    fact = HuddleClosed(
        huddle=huddle.pk,
        changes=[item.change_id for item in items if item.change_id],
        promises=[item.promise_id for item in items if item.promise_id],
    )
    record(fact, about=[huddle, huddle.team], by=by, at=now)
    if huddle.every_days:
        _plan_next(huddle, by=by, now=now)
    return huddle


def _plan_next(huddle: Huddle, *, by: Member, now: datetime) -> None:
    at = huddle.at + timedelta(days=huddle.every_days)
    while at <= now:
        at += timedelta(days=huddle.every_days)
    following = Huddle.objects.create(
        team=huddle.team,
        at=at,
        minutes=huddle.minutes,
        format=huddle.format,
        every_days=huddle.every_days,
        led_by=huddle.led_by,
        since=now,
    )
    fact = HuddlePlanned(huddle=following.pk, team=huddle.team_id)
    record(fact, about=[following, huddle.team], by=by, at=now)


def _try(item: HuddleItem, owner: Member, *, by: Member, now: datetime) -> Change:
    friction = item.friction
    kind = "POLICY" if friction.policy_id else "PROCESS" if friction.process_id else "WAY"
    terms = ChangeTerms(
        name=item.chosen[:120],
        kind=kind,
        owner=owner,
        desk=friction.desk,
        policy=friction.policy,
        process=friction.process if kind == "PROCESS" else None,
    )
    return begin_change(
        terms,
        frictions=[friction],
        submit_id=uuid5(NAMESPACE_URL, f"kept:huddle-item:{item.pk}"),
        by=by,
        now=now,
    )


def _look_after(change: Change, member: Member) -> None:
    """While it is tried, whoever sees to it looks after it."""
    Change.objects.filter(pk=change.pk, state=Change.State.TRYING).update(owner=member)


def _promise(item: HuddleItem, *, by: Member, now: datetime) -> None:
    assert item.due_at is not None  # noqa: S101  huddle_item_chosen_has_owner
    # Whoever says yes late says it for a day from now at the least.
    item.due_at = max(item.due_at, now + timedelta(days=1))
    item.promise = promises.promise_among_us(
        words=item.chosen,
        due_at=item.due_at,
        to_team=item.huddle.team,
        by=by,
        now=now,
    )


def _since(team: Team, *, now: datetime) -> datetime:
    """Since when what happened is new to this team: its last huddle, or a week."""
    last = Huddle.objects.filter(team=team, state=State.CLOSED).order_by("-closed_at").first()
    return (last.closed_at if last else None) or now - timedelta(days=7)


def _hold(huddle: Huddle) -> Huddle:
    locked = Huddle.objects.select_for_update(of=("self",)).select_related("team")
    return locked.get(pk=huddle.pk)


def _hold_item(item: HuddleItem, *, by: Member) -> HuddleItem:
    huddle = _hold(item.huddle)
    if not is_in(by, huddle):
        raise NotAllowed
    if huddle.state != State.OPEN:
        raise NotNow
    locked = HuddleItem.objects.select_for_update(of=("self",))
    item = locked.select_related(
        "friction__desk", "friction__policy", "friction__process", "change"
    ).get(pk=item.pk)
    item.huddle = huddle
    return item
