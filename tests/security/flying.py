"""The canary itself: it plants, walks, listens, and tells what reached whom it must not reach."""

from __future__ import annotations

import logging
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.test import Client
from django.utils import timezone

from kept.customers.links import page_token
from kept.customers.models import Customer
from kept.people.models import Member
from kept.reports.actions import rebuild
from tests.security import channels
from tests.security.people import CREW, House, Scene
from tests.security.places import all_places, plant
from tests.security.planting import Garden
from tests.security.walking import Bounds, Grounds, Walker, all_numbers, sign_in


@dataclass(frozen=True)
class Chosen:
    """`secrets` is how many at least. `walks` says how far who goes; all go everywhere without."""

    secrets: int = 150
    seed: int = 1
    walks: Mapping[str, Bounds] = field(default_factory=dict)

    def of(self, name: str) -> Bounds | None:
        return self.walks.get(name) if self.walks else Bounds()


def chosen() -> Chosen:
    """By the environment, so that one test serves both sizes."""
    if many := os.environ.get("KEPT_CANARY_SECRETS"):
        return Chosen(int(many), int(os.environ.get("KEPT_CANARY_SEED", "1")))
    owner = Bounds(ids=80, talks=80, parts=2, links=60, posts=0, questions=0)
    serves = replace(owner, ids=6, links=40)
    tries = Bounds(ids=3, talks=5, parts=2, links=30, posts=1, questions=4)
    return Chosen(
        walks={"odo": owner, "ada": serves, "lou": replace(serves, talks=3), "cy1": owner}
        | dict.fromkeys(("mia", "bea", "gus", "stranger", "pat1", "cy2"), tries)
    )


class Canary:
    def __init__(self, chosen: Chosen) -> None:
        self.chosen, self.now = chosen, timezone.now()
        self.garden = Garden(chosen.seed, self.now)
        self.house = House(self.now)
        self.scenes: list[Scene] = []
        self.everybody: list[Walker] = []
        self.told: list[str] = []
        self.figures: dict[str, object] = {}

    def plant(self) -> None:
        """Scene after scene, at desk after desk, until there are enough secrets."""
        began = time.monotonic()
        desks, served = list(CREW)[:2], Counter[str]()
        self.pushed = channels.prepare_push(self.house.members["ada"], self.garden)
        while len(self.garden.secrets) < self.chosen.secrets:
            number = len(self.scenes)
            at = desks[number % 2]
            # At one of them some are assigned, at the other none, and then the other way round.
            scene = Scene(self.house, at, self.now, is_assigned=(number + number // 2) % 2 == 1)
            plant(scene, self.garden, first=not served[at])
            served[at] += 1
            self.scenes.append(scene)
        rebuild()
        self.everybody = [*self._members(), *self._strangers()]
        self.figures["secrets"] = len(self.garden.secrets)
        self.figures["places"] = len(all_places())
        self.figures["seconds to plant"] = round(time.monotonic() - began, 1)

    def fly(self, scratch: Path) -> None:
        with self._listening():
            self._channels(scratch)
            self._walk()

    def _channels(self, scratch: Path) -> None:
        began = time.monotonic()
        self.figures["pushes"] = channels.push(self.garden, *self.pushed)
        self.figures["mails"] = channels.mail(self.garden, self.house)
        self.told += channels.stream(self.garden, self.house)
        self.figures["events"] = channels.ledger(self.garden)
        channels.operators(self.garden, scratch)
        self.told += channels.in_clear(self.garden)
        self.figures["seconds of channels"] = round(time.monotonic() - began, 1)

    def _walk(self) -> None:
        began = time.monotonic()
        numbers = all_numbers()
        for walker in self.everybody:
            bounds = self.chosen.of(walker.name)
            if bounds is None:
                continue
            at = time.process_time()
            grounds = Grounds(bounds, seed=f"{self.chosen.seed} {walker.name}")
            walker.everywhere(grounds)
            walker.links(grounds)
            walker.forms(grounds, numbers)
            self._ask(walker, grounds)
            self.told += walker.broken
            spent = time.process_time() - at
            self.figures[f"  {walker.name}"] = f"{walker.requests} requests, {spent:.1f} s"
            if not self.chosen.walks:
                print(walker.name, self.figures[f"  {walker.name}"], *self.wrong(), flush=True)
        self.figures["requests"] = sum(walker.requests for walker in self.everybody)
        self.figures["seconds of walking"] = round(time.monotonic() - began, 1)

    def _ask(self, walker: Walker, grounds: Grounds) -> None:
        """For what is not theirs, by its own word, as for what does not exist."""
        if walker.name not in self.house.members or walker.name == "gus":
            return
        others = [s for s in self.garden.secrets.values() if walker.name not in s.may]
        asked = grounds.dice.sample(others, min(len(others), grounds.bounds.questions))
        nothing = self.garden.fresh()
        for secret in asked:
            for way in walker.asks(secret.token, nothing):
                self.told.append(f"{secret.place}: {walker.name} learns by {way} that it is there")

    def _members(self) -> Iterator[Walker]:
        for name, member in self.house.members.items():
            walker = Walker(name, sign_in(member), self.garden)
            if name == "gus":
                Member.objects.filter(pk=member.pk).update(is_active=False)
            yield walker

    def _strangers(self) -> Iterator[Walker]:
        """Whoever has a link, and whoever has nothing."""
        client = Client(raise_request_exception=False)
        yield Walker("stranger", client, self.garden, is_member=False)
        for customer in Customer.objects.order_by("pk"):
            name = customer.addresses.order_by("pk")[0].value.partition("@")[0]
            client = Client(raise_request_exception=False)
            token = page_token(customer, now=self.now)
            yield Walker(name, client, self.garden, token=token, is_member=False)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        handler = channels.Listening(self.garden)
        root, level = logging.getLogger(), logging.getLogger().level
        root.addHandler(handler)
        root.setLevel(logging.INFO)
        try:
            yield
        finally:
            root.removeHandler(handler)
            root.setLevel(level)

    def wrong(self) -> list[str]:
        return sorted({*self.garden.leaks(), *self.told})

    def report(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self.figures.items())
