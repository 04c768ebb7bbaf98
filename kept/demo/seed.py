"""`kept demo seed`: the whole story into an empty database, all of it or nothing."""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from kept.conversations.models import Conversation, Message, ReadMark
from kept.demo import among_us, answers, calendar, improvement, plots, recovery, rhythm
from kept.demo.agreements import agree
from kept.demo.automatic import let_rules_run
from kept.demo.brands import open_brands
from kept.demo.cast import cast
from kept.demo.charter import agree_on, decide
from kept.demo.customers import Person, colleagues, everybody, long_ago
from kept.demo.fields import make_checklists, make_fields
from kept.demo.hours import look_ahead
from kept.demo.house import House, open_house
from kept.demo.macros import make_macros
from kept.demo.playbook import let_plays_be_used, think_again
from kept.demo.scenes import Day
from kept.demo.sharing import share
from kept.demo.story import Teller
from kept.demo.tags import make_tags
from kept.demo.telling import Plan
from kept.demo.themes import find_themes, write_of_parcels
from kept.demo.time import make_setting_macro, write_time
from kept.kit.clock import now as present
from kept.ledger.models import Cursor, Event
from kept.ledger.reading import READERS
from kept.people.models import Member
from kept.promises.actions.count import recount_promises, recount_replies
from kept.promises.models import Promise
from kept.reports.actions import rebuild
from kept.search.access import Audience
from kept.search.actions import ViewTerms, save_view

CONVERSATIONS = 360
MOST_CONVERSATIONS = 10_000
LONG_EVERY = 72
WEEKS = 8
OPEN_FOR_DAYS = 2000
"""Before the house knew any of its customers."""
SEED = 20261124

Say = Callable[[str], object]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="kept demo seed", description="Fill an empty database with a story."
    )
    parser.add_argument(
        "--conversations",
        type=int,
        default=CONVERSATIONS,
        metavar="N",
        help=f"so many everyday ones around today's; {CONVERSATIONS} where nothing is said",
    )
    given = parser.parse_args(arguments)
    if not 0 <= given.conversations <= MOST_CONVERSATIONS:
        parser.error(f"--conversations goes from 0 to {MOST_CONVERSATIONS}.")
    seed(present(), conversations=given.conversations)
    return 0


def seed(now: datetime, say: Say = print, *, conversations: int = CONVERSATIONS) -> None:
    """Tell the story up to `now`, with so many everyday conversations around today's.

    Does nothing where there are members already.
    """
    with transaction.atomic():
        # Within the transaction, so that of two starts at once only one tells it.
        if Member.objects.exists():
            say("There are members already; nothing was added.")
            return
        _tell(now.replace(second=0, microsecond=0), conversations)
        _count()
        _let_readers_pass()
    say(
        f"{Member.objects.count()} members, {Conversation.objects.count()} conversations, "
        f"{Message.objects.count()} letters, {Promise.objects.count()} promises."
    )


def _tell(now: datetime, conversations: int) -> None:
    dice = random.Random(SEED)
    since = now - timedelta(weeks=WEEKS)
    begun = now - timedelta(days=OPEN_FOR_DAYS)
    house = open_house(since=begun, now=now)
    open_brands(house, now=begun)
    make_tags(by=house.member("Ingrid"), now=begun)
    make_macros(house.desks, by=house.member("Ingrid"), now=begun)
    plan = Plan()
    customers, inside, today = everybody(dice, count=min(conversations, 140)), colleagues(), cast()
    today["jun"] = inside[0]
    _meet([*customers, *inside, *today.values()], plan, house, dice=dice, since=since, now=now)
    agree(plan, house, customers, since=since, now=now)
    teller = Teller(plan, house, since=since, until=now - timedelta(hours=4))
    _everyday(teller, customers, inside, conversations, dice=dice)
    stage = Day(plan, house, today, now=now)
    stage.play()
    recovery.tell(stage)
    among_us.tell(plan, house, now=now)
    let_rules_run(plan, house, now=now)
    let_plays_be_used(plan, now=now)
    write_of_parcels(plan, house, customers, dice=random.Random(SEED + 1), now=now)
    plan.at(now - timedelta(weeks=5), lambda moment: agree_on(house, now=moment))
    improvement.tell(plan, house, now=now)
    rhythm.tell(plan, house, now=now)
    plan.run(now=now)
    answers.say_what_the_clock_says(now=now)
    look_ahead(house.calendars, house.members, house.teams["Front"], now=now)
    share(house, now=now)
    decide(house, now=now)
    think_again(house, now=now)
    rhythm.look(house, now=now)
    _read(house, dice=dice, now=now)
    make_fields(
        house.desks,
        by=house.member("Ingrid"),
        dice=random.Random(SEED),
        now=now,
    )
    make_checklists(house.desks, by=house.member("Ingrid"), now=now)
    by = house.member("Ingrid")
    make_setting_macro(house.desks, house.teams["Front"], by=by, now=now)
    write_time(house.desks, by=by, dice=random.Random(SEED), now=now)
    find_themes(house, now=now)
    _save_views(house, now=now)


