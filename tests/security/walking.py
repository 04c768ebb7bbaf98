"""Somebody walks through the whole house: every address with every id, every link, every form."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from itertools import product
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from django.apps import apps
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from kept.conversations.models import Conversation, Desk
from kept.people.models import Member
from kept.reports.topics import TOPICS
from kept.search.models import SavedView
from tests.security.planting import Garden
from tests.security.reading import names_in, names_in_mail
from tests.test_every_url import ROUTES, Route

MODELS = {
    "c/": "conversations.Conversation",
    "desk/": "conversations.Conversation",
    "bulk/": "conversations.Bulk",
    "departures/": "conversations.Departure",
    "customers/": "customers.Customer",
    "for/preview/": "customers.Customer",
    "promises/": "promises.Promise",
    "agreements/": "agreements.Agreement",
    "views/": "search.SavedView",
    "notices/alarms/": "notices.AlarmNotice",
    "notices/": "notices.Notice",
    "me/notices/browsers/": "notices.Browser",
    "me/sessions/": "usersessions.UserSession",
    "me/passkeys/": "mfa.Authenticator",
    "mail/tray/": "mail.Delivery",
    "mail/copies/": "mail.Outgoing",
    "mail/blocked/": "mail.BlockedSender",
    "mail/mailboxes/": "mail.Mailbox",
    "settings/desks/": "conversations.Desk",
    "settings/tags/": "conversations.Tag",
    "settings/macros/": "macros.Macro",
    "settings/hours/": "hours.Calendar",
    "settings/people/": "people.Member",
    "settings/invitations/": "people.Invitation",
    "settings/teams/": "people.Team",
    "settings/routing/people/": "people.Member",
    "settings/routing/": "conversations.Desk",
    "handoffs/": "handoffs.Handoff",
    "recoveries/": "recovery.Recovery",
    "decisions/": "recovery.Decision",
    "appeals/": "recovery.Appeal",
    "breaks/": "recovery.Break",
    "authority/policies/": "charter.Policy",
    "authority/grants/": "charter.Grant",
    "authority/requests/": "charter.AuthorityRequest",
    "authority/questions/": "charter.PolicyQuestion",
    "authority/reviews/": "charter.Gesture",
    "improvement/frictions/": "improvement.Friction",
    "improvement/changes/": "improvement.Change",
    "improvement/processes/": "improvement.Process",
    "improvement/obstacles/": "improvement.Obstacle",
    "improvement/stop/": "charter.Policy",
    "huddles/items/": "improvement.HuddleItem",
    "huddles/": "improvement.Huddle",
    "playbook/": "playbook.Play",
    "second-thoughts/": "playbook.SecondThought",
    "settings/rules/": "automation.Rule",
    "settings/fields/": "fields.Field",
    "settings/time/": "conversations.Desk",
    "themes/": "themes.Theme",
    "rhythm/dismissed/": "prompts.Dismissal",
    "settings/checklists/": "checklists.Checklist",
}
"""What a `pk` is at addresses that begin so; the longest beginning counts."""

NAMED = {
    "conversation": "conversations.Conversation",
    "message": "conversations.Message",
    "attachment": "conversations.Attachment",
    "participant": "conversations.Participant",
    "tie": "conversations.Tie",
    "address": "customers.Address",
    "fact": "customers.Fact",
    "macro": "macros.Macro",
    "absence": "hours.Absence",
    "version": "hours.CalendarVersion",
    "day": "hours.ExtraDay",
    "clause": "agreements.Clause",
    "measure": "agreements.Measure",
    "desk": "conversations.Desk",
    "member": "people.Member",
    "relation": "conversations.Relation",
    "step": "checklists.Step",
    "entry": "timespent.Entry",
    "note": "conversations.Note",
    "phrasing": "playbook.Phrasing",
    "hint": "playbook.Hint",
}
PARENTS = ("conversation_id", "customer_id", "agreement_id", "calendar_id", "message_id")
UNKNOWN = 60
"""Of a parameter nobody has named here, all ids up to this one are tried."""

_LINK = re.compile(r"""(?:href|src|action|hx-get|data-[a-z-]+)=["']([^"'#]+)""")
_UNLIKE = re.compile(r'nonce="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9A-Za-z]{32,}|since=[0-9-]+')


@dataclass
class Bounds:
    """How far a walk goes; what is more is drawn by lot, another one for each who walks.

    `ids` of a thing, `talks` of conversations, `parts` of what stands at a conversation's own
    addresses or below another id. A form comes empty and filled in, or by lot where `posts` is 1.
    """

    ids: int = 80
    talks: int = 200
    parts: int = 12
    links: int = 300
    posts: int = 3
    questions: int = 24


class Grounds:
    """All addresses there are in a house, made once for all who walk."""

    def __init__(self, bounds: Bounds, *, seed: object) -> None:
        self.bounds, self.dice = bounds, random.Random(str(seed))
        self._rows: dict[str, list[tuple[int, int | None]]] = {}

    def of(self, route: Route, token: str, *, most: int) -> list[str]:
        """Addresses of a route; `token` stands where it wants one."""
        if not route.parameters:
            return ["/" + route.pattern]
        single = len(route.parameters) == 1 or route.pattern.startswith(("for/", "desk/"))
        choices = [self._values(route, name, token) for name in route.parameters]
        every = list(self._pairs(choices)) if not single else None
        if every is None:
            every = [tuple(value for value, _ in values) for values in product(*choices)]
        if len(every) > most:
            every = self.dice.sample(every, most)
        return [_filled(route, values) for values in every]

    def _pairs(self, choices: list[list[tuple[Any, Any]]]) -> Iterator[tuple[Any, ...]]:
        """Each thing under its own parent, and under somebody else's."""
        parents = [value for value, _ in choices[0]]
        for rest in product(*choices[1:]):
            own = next((parent for _, parent in rest if parent is not None), None)
            tried = {
                own if own in parents else self.dice.choice(parents),
                self.dice.choice(parents),
            }
            for parent in tried:
                yield (parent, *(value for value, _ in rest))

    def _values(self, route: Route, name: str, token: str) -> list[tuple[Any, Any]]:
        if name == "token":
            return [(token, None)]
        if name == "place":
            if route.pattern.count("<") > 1:
                return [("all", None)]
            slugs = Desk.objects.values_list("slug", flat=True)
            views = [f"view-{pk}" for pk in SavedView.objects.values_list("pk", flat=True)]
            kinds = ("all", "mine", "unassigned", "spam", "closed", "waiting", "promised")
            return [(value, None) for value in (*kinds, *slugs, *views)]
        if name == "topic":
            return [(topic, None) for topic in TOPICS]
        if name in {"number"}:
            return [(1, None), (2, None)]
        if name not in {"pk", *NAMED}:
            if "int:" + name in route.pattern:
                return [(pk, None) for pk in range(1, UNKNOWN)]
            return [("google" if name == "provider" else "nothing", None)]
        return list(self._of_model(self._model(route, name)))

    def _model(self, route: Route, name: str) -> str:
        if name == "version" and route.pattern.startswith("agreements/"):
            return "agreements.Version"
        if name != "pk":
            return NAMED[name]
        pattern = route.pattern
        if pattern.startswith("for/<str:token>/"):
            pattern = pattern.removeprefix("for/<str:token>/")
        fitting = [start for start in MODELS if pattern.startswith(start)]
        return MODELS[max(fitting, key=len)] if fitting else ""

    def _of_model(self, label: str) -> list[tuple[int, int | None]]:
        if not label:
            return [(pk, None) for pk in range(1, UNKNOWN)]
        if label not in self._rows:
            model = apps.get_model(label)
            columns = {one.attname for one in model._meta.concrete_fields}
            parent = next((name for name in PARENTS if name in columns), None)
            wanted = ["pk", parent] if parent else ["pk"]
            rows = [(row[0], row[1] if parent else None) for row in
                    model._default_manager.order_by("-pk").values_list(*wanted)]  # fmt: skip
            self._rows[label] = rows
        return self._rows[label]


def _filled(route: Route, values: Iterable[Any]) -> str:
    given = iter(values)
    return "/" + re.sub(r"<[^>]+>", lambda _: str(next(given)), route.pattern)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class Walker:
    """An actor with a browser. What they are handed is read for secrets."""

    name: str
    client: Client
    garden: Garden
    token: str = "no.token"
    is_member: bool = True
    visited: set[str] = field(default_factory=set)
    found: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    requests: int = 0
    _known: set[str] = field(default_factory=set)

    def get(self, address: str, **headers: str) -> HttpResponseBase:
        self.visited.add(address)
        return self._read(self.client.get(address, headers=headers), address)

    def post(self, address: str, data: Mapping[str, Any]) -> None:
        cookies = self.client.cookies.copy()
        with undone():
            answer = self._read(self.client.post(address, data), f"POST {address}")
            there = answer.headers.get("Location", "")
            if there.startswith("/") and not there.startswith("/sign-in"):
                self._read(self.client.get(there), f"POST {address} > {there}")
        # What the answer said of the session is as undone as all else.
        self.client.cookies = cookies

    def _read(self, answer: Any, where: str) -> Any:
        self.requests += 1
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        self._text = body.decode("utf-8", "replace")
        kind = answer.headers.get("Content-Type", "")
        names = names_in_mail(body) if "rfc822" in kind else names_in(body)
        lines = [f"{header}: {value}" for header, value in answer.headers.items()]
        lines += [cookie.OutputString() for cookie in answer.cookies.values()]
        # Told apart, so that no two of them make a name together.
        names |= names_in("\n|\n".join(lines))
        self.garden.met(self.name, _shape(where), names - names_in(where))
        if answer.status_code >= 500:
            self.broken.append(f"{self.name} {where} {answer.status_code}")
        if "html" in kind:
            beginning = where.removeprefix("POST ")
            self.found += filter(None, (_resolved(beginning, link) for link in self._links()))
        return answer

    def _links(self) -> Iterator[str]:
        """Of a whole address that many pages lead to, only the first is looked at."""
        for link in dict.fromkeys(_LINK.findall(self._text)):
            if link.startswith("/"):
                if link in self._known:
                    continue
                self._known.add(link)
            yield link

    def everywhere(self, grounds: Grounds, *, only: str = "") -> None:
        bounds = grounds.bounds
        for route in ROUTES:
            if "GET" not in route.methods or not self._comes_to(route):
                continue
            if only and route.name != only:
                continue
            is_part = route.pattern.startswith("c/") or len(route.parameters) > 1
            most = bounds.parts if is_part else bounds.ids
            most = bounds.talks if route.name == "desk:conversation" else most
            for address in grounds.of(route, self.token, most=most):
                self.get(address)
                if route.name == "desk:conversation":
                    self.get(f"{address}?write=note")

    def links(self, grounds: Grounds) -> None:
        """Wherever the pages lead, once each, so far as the bound goes."""
        left = grounds.bounds.links
        grounds.dice.shuffle(self.found)
        while self.found and left:
            there = self.found.pop()
            if there in self.visited or "sign-out" in there:
                continue
            left -= 1
            self.get(there)

    def snapshot(self) -> dict[str, str]:
        """What stands on each page that has no id, but for what is another one each time."""
        told = {}
        grounds = Grounds(Bounds(), seed=1)
        for route in ROUTES:
            if "GET" in route.methods and not set(route.parameters) - {"place", "topic"}:
                for address in grounds.of(route, "", most=50):
                    self.get(address)
                    told[address] = _UNLIKE.sub("", self._text)
        return told

    def forms(self, grounds: Grounds, numbers: list[int]) -> None:
        """Every form, empty and filled with what is others'; the house stays as it was."""
        for route in ROUTES:
            if "POST" not in route.methods or not self._comes_to(route):
                continue
            if route.name.split(":")[-1] in {"sign_in", "sign_out", "account_login", "forgotten"}:
                continue
            for address in grounds.of(route, self.token, most=grounds.bounds.posts):
                ways = [{}, _guesses(grounds.dice, numbers)]
                for data in ways if grounds.bounds.posts > 1 else [grounds.dice.choice(ways)]:
                    self.post(address, data)

    def _comes_to(self, route: Route) -> bool:
        """Who is no member walks their own pages, and once through every closed door."""
        if self.is_member:
            return not (route.pattern.startswith("for/<str:token>"))
        return route.door in {"open", "signed_link"} or self.name == "stranger"

    def asks(self, token: str, nothing: str) -> list[str]:
        """How a secret that is not theirs is answered otherwise than one that is nowhere."""
        told = []
        for way in QUESTIONS:
            answers = []
            for word in (token, nothing):
                self.get(way.format(word))
                answers.append(_UNLIKE.sub("", self._text).replace(word, "…"))
            if answers[0] != answers[1]:
                told.append(way)
        return told


QUESTIONS = (
    "/search/?q={}",
    "/search/?q=note:{}&part=told",
    "/search/?q={}*",
    "/search/?q=from:{}",
    "/search/?q=tag:{}",
    "/search/offers/?q=from:{}&at=40",
    "/search/offers/?q=tag:{}&at=40",
    "/search/offers/?q={}&at=40",
)


def _resolved(where: str, link: str) -> str:
    """The address a link leads to; empty where it leads out of the house, or to a static file."""
    there = urlsplit(urljoin(where, unescape(link)))
    if there.netloc or not there.path.startswith("/") or "static" in there.path:
        return ""
    return there.path + (f"?{there.query}" if there.query else "")


def _guesses(dice: random.Random, numbers: list[int]) -> dict[str, Any]:
    pk = dice.choice(numbers)
    return {
        "submit_id": str(uuid4()), "text": "x", "words": "x", "name": "x", "to": str(pk),
        "into": f"K-{pk}", "number": f"K-{pk}", "other": f"K-{pk}", "conversation": str(pk),
        "ids": str(pk), "act": "READ", "macro": str(pk), "desk": str(pk), "team": str(pk),
        "member": str(pk), "keeper": str(pk), "customer": str(pk), "kind": "RELATED",
        "q": "x", "asks": "kanari", "checklist": str(pk), "tag": str(pk), "names": "x",
    }  # fmt: skip


def _shape(address: str) -> str:
    """An address as people speak of it: its ids do not count."""
    return re.sub(r"\d+", "7", re.sub(r"/for/[^/]{20,}/", "/for/…/", address))[:160]


def sign_in(member: Member) -> Client:
    """Signed in, and asked for the password a moment ago."""
    client = Client(raise_request_exception=False)
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "email": member.email}
    ]
    session.save()
    return client


def all_numbers() -> list[int]:
    return list(Conversation.objects.values_list("pk", flat=True))
