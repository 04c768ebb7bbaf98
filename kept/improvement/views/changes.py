"""A change is begun, written, decided, told to everybody, and looked at again."""

from __future__ import annotations

from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.customers.contact import contact_ended
from kept.improvement import actions, queries
from kept.improvement.access import may_lead, may_write_change
from kept.improvement.actions.telling import MOST_SHOWN, READ_FIRST, letter_of
from kept.improvement.forms import (
    AdoptForm,
    ChangeForm,
    CheckForm,
    LetterForm,
    ReasonForm,
    WriteForm,
)
from kept.improvement.models import Change, Friction, TellBack
from kept.improvement.rules import HOLDS
from kept.improvement.wording import usual_letter
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door, member_door, status_of


@manager_door("GET", "POST")
def begin(request: HttpRequest) -> HttpResponse:
    """Of a friction that was discussed, or of itself."""
    request = cast("MemberRequest", request)
    told = request.POST if request.method == "POST" else request.GET
    seen = Friction.objects.visible_to(request.user).select_related("policy", "process", "desk")
    friction = seen.filter(pk=id_in(told.get("friction", ""))).first()
    initial: dict[str, Any] = {"submit_id": uuid4(), "owner": request.user.pk, "kind": "WAY"}
    if friction is not None:
        initial |= {
            "policy": friction.policy_id,
            "process": friction.process_id,
            "desk": friction.desk_id,
            "kind": "POLICY" if friction.policy_id else "PROCESS" if friction.process_id else "WAY",
        }
    form = ChangeForm(request.POST or None, member=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin_change(
                form.terms(),
                frictions=[friction] if friction else [],
                submit_id=form.cleaned_data["submit_id"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Being tried from now on. Write how it shall be."))
            return redirect("improvement:change", made.pk)
    context = {"form": form, "friction": friction, "current": "improvement"}
    return render(request, "improvement/begin.html", context, status=status_of(request))


@member_door("GET", "POST")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change: before and after, how far it has come, and who is thanked."""
    request = cast("MemberRequest", request)
    found = _change(request, pk)
    is_policy = found.kind == Change.Kind.POLICY
    written = {
        "after": found.after,
        "after_instead": found.after_instead,
        "letter": found.letter or usual_letter(),
    }
    forms: dict[str, Any] = {
        "write": WriteForm(is_policy=is_policy, initial=written),
        "adopt": AdoptForm(initial={"thanks": _("Thank you. You said it, and it changed.")}),
        "drop": ReasonForm(prefix="no"),
    }
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do not in forms:
            raise Http404
        if do == "write":
            forms[do] = WriteForm(request.POST, is_policy=is_policy)
        elif do == "adopt":
            forms[do] = AdoptForm(request.POST)
        else:
            forms[do] = ReasonForm(request.POST, prefix="no")
        form = forms[do]
        if form.is_valid():
            try:
                said = _decide(found, do, form.cleaned_data, request)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, said)
                return redirect("improvement:change", pk)
    now = clock.now()
    frictions = Friction.objects.visible_to(request.user).filter(change=found)
    context = {
        "change": found,
        "frictions": frictions.select_related("raised_by", "change")[:50],
        "came_back": Friction.objects.visible_to(request.user).filter(again=found)[:50],
        "credited": queries.credited(found),
        "progress": queries.progress_of(found) if is_policy else None,
        "checks": queries.checks_of(found, now=now),
        "may_lead": may_lead(request.user, found),
        "may_write": may_write_change(request.user, found),
        "is_tried": found.state == Change.State.TRYING,
        "holds": found.state in HOLDS,
        "forms": forms,
        "now": now,
        "current": "improvement",
    }
    return render(request, "improvement/change.html", context, status=status_of(request))


def _decide(found: Change, do: str, given: dict[str, Any], request: MemberRequest) -> str:
    by, now = request.user, clock.now()
    if do == "write":
        values = {"after_instead": "", "letter": ""} | given
        actions.write_change(found, **values, by=by, now=now)
        return _("Saved. Nothing has changed yet: it is being tried.")
    if do == "adopt":
        actions.adopt(found, **given, today=now.date(), by=by, now=now)
        return _("Adopted. Those who raised it have been thanked.")
    actions.do_not_adopt(found, reason=given["words"], by=by, now=now)
    return _("It stays as it was, and those who raised it read why.")


@manager_door("GET", "POST")
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was refused before, each with the letter as it would leave; nothing goes unread."""
    request = cast("MemberRequest", request)
    found = _change(request, pk)
    if found.kind != Change.Kind.POLICY or found.state not in HOLDS:
        raise Http404
    form = LetterForm(initial={"text": found.letter or usual_letter()})
    typed: dict[int, str] = {}
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "letter":
            form = LetterForm(request.POST)
        if do != "letter" or form.is_valid():
            try:
                said = _tell(found, do, request, form)
            except Refusal as refusal:
                form = LetterForm(request.POST if do == "letter" else None, initial=form.initial)
                form.cleaned_data = {}
                messages.error(request, refusal.message)
                if do == "approve" and request.POST.get("text"):
                    typed[id_in(request.POST.get("telling", ""))] = request.POST["text"]
            else:
                messages.success(request, said)
                return redirect("improvement:tell", pk)
    rows, more = queries.tell_backs(
        request.user,
        found,
        state="DRAFT",
        after=id_in(request.GET.get("after", "")) or 0,
        size=MOST_SHOWN,
    )
    left, _more = queries.tell_backs(request.user, found, state="LEFT_OUT", size=MOST_SHOWN)
    ended = contact_ended(row.customer_id for row in rows)
    context = {
        "change": found,
        "letters": [
            (row, typed.pop(row.pk, "") or letter_of(row, found), row.customer_id in ended)
            for row in rows
        ],
        # Of whom the letter has left, or was left out, meanwhile.
        "typed": list(typed.values()),
        "left": left,
        "more": more,
        "progress": queries.progress_of(found),
        "read_first": READ_FIRST,
        "form": form,
        "current": "improvement",
    }
    page = "improvement/tell.html"
    if request.htmx and "pane" in request.GET:
        page = "improvement/tell.html#progress"
    return render(request, page, context, status=status_of(request))


def _tell(found: Change, do: str, request: MemberRequest, form: LetterForm) -> str:
    by, now = request.user, clock.now()
    if do == "letter":
        actions.write_letter(found, text=form.cleaned_data["text"], by=by, now=now)
        return _("Saved. Read the letters below before they go.")
    if do == "shown":
        shown = [pk for value in request.POST.getlist("shown") if (pk := id_in(value))]
        read = request.POST.get("read", "")
        n = actions.approve_shown(found, shown, read=read, by=by, now=now)
        return ngettext("%(n)s letter leaves next.", "%(n)s letters leave next.", n) % {"n": n}
    if do == "rest":
        n = actions.release_rest(found, by=by, now=now)
        return ngettext("%(n)s letter leaves next.", "%(n)s letters leave next.", n) % {"n": n}
    seen = TellBack.objects.visible_to(by).select_related("change", "customer")
    row = get_object_or_404(seen, pk=id_in(request.POST.get("telling", "")), change=found)
    if do == "approve":
        actions.approve(row, text=request.POST.get("text", ""), by=by, now=now)
        return _("It leaves next: the letter to %(name)s.") % {"name": row.customer.name}
    if do == "leave":
        actions.leave_out(row, by=by, now=now)
        return _("%(name)s is left out.") % {"name": row.customer.name}
    raise Http404


@member_door("GET", "POST")
def check(request: HttpRequest, pk: int, days: int) -> HttpResponse:
    """How often it came back, as many days before and since; then keep it, or take it back."""
    request = cast("MemberRequest", request)
    found = _change(request, pk)
    now = clock.now()
    look = next((one for one in queries.checks_of(found, now=now) if one.row.days == days), None)
    if look is None:
        raise Http404
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_effect(
                found,
                days=days,
                decision=request.POST.get("do", ""),
                words=form.cleaned_data["words"],
                today=now.date(),
                by=request.user,
                now=now,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Written down."))
            return redirect("improvement:change", pk)
    context = {
        "change": found,
        "look": look,
        "form": form,
        "is_last": queries.last_check(days),
        "may_write": may_write_change(request.user, found),
        "may_lead": may_lead(request.user, found),
        "current": "improvement",
    }
    return render(request, "improvement/check.html", context, status=status_of(request))


def _change(request: MemberRequest, pk: int) -> Change:
    found = queries.change_of(request.user, pk)
    if found is None:
        raise Http404
    return found
