"""What I may decide, and the values it is measured by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.charter import actions, queries
from kept.charter.forms import ReviewForm, ValuesForm
from kept.charter.models import Gesture, Grant, PolicyQuestion
from kept.charter.queries import Blind
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door, member_door, status_of, typed_words


@member_door()
def authority(request: HttpRequest) -> HttpResponse:
    """What I may decide; what was proposed to me; policies and precedents, which `q` searches."""
    return authority_page(cast("MemberRequest", request))


def authority_page(
    request: MemberRequest, *, typed: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    """The page itself. `typed` was written in a form of it that was refused."""
    asked = request.GET.get("q", "")[:100]
    now = clock.now()
    may = queries.may_decide(request.user, now=now)
    words = [word.casefold() for word in asked.split()[:8]]
    context = {
        "may": [
            one for one in may if all(w in f"{one.words} {one.situation}".casefold() for w in words)
        ],
        "proposed": Grant.objects.filter(member=request.user, state="PROPOSED").select_related(
            "proposed_by", "desk"
        ),
        "to_answer": PolicyQuestion.objects.visible_to(request.user)
        .filter(owner=request.user, answered_at=None)
        .select_related("policy", "member", "promise"),
        "policies": queries.policies(request.user, asked),
        "values": queries.values(),
        "rulings": queries.rulings(request.user, asked)[:3],
        "requests": queries.own_requests(request.user),
        "to_review": queries.count_to_review(request.user),
        "reviewed": queries.own_reviewed(request.user),
        "typed": typed,
        "q": asked,
        "current": "authority",
    }
    return render(request, "charter/authority.html", context, status=status)


@manager_door("GET", "POST")
def values(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    told = "\n".join(one.words for one in queries.values())
    form = ValuesForm(request.POST or None, initial={"values": told})
    if request.method == "POST" and form.is_valid():
        actions.settle_values(form.cleaned_data["values"], by=request.user, now=clock.now())
        messages.success(request, _("Saved."))
        return redirect("charter:authority")
    context = {"form": form, "current": "authority"}
    return render(request, "charter/values.html", context, status=status_of(request))


@member_door()
def rulings(request: HttpRequest) -> HttpResponse:
    """Which value went first before, and why; `q` searches, `before` goes on."""
    request = cast("MemberRequest", request)
    asked = request.GET.get("q", "")[:100]
    before = id_in(request.GET.get("before", "")) or None
    found, more = queries.rulings_part(request.user, asked, before=before)
    context = {"rulings": found, "more": more, "q": asked, "current": "authority"}
    return render(request, "charter/rulings.html", context)


@member_door("GET", "POST")
def review(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """The use of a grant that has waited longest, and not whose. POST `do` is good or not."""
    request = cast("MemberRequest", request)
    form, status = ReviewForm(), 200
    one = queries.next_to_review(request.user)
    if request.method == "POST":
        seen = Gesture.objects.visible_to(request.user).exclude(member=request.user)
        found = get_object_or_404(
            seen.select_related("member", "grant__policy", "value", "conversation"), pk=pk
        )
        form, status = ReviewForm(request.POST), 422
        do = request.POST.get("do", "")
        if do not in {"good", "not"}:
            return HttpResponse(status=422)
        if form.is_valid():
            reason, by = form.cleaned_data["reason"], request.user
            try:
                actions.review_use(
                    found, is_good=do == "good", reason=reason, by=by, now=clock.now()
                )
            except actions.AlreadyReviewed as refusal:
                # Another one is shown to be looked at, and not with these words.
                messages.warning(request, refusal.message)
                return _review_page(
                    request, queries.next_to_review(by), typed=typed_words(request, "reason")
                )
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Thank you. Whoever decided reads it without a name."))
                return redirect("charter:reviews")
        one = queries.blind(found)
    return _review_page(request, one, form, status=status)


def _review_page(
    request: MemberRequest,
    one: Blind | None,
    form: ReviewForm | None = None,
    *,
    typed: Sequence[str] = (),
    status: int = 409,
) -> HttpResponse:
    context = {"one": one, "form": form or ReviewForm(), "typed": typed, "current": "authority"}
    return render(request, "charter/review.html", context, status=status)