def _meet(
    people: list[Person],
    plan: Plan,
    house: House,
    *,
    dice: random.Random,
    since: datetime,
    now: datetime,
) -> None:
    """Those we knew before the story begins, and what we have remembered of them since."""
    staff = house.serving("Orders")
    for person in people:
        if not person.known_for_days:
            continue
        plan.at(long_ago(person, now=now), lambda moment, who=person: who.met(now=moment))  # type: ignore[misc]
        for number in range(min(len(person.facts), 2)):
            told_at = since + (now - since) * dice.uniform(0.02, 0.9)
            by = dice.choice(staff)
            plan.at(
                told_at,
                lambda moment, who=person, fact=number, by=by: who.remember(  # type: ignore[misc]
                    fact, by=by, now=moment
                ),
            )


def _everyday(
    teller: Teller,
    customers: list[Person],
    inside: list[Person],
    count: int,
    *,
    dice: random.Random,
) -> None:
    """Plots over all weeks, each told once before any is told again."""
    everything = [plot for name in ("orders", "billing", "internal") for plot in plots.read(name)]
    german, long_ones = plots.read("german"), plots.read("long")
    begin = calendar.beginnings(dice, count=count, first=teller.since, last=teller.until)
    waiting: list[plots.Plot] = []
    german_speakers = [person for person in customers if person.language == "de"]
    others = [person for person in customers if person.language != "de"]
    firms = [person for person in others if person.organisation]
    for number, start in enumerate(begin):
        if number % LONG_EVERY == 8:
            plot, crowd = dice.choice(long_ones), firms
        elif number % 12 == 5:
            plot, crowd = dice.choice(german), german_speakers
        else:
            if not waiting:
                waiting = dice.sample(everything, len(everything))
            plot = waiting.pop()
            crowd = firms if plot.needs_firm else others
        if plot.desk == "Internal":
            crowd = inside
        teller.tell(plot, dice.choice(crowd), start=start, dice=random.Random(dice.getrandbits(64)))


def _read(house: House, *, dice: random.Random, now: datetime) -> None:
    """Who has read what: all of the past, most of today; no fact of the ledger tells it."""
    fresh = now - timedelta(hours=30)
    marks = []
    for member in house.members.values():
        seen = Conversation.objects.visible_to(member).exclude(last_in_message=0)
        rows = seen.values_list("pk", "last_in_message", "last_at", "assignee", "subject")
        for pk, last_in, last_at, assignee, subject in rows:
            if member == house.member("Mara") and assignee == member.pk:
                is_read = subject not in {
                    "Which bulb for a draughty hall?",
                    "Delivery to a houseboat",
                }
            else:
                is_read = last_at < fresh or (assignee == member.pk and dice.random() < 0.7)
            if is_read:
                marks.append(ReadMark(member=member, conversation_id=pk, message_id=last_in))
    ReadMark.objects.bulk_create(marks, batch_size=500)


def _save_views(house: House, *, now: datetime) -> None:
    """What they ask often: some of it shared, some Mara's own."""
    for name, asks, icon, audience, by in (
        ("With a file", "is:open has:attachment", "clip", Audience("ALL"), "Ingrid"),
        ("Cracked glass", "cracked -is:closed", "box", _at(house, "Orders"), "Vesna"),
        ("Due within two days", "promised:<2d", "pact", Audience(), "Mara"),
        ("Mine, unread", "is:mine is:unread", "flag", Audience(), "Mara"),
    ):
        save_view(ViewTerms(name, asks, icon, audience), by=house.member(by), now=now)


def _at(house: House, desk: str) -> Audience:
    return Audience("DESK", desk=house.desks[desk])


def _count() -> None:
    """Our word and the reports, which otherwise readers count."""
    recount_promises()
    recount_replies()
    rebuild()


def _let_readers_pass() -> None:
    """What is told is past: no letter leaves for it, and nothing reacts to it any more."""
    last = Event.objects.order_by("transaction", "pk").last()
    if last is None:
        return
    for name in READERS:
        Cursor.objects.update_or_create(
            reader=name, defaults={"transaction": last.transaction, "event_id": last.pk}
        )
