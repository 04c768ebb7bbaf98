"""Those who have written to Mara today, with what is known about them."""

from __future__ import annotations

from kept.demo.customers import Person

_OTHERS = {
    "orrin": ("Orrin Baptiste", "orrin@baptiste-press.example", "Leith", "Baptiste Press"),
    "café": ("Café Meridiem", "bar@cafe-meridiem.example", "Ghent", "Café Meridiem"),
    "wen": ("Wen Castellane", "wen@castellane.example", "Turin", ""),
    "pilar": ("Pilar Osei-Lund", "pilar@osei-lund.example", "Bristol", ""),
    "hollis": ("Hollis & Daughter", "shop@hollis-daughter.example", "Halifax", "Hollis & Daughter"),
    "bruno": ("Bruno Tarkka", "bruno@tarkka.example", "Tampere", "Tarkka Builders"),
    "theodora": ("Theodora Lisle", "theodora@lisle.example", "Chicago", ""),
    "anselm": ("Anselm Vry", "anselm@vry.example", "Ghent", ""),
    "greta": ("Greta Solheim-Park", "greta@solheim-park.example", "Oslo", ""),
    "mikael": ("Mikael Drost", "mikael@drost.example", "Hamburg", ""),
    "henrike": ("Henrike Aumüller", "henrike@aumueller.example", "Vienna", "Haus Aumüller"),
    "corvin": ("Corvin Ashby", "corvin@ashby.example", "Bristol", ""),
}


def cast() -> dict[str, Person]:
    ines = Person(
        name="Ines Valdorra",
        address="ines@valdorra.example",
        place="Lisbon",
        known_for_days=1100,
        phone="+351 21 555 0141",
        facts=[
            ("box", "Second cracked shade since October", "From her orders"),
            ("phone", "Rather a call than mail, before noon", "She told us, March"),
            ("cake", "The lamp is for her mother, 70 on Saturday", "She told us, today"),
        ],
    )
    people = {"ines": ines}
    for number, (key, (name, address, place, firm)) in enumerate(_OTHERS.items(), start=1):
        people[key] = Person(
            name=name,
            address=address,
            place=place,
            organisation=firm,
            language="de" if key == "henrike" else "en",
            known_for_days=90 * number,
        )
    return people
