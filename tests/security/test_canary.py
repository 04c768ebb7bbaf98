"""Nobody learns what they may not see, whatever way they come; and whoever may, does.

`python -m tests.security.canary` walks through a greater house the whole way.
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from kept.agreements.models.agreement import AgreementQuerySet
from kept.conversations.models.conversations import ConversationQuerySet
from kept.focus.models import BestNoteQuerySet
from kept.macros.models import MacroQuerySet
from kept.mail.models.letters import DeliveryQuerySet
from kept.promises.models.promise import PromiseQuerySet
from kept.search.models import SavedViewQuerySet
from kept.themes.models import ThemeQuerySet
from tests.security.flying import Canary, chosen
from tests.security.people import House, Scene
from tests.security.places import all_places, put
from tests.security.places_of_rules import shared
from tests.security.planting import Garden
from tests.security.reading import names_in, names_in_mail
from tests.security.walking import Bounds, Grounds, Walker, sign_in

pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")


def test_nobody_learns_what_they_may_not_see(settings, tmp_path):
    settings.BASE_URL = "https://kept.northmoor.example"
    settings.NOTICE_ADDRESS = "notices@northmoor.example"
    canary = Canary(chosen())
    canary.plant()

    canary.fly(tmp_path)

    print(canary.report(), *canary.wrong(), sep="\n")
    assert canary.wrong() == []
    # Where nobody entitled meets a secret, the walk is blind, and says nothing of anybody.
    assert canary.garden.unseen() == []


@pytest.mark.parametrize(
    ("gate", "place", "route"),
    [
        (ConversationQuerySet, "subject", "desk:merge"),
        (ConversationQuerySet, "file", "mail:file"),
        (PromiseQuerySet, "promise among us", "promises:promise"),
        (MacroQuerySet, "macro's name", "macros:macros"),
        (SavedViewQuerySet, "own view's name", "search:change"),
        (DeliveryQuerySet, "subject in the tray", "mail:delivery"),
        (AgreementQuerySet, "agreement's purpose", "agreements:agreement"),
        (BestNoteQuerySet, "note to oneself", "focus:best"),
        (ThemeQuerySet, "name of a theme", "themes:theme"),
    ],
)
def test_a_gate_that_stands_open_is_found(gate, place, route, monkeypatch):
    garden, scene = _planted(place)
    lea = Walker("lea", sign_in(scene.house.members["lea"]), garden)

    lea.everywhere(Grounds(Bounds(), seed=1), only=route)
    assert garden.leaks() == []

    monkeypatch.setattr(gate, "visible_to", lambda self, member: self.all())
    Scene(scene.house, "Returns", scene.now)  # a conversation of her own, to come from
    lea.everywhere(Grounds(Bounds(), seed=1), only=route)
    assert [leak.partition(":")[0] for leak in garden.leaks()][:1] == [place]


def _planted(*places: str) -> tuple[Garden, Scene]:
    now = timezone.now()
    garden, scene = Garden(1, now), Scene(House(now), "Orders", now)
    for one in all_places():
        if one.name in places:
            put(one, scene, garden)
    return garden, scene


TOLD_TO_ALL = {"absence", "absence,", "all"}
"""When somebody is away, and which rules are for all desks, everybody may know."""


def test_what_happens_elsewhere_changes_nothing_here():
    """No count, no offer, no empty place: a page says nothing at all of what is not theirs."""
    now = timezone.now()
    garden, house = Garden(1, now), House(now)
    shared(Scene(house, "Returns", now))
    lookers = [Walker(name, sign_in(house.members[name]), garden) for name in ("tom", "lea")]
    before = [looker.snapshot() for looker in lookers]

    scene = Scene(house, "Orders", now)
    for one in all_places():
        if not set(one.who(scene)) & {"tom", "lea"} and not TOLD_TO_ALL & set(one.name.split()):
            put(one, scene, garden)

    for looker, then in zip(lookers, before, strict=True):
        now_there = looker.snapshot()
        assert [page for page in then if now_there.get(page) != then[page]] == [], looker.name


@pytest.mark.parametrize(
    "content",
    [
        b"<p>kanaribcdfgqqqq</p>",
        b"<p>kanari<mark>bcdfg</mark>qqqq</p>",
        b"kanaribc\r\n dfgqqqq",
        b"kanaribc=\r\ndfgqqqq",
        b"KANARIBCDFGQQQQ",
        b"<!-- kanaribcdfgqq -->",
        b'<input type="hidden" value="kanaribcdfgqqqq">',
        b"a2FuYXJpYmNkZmdxcXFxIGFuZCBtb3Jl",
        "kanaribcdfg…".encode(),
        b"/search/?q=%6Banaribcdfgqqqq",
    ],
)
def test_a_secret_is_found_however_it_is_written(content):
    assert names_in(content) == {"bcdfg"}


def test_a_secret_is_found_in_a_letter_s_parts():
    letter = (
        b"From: =?utf-8?b?a2FuYXJpYmNkZmdxcXFx?= <x@x.example>\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        b"a2FuYXJpaGprbXBx\r\n"
    )
    assert names_in_mail(letter) == {"bcdfg", "hjkmp"}
