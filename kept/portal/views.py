"""The customer's page: what we promised them, and their say in it. The link is the key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.agreements.queries import living_for, to_say_back
from kept.brand.queries import look_for, look_of
from kept.brand.shown import as_worn
from kept.conversations.access import customers_visible_to
from kept.conversations.speaking import speaking, speaking_to, spoken
from kept.customers.links import customer_of
from kept.customers.models import Customer
from kept.improvement.actions import want_news
from kept.improvement.queries import told_to
from kept.kit import clock
from kept.kit.allowance import is_spent, spend
from kept.kit.refusals import Refusal
from kept.kit.tokens import BadToken, end_of
from kept.people.doors import MemberRequest, member_door, signed_link_door
from kept.people.models import Member
from kept.portal.queries import Known, known_of
from kept.promises import actions, queries
from kept.promises.calendars import calendar_of
from kept.promises.letters import first_name
from kept.promises.models import Promise
from kept.recovery.queries import boundaries_of
from kept.recovery.queries import of_customer as righted_for
from kept.ui.wording import place

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_ACTS, HOUR = 60, 3_600
_LONGEST = 2_000


class TooOften(Refusal):
    code = "customer_too_often"
    message = gettext_lazy("That was often. Try again in an hour, or answer one of our letters.")


@signed_link_door()
def page(request: HttpRequest, token: str) -> HttpResponse:
    now = clock.now()
    try:
        customer = customer_of(token, now=now)
    except BadToken as problem:
        return _closed(request, problem)
    known = known_of(customer)
    with speaking(known.language):
        return spoken(render(request, "portal/page.html", _page(customer, known, token, now=now)))


@member_door("GET")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as a member may look at it: what is in their sight, and nothing can be pressed."""
    request = cast("MemberRequest", request)
    customer = get_object_or_404(customers_visible_to(request.user), pk=pk)
    known = known_of(customer)
    with speaking(known.language):
        context = _page(customer, known, "", now=clock.now(), member=request.user)
        # As it is for them: without what a member's own pages have, their commands and news.
        return spoken(
            render(request, "portal/page.html", context | {"is_preview": True, "member": None})
        )


