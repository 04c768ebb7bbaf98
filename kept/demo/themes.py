"""What customers of Northmoor write about: one theme rises, one has a name, one is dismissed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random

from kept.conversations.models import Message
from kept.demo.customers import Person
from kept.demo.house import House
from kept.demo.telling import Plan, Talk
from kept.themes.actions import (
    dismiss,
    file_waiting,
    judge,
    learn_anew,
    name,
    refile_some,
    wait,
)
from kept.themes.models import Rise, Theme, ThemeLetter

BEGIN = timedelta(days=2)
"""Since when letters about parcels come."""
MANY = 17
OPENINGS = (
    "My parcel is said to be delivered, but nothing has come.",
    "The carrier says that my parcel was delivered. It was not.",
    "Tracking shows the parcel as delivered since this morning, and there is no parcel.",
    "Your carrier marked the parcel as delivered, yet no parcel is here.",
    "Where is my parcel? Tracking says delivered, my neighbours have nothing.",
)
CLOSINGS = (
    "Could you ask the carrier?",
    "Please find out where it is.",
    "Can you look into it?",
)


def write_of_parcels(
    plan: Plan, house: House, people: Sequence[Person], *, dice: Random, now: datetime
) -> None:
    """More and more parcels that are said to be delivered; each is answered, and waits."""
    known = [one for one in people if one.language == "en"]
    for place in range(MANY if known else 0):
        person = known[place % len(known)]
        at = now - BEGIN * dice.random() - timedelta(minutes=20)
        talk = Talk(
            house.desks["Orders"],
            person,
            "Delivered, and not here",
            Random(place),
            old_before=now,
        )
        text = f"Hello,\n\n{OPENINGS[place % 5]} {CLOSINGS[place % 3]}"
        plan.at(at, partial(_write, talk, text, house))


def _write(talk: Talk, text: str, house: House, now: datetime) -> None:
    talk.letter(text, now=now)
    talk.assign(house.member("Saskia"), by=house.member("Vesna"), now=now)
    talk.status("WAITING", by=house.member("Saskia"), now=now)


def find_themes(house: House, *, now: datetime) -> None:
    """Everything is filed and looked at; Vesna says what two of them are."""
    wait(Message.objects.filter(way="IN").values_list("pk", flat=True))
    while file_waiting():
        pass
    learn_anew(now=now)
    while refile_some(now=now):
        pass
    judge(now=now)
    vesna = house.member("Vesna")
    rising = set(Rise.objects.values_list("theme", flat=True))
    quiet = Theme.objects.visible_to(vesna).exclude(pk__in=rising)
    most = sorted(
        quiet, key=lambda one: -ThemeLetter.objects.filter(theme=one, counts=True).count()
    )
    if len(most) > 1:
        name(most[0], "Broken on the way", by=vesna, now=now)
        dismiss(most[-1], by=vesna, now=now)
