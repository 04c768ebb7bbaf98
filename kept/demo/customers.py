"""Whom Northmoor Lamps serves: people with names, places, firms, and things worth remembering."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kept.customers import actions
from kept.customers.models import Customer, Organisation
from kept.demo.house import DOMAIN, HOUSE

PLACES = {
    "Lisbon": ("Europe/Lisbon", "+351 21"),
    "Porto": ("Europe/Lisbon", "+351 22"),
    "Berlin": ("Europe/Berlin", "+49 30"),
    "Hamburg": ("Europe/Berlin", "+49 40"),
    "Vienna": ("Europe/Vienna", "+43 1"),
    "Oslo": ("Europe/Oslo", "+47 22"),
    "Tampere": ("Europe/Helsinki", "+358 3"),
    "Bristol": ("Europe/London", "+44 117"),
    "Leith": ("Europe/London", "+44 131"),
    "Ghent": ("Europe/Brussels", "+32 9"),
    "Turin": ("Europe/Rome", "+39 011"),
    "Halifax": ("America/Halifax", "+1 902"),
    "Chicago": ("America/Chicago", "+1 312"),
    "Kyoto": ("Asia/Tokyo", "+81 75"),
}
GERMAN_PLACES = ("Berlin", "Hamburg", "Vienna")
FIRST_NAMES = [
    "Aurel",
    "Beatrix",
    "Caspian",
    "Delphine",
    "Emeric",
    "Fenja",
    "Gideon",
    "Hedda",
    "Isolde",
    "Jasper",
    "Katinka",
    "Lucan",
    "Marit",
    "Nils",
    "Ottilie",
    "Percival",
    "Quirin",
    "Romy",
    "Sunniva",
    "Thaddeus",
    "Ulrika",
    "Valentin",
    "Wilma",
    "Xaver",
    "Yolande",
    "Zeno",
    "Amaru",
    "Brigid",
    "Corentin",
    "Dagny",
    "Elspeth",
    "Florian",
    "Giselle",
    "Harun",
    "Ilka",
    "Joris",
    "Kerensa",
    "Leopold",
    "Mireille",
    "Noor",
    "Oriane",
    "Piotr",
]
LAST_NAMES = [
    "Abernathy-Voss",
    "Brakspear",
    "Carnelian",
    "Dovetree",
    "Eskildsen",
    "Farthingale",
    "Grimaldo",
    "Holloway-Ruiz",
    "Immerzeel",
    "Jorvik",
    "Kestrelmann",
    "Lindqvist-Amar",
    "Marchbanks",
    "Nightingall",
    "Oystermouth",
    "Pennyfeather",
    "Quillon",
    "Ravensbourne",
    "Sauerwein",
    "Thistlewood",
    "Underhay",
    "Vantongeren",
    "Wetherell",
    "Yarborough",
    "Zimmerling",
    "Ashgrove",
    "Bellweather",
    "Copperthwaite",
    "Drossel",
    "Everdene",
    "Fennimore",
    "Goldregen",
    "Hartwhistle",
    "Inchbald",
    "Juniper",
    "Kaltenbrunn",
]
FIRMS = (
    """
