"""What Northmoor has agreed: each desk with everybody, two of us with a hotel, and two teams."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kept.agreements import actions
from kept.agreements.actions import ClauseTerms, Talk, Terms
from kept.agreements.models import Agreement, Clause, Side
from kept.customers.models import Customer
from kept.demo import calendar
from kept.demo.customers import Person, organisation_named
from kept.demo.house import House
from kept.demo.telling import Plan
from kept.people.models import Member, Team, home_zone

HOTEL = "Hotel Tidewater"
_HOUR = 60
_FIRST, _NEXT, _DONE = Clause.Kind.FIRST_ANSWER, Clause.Kind.NEXT_ANSWER, Clause.Kind.RESOLUTION

_PURPOSES = {
    "Orders": "Whoever writes about a lamp knows within the day that we are on it.",
    "Billing": "A question about money never waits without a word.",
    "Internal": "Those of us who ask for help get the care that customers get.",
}

_OURS_SAID = (
    "Light first, then the invoice. They hear from one of us within two hours, and we keep two "
    "lamps ready; they warn us before a floor is done up."
)
_THEIRS_SAID = (
    "You answer within two hours and have it settled in three days. We send a picture with every "
    "complaint, and you learn of building works from us, not from the dust."
)


def agree(
    plan: Plan, house: House, customers: list[Person], *, since: datetime, now: datetime
) -> None:
    """Put into the plan what was agreed before the story begins, and talked about since."""
    _with_everybody(plan, house, at=since - timedelta(days=20))
    if guests := [person for person in customers if person.organisation == HOTEL]:
        _with_hotel(plan, house, guests[0], at=since - timedelta(days=6), now=now)
    _between_teams(plan, house, at=now - timedelta(days=6))
    # The talk about one of the desks has not been held; the clock said so on its day.
    midnight = datetime.combine(since.date(), time(), ZoneInfo(home_zone()))
    while (midnight := midnight + timedelta(days=1)) < now:
        plan.at(midnight, lambda moment: actions.review_due(now=moment))


def _with_everybody(plan: Plan, house: House, *, at: datetime) -> None:
    boss = house.member("Vesna")

    def begin(moment: datetime) -> None:
        for name, desk in house.desks.items():
            terms = Terms(
                purpose=_PURPOSES[name],
                way="Whoever is free takes the oldest letter. If we cannot help, we say who can.",
                review_every_months=2 if name == "Internal" else 6,
            )
            agreement = actions.begin_with_everybody(desk, terms=terms, by=boss, now=moment)
            _add(agreement, Side.OURS, kind=_FIRST, minutes=4 * _HOUR, moment=moment)
            words = "Tell us the number of the order, if there is one: it saves you a letter."
            _add(agreement, Side.THEIRS, words=words, moment=moment)
            version = actions.meet(agreement, by=boss, now=moment)
            actions.say_back(
                agreement,
                version=version.number,
                side=Side.OURS,
                words="Nobody waits longer than half a day of ours for a person to answer.",
                agrees=True,
                by=boss,
                now=moment,
            )

    plan.at(at, begin)


def _with_hotel(plan: Plan, house: House, guest: Person, *, at: datetime, now: datetime) -> None:
    boss = house.member("Vesna")
    begun: list[Agreement] = []

    def begin(moment: datetime) -> None:
        guest.met(now=moment)
        begun.append(_written_with_hotel(house, by=boss, moment=moment))

    def ours(moment: datetime) -> None:
        _said_by(begun[0], Side.OURS, _OURS_SAID, by=boss, moment=moment)

    def theirs(moment: datetime) -> None:
        by = guest.met(now=moment)
        _said_by(begun[0], Side.THEIRS, _THEIRS_SAID, by=by, moment=moment)

    plan.at(_at_eleven(at), begin)
    plan.at(_at_eleven(at) + timedelta(hours=3), ours)
    plan.at(_at_eleven(at + timedelta(days=1)), theirs)
    plan.at(
        _at_eleven(now - timedelta(days=16)),
        lambda moment: _talked_with_hotel(begun[0], by=boss, moment=moment),
    )


def _written_with_hotel(house: House, *, by: Member, moment: datetime) -> Agreement:
    """The draft, as it is laid before both sides."""
    agreement = actions.begin_with_customer(
        organisation_named(HOTEL),
        desks=[house.desks["Orders"], house.desks["Billing"]],
        terms=Terms(
            purpose="No guest of the Tidewater ever sits in the dark.",
            way="One person on each side knows the whole story. We call before we send.\n\n"
            "When something fails, whoever notices first says so first.",
            review_every_months=2,
        ),
        by=by,
        now=moment,
    )
    for kind, hours in ((_FIRST, 2), (_NEXT, 6), (_DONE, 24)):
        _add(agreement, Side.OURS, kind=kind, minutes=hours * _HOUR, moment=moment)
    for side, words in (
        (Side.OURS, "Two Lantern 7 lie packed for you at any time."),
        (Side.OURS, "If a model goes out of the catalogue, you hear of it before others do."),
        (Side.THEIRS, "We say two weeks ahead when a floor is renewed."),
        (Side.THEIRS, "A letter about a fault has a photograph and the number of the room."),
    ):
        _add(agreement, side, words=words, moment=moment)
    for name, asks, aim, is_experience in (
        ("Dark rooms", "Nights on which a room had no lamp that works", "None", False),
        ("Trust", "Would you recommend us to the hotel next door?", "Yes, unasked", True),
    ):
        actions.add_measure(
            agreement, name=name, asks=asks, aim=aim, is_experience=is_experience, by=by,
            now=moment,
        )  # fmt: skip
    actions.meet(agreement, by=by, now=moment)
    return agreement


def _said_by(
    agreement: Agreement, side: str, words: str, *, by: Member | Customer, moment: datetime
) -> None:
    """The first version, said back with a yes."""
    actions.say_back(agreement, version=1, side=side, words=words, agrees=True, by=by, now=moment)


def _talked_with_hotel(agreement: Agreement, *, by: Member, moment: datetime) -> None:
    version = agreement.version_at(moment)
    assert version is not None  # noqa: S101  both have said it back
    clauses = list(version.clauses.filter(kind=Clause.Kind.WORDS))
    rooms, trust = version.measures.all()
    actions.review(
        agreement,
        talk=Talk(
            talked_on=calendar.local(moment).date(),
            talk="An hour over tea in their lobby. Answers come in time; twice we settled "
            "something late because the glazier was ill, and said so early.",
            changes="They get the telephone number of Bay 4 for broken glass.",
            ours="WELL",
            theirs="WELL",
            next_on=(calendar.local(moment) + timedelta(days=61)).date(),
            held={clause.pk: number != 3 for number, clause in enumerate(clauses)},
            found={rooms.pk: "One, in October", trust.pk: "“I already have.”"},
        ),
        by=by,
        now=moment,
    )


def _between_teams(plan: Plan, house: House, *, at: datetime) -> None:
    """Still being said back: Mara has, for the front; the accountants have not."""
    boss, mara = house.member("Vesna"), house.member("Mara")
    begun: list[Agreement] = []

    def begin(moment: datetime) -> None:
        front, accounts = Team.objects.get(name="Front"), Team.objects.get(name="Accounts")
        terms = Terms(
            purpose="No customer hears “that is the other department”.",
            way="We hand over with the whole story, and tell the customer who has it now.",
        )
        agreement = actions.begin_between_teams(front, accounts, terms=terms, by=boss, now=moment)
        begun.append(agreement)
        for side, words in (
            (Side.OURS, "We never promise a refund in your name without asking."),
            (Side.THEIRS, "A corrected invoice is with you the day you ask for it."),
        ):
            _add(agreement, side, words=words, moment=moment)
        actions.meet(agreement, by=boss, now=moment)

    def said(moment: datetime) -> None:
        words = "We ask before we promise money; they do not let us wait for paper."
        _said_by(begun[0], Side.OURS, words, by=mara, moment=moment)

    plan.at(_at_eleven(at), begin)
    plan.at(_at_eleven(at) + timedelta(hours=4), said)


def _at_eleven(moment: datetime) -> datetime:
    return calendar.at(calendar.local(moment).date(), 11)


def _add(
    agreement: Agreement,
    side: str,
    *,
    kind: str = Clause.Kind.WORDS,
    words: str = "",
    minutes: int | None = None,
    moment: datetime,
) -> None:
    terms = ClauseTerms(side=side, kind=kind, words=words, minutes=minutes)
    actions.add_clause(agreement, terms=terms, by=agreement.begun_by, now=moment)
