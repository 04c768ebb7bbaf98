"""What lies on Mara's desk today: the conversations of which the pictures are made.

Their moments count back from now, so a demo started at night is as alive as one at noon.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from kept.conversations import actions as conversations
from kept.conversations.models import Conversation
from kept.demo import calendar
from kept.demo.customers import Person
from kept.demo.files import picture
from kept.demo.house import DOMAIN, House
from kept.demo.telling import Plan, Talk, paper
from kept.people.models import Member
from kept.promises import actions as promises

INES = Person(
    name="Ines Valdorra",
    address="ines@valdorra.example",
    place="Lisbon",
    organisation="Valdorra & Filhas",
    known_for_days=1100,
    phone="+351 21 555 0141",
    facts=[
        ("phone", "Rather a call than mail, before noon", "She told us, March"),
        ("box", "Second cracked shade since October", "From her orders"),
        ("cake", "The lamp is for her mother, 70 on Saturday", "She told us, today"),
    ],
)
OTHERS = {
    "orrin": ("Orrin Baptiste", "orrin@baptiste-press.example", "Leith", "Baptiste Press"),
    "cafe": ("Café Meridiem", "bar@cafe-meridiem.example", "Ghent", "Café Meridiem"),
    "wen": ("Wen Castellane", "wen@castellane.example", "Turin", ""),
    "pilar": ("Pilar Osei-Lund", "pilar@osei-lund.example", "Bristol", ""),
    "hollis": ("Hollis & Daughter", "shop@hollis-daughter.example", "Halifax", "Hollis & Daughter"),
    "bruno": ("Bruno Tarkka", "bruno@tarkka-rakennus.example", "Tampere", "Tarkka Builders"),
    "theodora": ("Theodora Lisle", "theodora@lisle.example", "Chicago", ""),
    "anselm": ("Anselm Vry", "anselm@vry.example", "Ghent", ""),
    "greta": ("Greta Solheim-Park", "greta@solheim-park.example", "Oslo", ""),
    "jun": ("Jun Harlow", f"jun.harlow@{DOMAIN}", "", "Northmoor Lamps"),
    "mikael": ("Mikael Drost", "mikael@drost.example", "Hamburg", ""),
    "henrike": ("Henrike Aumüller", "henrike@aumueller.example", "Vienna", "Haus Aumüller"),
}


class Stage:
    """Mara's day, counted in minutes back from now."""

    def __init__(self, plan: Plan, house: House, *, now: datetime) -> None:
        self.plan = plan
        self.house = house
        self.now = now
        self.dice = random.Random(now.toordinal())
        self.mara = house.member("Mara")
        self.tobias = house.member("Tobias")
        self.ada = house.member("Ada")
        self.people = {
            key: Person(
                name=name,
                address=address,
                place=place,
                organisation=firm,
                language="de" if key in {"henrike"} else "en",
                known_for_days=200 + 90 * number,
                phone="" if number % 2 else "+44 131 555 01{number:02}",
            )
            for number, (key, (name, address, place, firm)) in enumerate(OTHERS.items(), start=1)
        }
        self.people["ines"] = INES_AGAIN()

    def begin(self, who: str, subject: str, *, desk: str = "Orders") -> Scene:
        talk = Talk(self.house.desks[desk], self.people[who], subject, self.dice)
        return Scene(self, talk)

    def ago(self, minutes: float) -> datetime:
        return self.now - timedelta(minutes=minutes)

    def ahead(self, minutes: float) -> datetime:
        return (self.now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)

    def workday(self, days: int, hour: int) -> datetime:
        """At that hour of a working day to come."""
        hours = self.house.desks["Orders"].hours
        return calendar.at(calendar.workday(self.now, hours, days), hour)


def INES_AGAIN() -> Person:
    return INES
