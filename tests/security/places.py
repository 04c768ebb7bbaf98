"""Every place in which somebody's words stand, one line each: its name, who may see it, the act.

`who` answers from a scene the actors who may come to know it. Rooms are in `places_of_*`; what is
planted `once` stands once a desk, since it is one thing there or with a member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.db import transaction

from tests.security.people import Scene
from tests.security.planting import Garden

Who = Callable[[Scene], Iterable[str]]
Plant = Callable[[Scene, str], Any]

ROOMS = (
    "conversations", "writing", "house", "sealed", "promises", "agreements", "work", "rules",
    "fields", "charter", "improvement", "playbook", "recovery",
    "prompts", "themes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """`sealed`: nobody is ever shown it; `kept` then tells that the machine itself still has it.

    `quiet`: the product keeps it and shows it to nobody yet.
    """

    name: str
    who: Who
    plant: Plant
    once: bool = False
    sealed: bool = False
    quiet: bool = False


PLACES: list[Place] = []


def place(name: str, who: Who, plant: Plant, **how: bool) -> None:
    PLACES.append(Place(name, who, plant, **how))


def all_places() -> list[Place]:
    for room in ROOMS:
        import_module(f"tests.security.places_of_{room}")
    return PLACES


def plant(scene: Scene, garden: Garden, *, first: bool) -> None:
    """A secret in every place of a scene; `first` of its desk."""
    for one in all_places():
        if first or not one.once:
            put(one, scene, garden)


def put(one: Place, scene: Scene, garden: Garden) -> None:
    token = garden.plant(one.name, one.who(scene), is_sealed=one.sealed, is_quiet=one.quiet)
    with transaction.atomic():
        one.plant(scene, token)
