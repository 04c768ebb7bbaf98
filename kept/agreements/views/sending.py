"""The letter with which the terms go to the customer: prepared, and sent in one step."""

from __future__ import annotations

from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kept.agreements import actions
from kept.agreements.forms import SendForm
from kept.agreements.models import Agreement
from kept.agreements.views.finding import HERE, answer, find, is_done
from kept.conversations.access import customers_visible_to
from kept.conversations.models import Message
from kept.conversations.speaking import speaking_to
from kept.customers.links import PLACE
from kept.customers.models import Customer
from kept.kit import clock
from kept.people.doors import MemberRequest, manager_door
from kept.people.models import Member

MOST_PEOPLE = 50


@manager_door("GET", "POST")
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send them the terms that wait to be said back, with the link to their page."""
    request = cast("MemberRequest", request)
    found = find(request, pk)
    met = found.open_version()
    if found.kind != Agreement.Kind.CUSTOMER:
        raise Http404
    if met is None or not met.is_meeting:
        raise actions.NotAskedBack
    people = _people(found, request.user)
    first = people[0] if people else None
    with speaking_to(first):
        text = _letter(found, first, by=request.user)
    written = {
        "to": str(first.pk) if first else "",
        "text": text,
        "submit_id": uuid4(),
    }
    form = SendForm(request.POST or None, initial=written, people=people)
    sent: list[Message] = []

    def act(values: dict[str, Any]) -> None:
        sent.append(
            actions.send_terms(
                found,
                to=form.people[values["to"]],
                text=values["text"],
                submit_id=values["submit_id"],
                by=request.user,
                now=clock.now(),
            )
        )

    if is_done(request, form, act):
        said = _("Sent. You are told here as soon as %(name)s says it back.")
        messages.success(request, said % {"name": form.people[form.cleaned_data["to"]].name})
        return redirect("desk:conversation", "all", sent[0].conversation_id)
    context = {"agreement": found, "form": form, "has_people": bool(people)}
    return answer(request, "agreements/send.html", context | HERE, form)


def _people(agreement: Agreement, member: Member) -> list[Customer]:
    """Those of the organisation who write with us and have an address that lives, by name."""
    seen = customers_visible_to(member).filter(organisation=agreement.organisation_id)
    reached = seen.filter(addresses__is_dead=False).distinct()
    return list(reached.order_by("name", "pk")[:MOST_PEOPLE])


def _letter(agreement: Agreement, to: Customer | None, *, by: Member) -> str:
    values = {"firm": agreement.their_name, "page": PLACE}
    greeting = _("Dear %(name)s,") % {"name": to.name} if to else _("Good day,")
    parts = [
        greeting,
        _(
            "Here is what we and %(firm)s would promise each other. Please read it, and tell us in "
            "your own words what you understand by it:\n%(page)s"
        )
        % values,
        _("It holds as soon as both of us have said it back. If you want it otherwise, say so."),
    ]
    place = actions.place_of(to, by=by) if to else None
    is_named = place is not None and "{{name}}" in place.desk.signature
    return "\n\n".join(parts if is_named else [*parts, by.name])
