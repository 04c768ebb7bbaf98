"""What the screens read of improvement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from kept.charter.models import Policy
from kept.conversations.models import Conversation, Desk
from kept.customers.models import Customer
from kept.improvement.models import (
    Change,
    Denial,
    EffectCheck,
    Friction,
    Halt,
    Huddle,
    HuddleItem,
    NoNews,
    Obstacle,
    Process,
    TellBack,
    Voice,
)
from kept.improvement.rules import CHECK_AFTER, HOLDS, Known, RateRatio
from kept.kit.along import read_moment, read_rows, rows_along
from kept.kit.slices import newest, part_of
from kept.macros.models import Macro
from kept.people.models import Member, Team
from kept.promises.models import Promise

MOST = 100
FOR_HUDDLE = 10
PAGE = 20
NEWS = 4
"""Of what became of what one raised, shown on Today."""


def frictions(member: Member) -> list[Friction]:
    """What is undecided, what most say "me too" to first."""
    found = Friction.objects.visible_to(member).undecided()
    return list(_with_voices(found).order_by("-voices_count", "raised_at", "pk")[:MOST])


def _with_voices(found: QuerySet[Friction]) -> Any:
    """With `voices_count`."""
    found = found.select_related("policy", "process", "desk", "raised_by", "change")
    return found.annotate(voices_count=Count("voices", distinct=True))


def friction_of(member: Member, pk: int) -> Friction | None:
    found = Friction.objects.visible_to(member).select_related(
        *("policy", "process", "desk", "raised_by", "change", "again", "connected_by", "denial"),
        "conversation__customer",
    )
    return found.filter(pk=pk).first()


def sees_conversation(member: Member, pk: int | None) -> bool:
    return pk is not None and Conversation.objects.visible_to(member).filter(pk=pk).exists()


def known_of(friction: Friction, voices: Sequence[Voice]) -> Known:
    """What the five steps ask, of one friction."""
    change = friction.change
    raiser = next((one for one in voices if one.is_raiser), None)
    followed = change is not None and change.checks.filter(done_at__isnull=False).exists()
    talked = friction.items.filter(huddle__state__in=["OPEN", "CLOSED"]).exists()
    return Known(
        connected=friction.connected_at is not None,
        thanked=raiser is not None and raiser.thanked_at is not None,
        analysed=bool(friction.cause and friction.impact),
        followed_up=followed,
        talked=talked,
    )


def voices_of(friction: Friction) -> list[Voice]:
    found = friction.voices.select_related("member").order_by("-is_raiser", "at", "pk")
    return list(found[:MOST])


def for_huddle(huddle: Huddle, member: Member) -> list[Friction]:
    """What comes before a team: of the house and of its desks, as far as `member` sees it."""
    desks = Desk.teams.through.objects.filter(team=huddle.team_id).values("desk")
    found = Friction.objects.visible_to(member).undecided()
    found = found.filter(Q(desk=None) | Q(desk__in=desks))
    return list(_with_voices(found).order_by("-voices_count", "raised_at", "pk")[:FOR_HUDDLE])


def changes(member: Member, *, before: int | None = None) -> tuple[list[Change], int | None]:
    """The newest first; and behind which more come."""
    found = Change.objects.visible_to(member).select_related("owner", "policy", "process", "desk")
    return newest(found, before=before, size=PAGE)


def change_of(member: Member, pk: int) -> Change | None:
    found = Change.objects.visible_to(member).select_related(
        *("policy__owner", "process", "desk", "owner", "begun_by", "decided_by")
    )
    return found.filter(pk=pk).first()


def credited(change: Change) -> list[Voice]:
    """Who raised it or said "me too", as far as they want to be named, each once."""
    found = Voice.objects.filter(friction__change=change, is_quiet=False).select_related("member")
    rows: dict[int, Voice] = {}
    for voice in found.order_by("-is_raiser", "at", "pk")[:MOST]:
        rows.setdefault(voice.member_id, voice)
    return list(rows.values())


@dataclass(frozen=True, slots=True)
class Progress:
    """How far telling has come, by state."""

    drafts: int
    ready: int
    sent: int
    left_out: int
    is_gathered: bool

    @property
    def of(self) -> int:
        return self.drafts + self.ready + self.sent + self.left_out

    @property
    def done(self) -> int:
        return self.sent + self.left_out


def progress_of(change: Change) -> Progress:
    rows = change.tell_backs.order_by().values_list("state").annotate(n=Count("pk"))
    told = dict(rows)
    return Progress(
        drafts=told.get("DRAFT", 0),
        ready=told.get("READY", 0),
        sent=told.get("SENT", 0),
        left_out=told.get("LEFT_OUT", 0),
        is_gathered=change.gathered_at is not None,
    )


def tell_backs(
    member: Member, change: Change, *, state: str, after: int = 0, size: int
) -> tuple[list[TellBack], int | None]:
    """Of one state, in their order; and behind which more come."""
    found = TellBack.objects.visible_to(member).filter(change=change, state=state, pk__gt=after)
    return part_of(found.select_related("customer", "conversation").order_by("pk"), size=size)


def recurrence(change: Change, *, days: int) -> RateRatio:
    """Refusals and frictions of the same thing in so many days before its adoption and since."""
    at = change.decided_at
    assert at is not None  # noqa: S101  change_decided_has_reason
    span = timedelta(days=days)
    same = Q()
    if change.policy_id:
        same = Q(policy=change.policy_id)
    elif change.process_id:
        same = Q(process=change.process_id)
    about_it = Friction.objects.exclude(kind=Friction.Kind.IDEA)
    earlier = about_it.filter(
        (same | Q(change=change)) if same else Q(change=change),
        raised_at__gte=at - span,
        raised_at__lt=at,
    )
    since = about_it.filter(
        (same | Q(again=change)) if same else Q(again=change),
        raised_at__gte=at,
        raised_at__lt=at + span,
    )
    before, after = earlier.count(), since.exclude(change=change).count()
    if change.policy_id:
        no = Denial.objects.filter(policy=change.policy_id)
        before += no.filter(at__gte=at - span, at__lt=at).count()
        after += no.filter(at__gte=at, at__lt=at + span).count()
    return RateRatio(before=before, after=after, days=days)


@dataclass(frozen=True, slots=True)
class Check:
    """One look at whether a change helped; `ratio` once its days have passed."""

    row: EffectCheck
    ratio: RateRatio | None
    is_due: bool


def checks_of(change: Change, *, now: datetime) -> list[Check]:
    found = []
    for row in change.checks.select_related("done_by", "promise"):
        is_due = row.done_at is None and row.due_at <= now
        ratio = None
        if row.before is not None and row.after is not None:
            ratio = RateRatio(before=row.before, after=row.after, days=row.days)
        elif is_due:
            ratio = recurrence(change, days=row.days)
        found.append(Check(row, ratio, is_due))
    return found


def last_check(days: int) -> bool:
    return days == CHECK_AFTER[-1]


def policies_here(member: Member, desk: int) -> list[Policy]:
    """By which we may have to say no there; `is_stopped` where nobody is refused by it now."""
    found = Policy.objects.visible_to(member).filter(Q(desk=None) | Q(desk=desk), retired_at=None)
    rows = list(found.select_related("value")[:MOST])
    stopped = set(
        Halt.objects.filter(policy__in=rows, ended_at=None).values_list("policy", flat=True)
    )
    for row in rows:
        row.is_stopped = row.pk in stopped  # type: ignore[attr-defined]
    return rows


def halt_of(thing: Policy | Macro) -> Halt | None:
    """What rests it now."""
    about = Q(policy=thing.pk) if isinstance(thing, Policy) else Q(macro=thing.pk)
    found = Halt.objects.filter(about, ended_at=None).select_related("by", "friction")
    return found.first()


def denials_here(conversation: int) -> list[Denial]:
    found = Denial.objects.filter(conversation=conversation).select_related("policy", "member")
    return list(found.order_by("pk")[:MOST])


def processes(member: Member) -> list[Process]:
    """What wants care first."""
    found = Process.objects.visible_to(member).filter(retired_at=None)
    rows = found.select_related("owner", "desk").order_by("care_due_on", "name", "pk")
    return list(rows[:MOST])


def obstacles(member: Member) -> list[Obstacle]:
    """What waits for an answer, the longest first; then what was answered lately."""
    found = Obstacle.objects.visible_to(member).select_related("member", "leader", "promise")
    waiting = list(found.filter(state="ASKED").order_by("asked_at", "pk")[:MOST])
    return [*waiting, *found.exclude(state="ASKED").order_by("-answered_at", "-pk")[:PAGE]]


def huddles(member: Member) -> list[Huddle]:
    """Those to come and under way, the next first; then the last ones."""
    found = Huddle.objects.visible_to(member).select_related("team", "led_by")
    ahead = list(found.exclude(state="CLOSED").order_by("at", "pk")[:PAGE])
    return [*ahead, *found.filter(state="CLOSED").order_by("-at", "-pk")[:PAGE]]


def items_of(huddle: Huddle, member: Member) -> list[HuddleItem]:
    """Its issues, as far as the member sees what they are about."""
    seen = huddle.items.filter(friction__in=Friction.objects.visible_to(member))
    found = seen.select_related(
        *("friction__policy", "friction__process", "friction__raised_by", "friction__change"),
        *("owner", "promise", "change", "declined_by"),
    )
    return list(found.prefetch_related("friction__voices"))


def asked_to_take_on(member: Member) -> list[HuddleItem]:
    """What a huddle chose them for, and they have not said yes to."""
    found = HuddleItem.objects.filter(owner=member, promise=None)
    found = found.filter(huddle__in=Huddle.objects.visible_to(member))
    return list(found.select_related("huddle__team", "friction").order_by("pk")[:PAGE])


# Today.


def news_along(member: Member) -> Subquery[Any]:
    """What became of what the member raised or joined, as a text for `read_news`."""
    mine = Voice.objects.filter(member=member).filter(
        Q(friction__change__decided_at__isnull=False) | Q(friction__state="NOT_ADOPTED")
    )
    seen = Desk.objects.visible_to(member)
    mine = mine.filter(Q(friction__desk=None) | Q(friction__desk__in=seen))
    latest = mine.order_by("-friction__decided_at", "-pk").values("pk")[:NEWS]
    found = Voice.objects.filter(pk__in=latest)
    return rows_along(
        found,
        *("friction_id", "friction__words", "friction__state", "friction__change_id"),
        *("friction__change__name", "friction__change__state", "friction__decided_at"),
    )


@dataclass(frozen=True, slots=True)
class News:
    """What became of something one raised. `stage` as `rules.stage_of` has it."""

    friction: int
    words: str
    stage: str
    change: int | None
    name: str


def read_news(text: str) -> list[News]:
    """What `news_along` has told, the newest first."""
    rows = sorted(read_rows(text), key=lambda row: str(row[6] or ""), reverse=True)
    return [
        News(
            friction=row[0],
            words=str(row[1]),
            stage=str(row[5] or row[2]),
            change=row[3],
            name=str(row[4] or ""),
        )
        for row in rows
    ]


def huddle_along(member: Member) -> Subquery[Any]:
    """The next huddle of the member's teams, as a text for `read_huddle`."""
    teams = Team.members.through.objects.filter(member=member).values("team")
    found = Huddle.objects.filter(team__in=teams).exclude(state="CLOSED")
    return rows_along(found, "pk", "at", "team__name", "state", "format", "minutes")


