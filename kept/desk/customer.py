"""The page of a customer: who they are, and everything we did for them."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.agreements.access import may_place_in
from kept.conversations.access import customers_visible_to
from kept.conversations.queries import Position, of_customer
from kept.customers import actions
from kept.customers.models import Customer
from kept.customers.queries import addresses_of, facts
from kept.desk.forms import CustomerForm, FactForm
from kept.kit import clock
from kept.kit.prepared import prepared
from kept.people.doors import MemberRequest, member_door
from kept.people.models import Member
from kept.promises import queries as promises


@member_door()
def page(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    customer = _find(request, pk)
    return _page(request, customer, FactForm())


@member_door("GET", "POST")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    customer = _find(request, pk)
    if request.method == "GET":
        form = CustomerForm(
            initial={
                "name": customer.name,
                "organisation": customer.organisation or "",
                "phone": customer.phone,
                "place": customer.place,
                "zone": customer.zone,
                "language": customer.language,
            }
        )
        return render(request, "desk/change_customer.html", {"customer": customer, "form": form})
    form = CustomerForm(request.POST)
    if form.is_valid() and not _may_place(request.user, customer, form):
        form.add_error(
            "organisation",
            _("An agreement holds with them. Ask a manager who sees it to say who is of them."),
        )
    if not form.is_valid():
        context = {"customer": customer, "form": form}
        return render(request, "desk/change_customer.html", context, status=422)
    actions.change(customer, **form.cleaned_data, by=request.user, now=clock.now())
    messages.success(request, _("Changed."))
    return redirect("desk:customer", pk)


def _may_place(member: Member, customer: Customer, form: CustomerForm) -> bool:
    name = form.cleaned_data["organisation"]
    if name.casefold() == str(customer.organisation or "").casefold():
        return True
    return may_place_in(member, name)


@member_door("POST")
def remember(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    customer = _find(request, pk)
    form = FactForm(request.POST)
    if not form.is_valid():
        return _page(request, customer, form, status=422)
    actions.remember(
        customer,
        words=form.cleaned_data["words"],
        source=form.cleaned_data["source"] or _("Noted by %(name)s") % {"name": request.user},
        by=request.user,
        now=clock.now(),
    )
    messages.success(request, _("Remembered."))
    return redirect("desk:customer", pk)


@member_door("POST")
def forget(request: HttpRequest, pk: int, fact: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    customer = _find(request, pk)
    actions.forget(get_object_or_404(customer.facts, pk=fact), by=request.user, now=clock.now())
    messages.success(request, _("Forgotten."))
    return redirect("desk:customer", pk)


@member_door("POST")
def address(request: HttpRequest, pk: int, address: int) -> HttpResponse:
    """A member knows better whether letters reach an address."""
    request = cast("MemberRequest", request)
    found = get_object_or_404(_find(request, pk).addresses, pk=address)
    if request.POST.get("do") == "dead":
        actions.mark_dead(found.value, by=request.user, now=clock.now())
        messages.success(request, _("Whoever writes there is warned from now on."))
    else:
        actions.mark_alive(found.value, by=request.user, now=clock.now())
        messages.success(request, _("Nobody is warned of it any more."))
    return redirect("desk:customer", pk)


@member_door("POST")
def withdraw_links(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    actions.withdraw_links(_find(request, pk), by=request.user, now=clock.now())
    messages.success(
        request, _("No link to their page opens any more. The next letter brings a new one.")
    )
    return redirect("desk:customer", pk)


def _find(request: MemberRequest, pk: int) -> Customer:
    found = _seen.first(1, request.user, pk)
    if not found:
        raise Http404
    return found[0]


@prepared
def _seen(member: Member, pk: int) -> QuerySet[Customer]:
    return customers_visible_to(member).filter(pk=pk).select_related("organisation")


def _page(
    request: MemberRequest, customer: Customer, form: FactForm, *, status: int = 200
) -> HttpResponse:
    now = clock.now()
    after = Position.read(request.GET.get("after", ""))
    told = promises.of_customer(customer, request.user)
    addresses = addresses_of(customer)
    context = {
        "customer": customer,
        "addresses": addresses,
        "alive": [address for address in addresses if not address.is_dead],
        "facts": facts(customer),
        "cards": promises.cards(told, now=now),
        "conversations": of_customer(request.user, customer.pk, after=after),
        "form": form,
        "now": now,
    }
    return render(request, "desk/customer.html", context, status=status)