@signed_link_door()
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """What is still to come, as a file for the customer's own calendar."""
    now = clock.now()
    try:
        customer = customer_of(token, now=now)
    except BadToken as problem:
        return _closed(request, problem)
    with speaking_to(customer):
        content = _calendar(customer)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="promises.ics"'
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@signed_link_door("POST")
def choose(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The customer picks a time."""

    def pick(promise: Promise, now: datetime) -> None:
        try:
            due_at = parse_datetime(request.POST.get("due_at", ""))
        except ValueError as error:  # a 40th of the 13th month
            raise actions.NotOffered from error
        if due_at is None or due_at.tzinfo is None:
            raise actions.NotOffered
        actions.choose(promise, due_at=due_at, now=now)

    return _act(
        request, token, pk, pick, gettext_lazy("Thank you. We will hold to the time you chose.")
    )


@signed_link_door("POST")
def confirm(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """It happened, says the customer."""

    def say(promise: Promise, now: datetime) -> None:
        actions.confirm(promise, by=None, now=now)

    return _act(request, token, pk, say, gettext_lazy("Thank you for telling us."))


@signed_link_door("POST")
def dispute(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """It did not happen, says the customer: then it is open again."""

    def say(promise: Promise, now: datetime) -> None:
        words = request.POST.get("words", "").replace("\0", "")[:_LONGEST]
        actions.dispute(promise, words=words, by=None, now=now)

    return _act(
        request, token, pk, say, gettext_lazy("Thank you. It is open again, and we look into it.")
    )


@signed_link_door("POST")
def release(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The customer no longer needs it: only they can say so."""

    def let_go(promise: Promise, now: datetime) -> None:
        actions.release(promise, why="", by=None, now=now)

    return _act(request, token, pk, let_go, gettext_lazy("Thank you for telling us. We let it go."))


def _act(
    request: HttpRequest,
    token: str,
    pk: int,
    act: Callable[[Promise, datetime], None],
    said: StrOrPromise,
) -> HttpResponse:
    """What the holder of the link does to one of their promises, and what we say to it."""
    now = clock.now()
    try:
        customer = customer_of(token, now=now)
    except BadToken as problem:
        return _closed(request, problem)
    promise = get_object_or_404(customer.promises.all(), pk=pk)
    who = str(customer.pk)
    with speaking_to(customer):
        try:
            if is_spent("portal", who, most=MOST_ACTS, seconds=HOUR, now=now):
                raise TooOften
            spend("portal", who, seconds=HOUR, now=now)
            act(promise, now)
        except Refusal as refusal:
            return _refused(request, customer, token, refusal, now=now)
        messages.success(request, str(said))
    return redirect("portal:page", token)


@signed_link_door("POST")
def news(request: HttpRequest, token: str) -> HttpResponse:
    """Whether they want letters about changes. What they ask is answered all the same."""
    now = clock.now()
    try:
        customer = customer_of(token, now=now)
    except BadToken as problem:
        return _closed(request, problem)
    who, wants = str(customer.pk), request.POST.get("wants") == "1"
    with speaking_to(customer):
        try:
            if is_spent("portal", who, most=MOST_ACTS, seconds=HOUR, now=now):
                raise TooOften
            spend("portal", who, seconds=HOUR, now=now)
            want_news(customer, wants=wants, now=now)
        except Refusal as refusal:
            return _refused(request, customer, token, refusal, now=now)
        said = _("We write to you when something changes because of you.")
        if not wants:
            said = _("We no longer write to you about changes. Your questions we answer as before.")
        messages.success(request, said)
    return redirect("portal:page", token)


def _calendar(customer: Customer) -> bytes:
    return calendar_of(
        queries.to_come_for(customer),
        name=_("Promised to you by %(house)s") % {"house": look_for(customer).name},
        details=_who_keeps,
    )


def _who_keeps(promise: Promise) -> str:
    """Without the link to their page: a calendar is often shared, the page is theirs alone."""
    keeper = promise.keeper or promise.desk
    return _("%(name)s keeps it") % {"name": keeper.name} if keeper else ""


def _page(
    customer: Customer, known: Known, token: str, *, now: datetime, member: Member | None = None
) -> dict[str, Any]:
    told = queries.of_customer(customer, member)
    shown = queries.cards(told, now=now)
    open_ = sorted(
        (card for card in shown if not card.promise.is_settled),
        key=lambda card: card.promise.due_at,
    )
    zone = customer.zone or (told[0].zone_said if told else "UTC")
    return {
        "customer": customer,
        "brand": as_worn(look_of(known.desk)),
        "first_name": first_name(customer.name),
        "token": token,
        "works_until": end_of(token) if token else None,
        "to_come": [(card, queries.choices(card.promise, now=now)) for card in open_],
        "has_dates": any(_has_date(card.promise) for card in open_),
        "asked": [card for card in shown if card.promise.waits_for_confirmation],
        "past": [
            card
            for card in shown
            if card.promise.is_settled and not card.promise.waits_for_confirmation
        ],
        "recoveries": righted_for(customer, member),
        "boundaries": boundaries_of(customer, member),
        "facts": list(customer.facts.all()),
        "told": told_to(customer, member),
        "wants_news": known.wants_news,
        "agreed": living_for(customer, member),
        "to_say_back": [] if member else to_say_back(customer),
        "their_zone": zone,
        "our_place": "" if customer.zone else place(zone),
        "now": now,
    }


def _has_date(promise: Promise) -> bool:
    """Whether it stands in their calendar file; see `queries.to_come_for`."""
    return promise.outcome == Promise.Outcome.OPEN and not promise.is_by_rule


def _refused(
    request: HttpRequest, customer: Customer, token: str, refusal: Refusal, *, now: datetime
) -> HttpResponse:
    context = _page(customer, known_of(customer), token, now=now) | {"refusal": refusal}
    return spoken(render(request, "portal/page.html", context, status=409))


def _closed(request: HttpRequest, problem: BadToken) -> HttpResponse:
    """The same answer for every link that does not open, but for one that has run out."""
    return render(request, "portal/closed.html", {"problem": str(problem)}, status=404)