Café Lantern|Hotel Tidewater|Brackwater Architects|The Night Library|Kino Aurora|Plum Street Bakery
Studio Halfmoon|Harbour Clinic|Bookshop Vellum|Atelier Nordlicht|Hostel Windrose|Osteria Fiammetta
School of Small Arts|Salt & Rye|Gallery Periscope|Theatre on the Quay|Haus Morgenrot|Bar Contralto
Tern & Daughters|Practice Elderflower|Museum of Maps|Inn at the Weir|Kontor Blaufeld
Dye Works Madder|Ferry House|Observatory Hill School|Loom & Ladder|Villa Ginkgo|Print Room Octavo
Choir Hall St Brannoc
""".strip()
    .replace("\n", "|")
    .split("|")
)
_FACTS = (
    ("phone", "Would rather be called than mailed", "They said so on the phone"),
    ("phone", "Never before ten, they work nights", "They told us in a letter"),
    ("cake", "Birthday on {day} {month}", "From a present they ordered"),
    ("heart", "Has had our lamps since the first catalogue", "They told us"),
    ("home", "Draughty old house, low ceilings", "From an earlier conversation"),
    ("box", "Parcels go to the neighbour at number {n}", "They told us"),
    ("globe", "Reads German more easily than English", "From their letters"),
    ("people", "Decides together with a sister", "From an earlier conversation"),
    ("eye", "Sees badly, likes large type", "They told us"),
    ("tag", "Collects our lamps from the seventies", "From their orders"),
)
_MONTHS = ("January", "March", "May", "June", "August", "October", "December")


@dataclass(slots=True)
class Person:
    """Somebody who writes to us. `customer` is there once we have met."""

    name: str
    address: str
    place: str = ""
    language: str = "en"
    organisation: str = ""
    style: int = 0
    known_for_days: int = 0
    phone: str = ""
    facts: list[tuple[str, str, str]] = field(default_factory=list)
    customer: Customer | None = None

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    def met(self, *, now: datetime) -> Customer:
        """The customer, met at this moment if they never wrote before."""
        if self.customer is None:
            customer = actions.meet(address=self.address, name=self.name, now=now)
            # What a member would learn from a first order: no change anybody made.
            customer.zone = PLACES[self.place][0] if self.place else ""
            customer.place, customer.phone = self.place, self.phone
            customer.language = self.language
            if customer.organisation is None and self.organisation:
                customer.organisation = organisation_named(self.organisation)
            customer.save()
            self.customer = customer
        return self.customer

    def remember(self, fact: int, *, by: object, now: datetime) -> None:
        icon, words, source = self.facts[fact]
        customer = self.met(now=now)
        actions.remember(customer, words=words, source=source, icon=icon, by=by, now=now)


def everybody(dice: random.Random, *, count: int) -> list[Person]:
    """Private people and people of firms, some known for years and some never met."""
    names = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]
    dice.shuffle(names)
    return [_person(name, number, dice) for number, name in enumerate(names[:count])]


def colleagues() -> list[Person]:
    """Those who write to us from inside."""
    names = """
    Jun Harlow|Birgit Sand|Cosmo Pettigrew|Edda Lund|Farouk Aster
    Nell Quarry|Olek Brandt|Tamsin Gray
    """
    return [
        Person(
            name=name,
            address=f"{slug(name)}@{DOMAIN}",
            organisation=HOUSE,
            style=2,
            known_for_days=700 + 40 * number,
        )
        for number, name in enumerate(re.split(r"\||\n\s*", names.strip()))
    ]


def slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", ".", plain.lower()).strip(".")


def _person(name: str, number: int, dice: random.Random) -> Person:
    firm = FIRMS[number % len(FIRMS)] if number % 5 < 3 else ""
    place = dice.choice(list(PLACES))
    speaks_german = place in GERMAN_PLACES and number % 2 == 0
    host = f"{slug(firm).replace('.', '-')}.example" if firm else "post.example"
    day, month = dice.randint(1, 28), dice.choice(_MONTHS)
    facts = [
        (icon, words.format(day=day, month=month, n=dice.randint(2, 60)), source)
        for icon, words, source in dice.sample(_FACTS, k=dice.choice((0, 0, 1, 1, 2)))
        if icon != "globe" or speaks_german
    ]
    return Person(
        name=name,
        address=f"{slug(name)}@{host}",
        place=place,
        language="de" if speaks_german else "en",
        organisation=firm,
        style=number,
        known_for_days=dice.choice((0, 0, dice.randint(60, 1500), dice.randint(60, 1500))),
        phone=f"{PLACES[place][1]} 555 01{number % 100:02}" if number % 3 else "",
        facts=facts,
    )


def organisation_named(name: str) -> Organisation:
    found = Organisation.objects.filter(name=name).first()
    if found:
        return found
    domain = DOMAIN if name == HOUSE else f"{slug(name).replace('.', '-')}.example"
    return Organisation.objects.create(name=name, domain=domain)


def long_ago(person: Person, *, now: datetime) -> datetime:
    return now - timedelta(days=60 + person.known_for_days)