def read_huddle(text: str) -> Huddle | None:
    """What `huddle_along` has told: the one that comes next, as much of it as a line shows."""
    rows = sorted(read_rows(text), key=lambda row: str(row[1]))
    if not rows:
        return None
    pk, at, team, state, format_, minutes = rows[0]
    return Huddle(
        pk=pk,
        at=read_moment(at),
        team=Team(name=str(team)),
        state=str(state),
        format=str(format_),
        minutes=int(minutes),
    )


# Rhythm.


def obstacles_along(member: Member) -> Subquery[Any]:
    """What waits for a leader's answer, as a text for `read_obstacles`."""
    asked = Obstacle.objects.visible_to(member).filter(state="ASKED")
    return rows_along(asked, "pk", "words", "leader__name", "promise__due_at")


def read_obstacles(text: str) -> list[Obstacle]:
    """What `obstacles_along` has told, the longest waiting first."""
    return [
        Obstacle(
            pk=pk,
            words=str(words),
            leader=Member(name=str(name)),
            promise=Promise(due_at=read_moment(due_at)),
        )
        for pk, words, name, due_at in sorted(read_rows(text))[:NEWS]
    ]


def care_along(member: Member) -> Subquery[Any]:
    """The processes that are looked after, as a text for `read_care`."""
    found = Process.objects.visible_to(member).filter(retired_at=None)
    return rows_along(found, "care_due_on", "pk", "name")


def read_care(text: str, *, today: date) -> list[Process]:
    """Of what `care_along` has told what wants care by now, the longest due first."""
    rows = sorted((str(due), pk, str(name)) for due, pk, name in read_rows(text))
    due = [row for row in rows if date.fromisoformat(row[0]) <= today]
    return [Process(pk=pk, name=name) for _due, pk, name in due[:NEWS]]


# The customer's page.


def told_to(customer: Customer, member: Member | None = None) -> list[TellBack]:
    """What changed because of them, and still holds; for a member as far as they see it."""
    found = TellBack.objects.filter(customer=customer, state="SENT", change__state__in=HOLDS)
    if member is not None:
        seen = Conversation.objects.visible_to(member).filter(pk=OuterRef("conversation"))
        found = found.filter(Exists(seen))
    return list(found.select_related("change__policy").order_by("-sent_at", "-pk")[:PAGE])


def no_news_for(customer: Customer | OuterRef) -> QuerySet[NoNews]:
    """Their word that they want no letters about changes."""
    return NoNews.objects.filter(customer=customer)
