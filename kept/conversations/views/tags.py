"""Settings of tags: renamed, coloured, merged, retired."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.conversations.actions import tags as actions
from kept.conversations.forms import MergeTagForm, TagForm
from kept.conversations.models import Tag
from kept.conversations.queries.tags import MOST_COUNTED, tags_kept
from kept.kit import clock
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door


@manager_door()
def tags(request: HttpRequest) -> HttpResponse:
    context = {"kept": tags_kept(), "most": MOST_COUNTED, "current": "settings"}
    return render(request, "conversations/tags.html", context)


@manager_door("GET", "POST")
def make_tag(request: HttpRequest) -> HttpResponse:
    request = cast("MemberRequest", request)
    form = TagForm(request.POST or None, initial={"colour": Tag.Colour.GREY})
    if request.method == "POST" and form.is_valid():

        def act(by: Any, now: datetime) -> object:
            return actions.make_tag(**form.cleaned_data, by=by, now=now)

        if _done(request, form, act, _("Made.")):
            return redirect("conversations:tags")
    return _page(request, None, form, MergeTagForm(tag=None))


@manager_door("GET", "POST")
def change_tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and colour; `do` merges, parts, retires or brings back."""
    request = cast("MemberRequest", request)
    tag = get_object_or_404(Tag.objects.visible_to(request.user), pk=pk)
    do = request.POST.get("do", "")
    form = TagForm(
        request.POST if request.method == "POST" and not do else None,
        initial={"name": tag.name, "colour": tag.colour},
    )
    merge_form = MergeTagForm(request.POST if do == "merge" else None, tag=tag)
    asked = merge_form if do == "merge" else form
    act = _act(do, tag, form, merge_form)
    if request.method == "POST" and act and _done(request, asked, act, _("Changed.")):
        return redirect("conversations:tags")
    return _page(request, tag, form, merge_form)


def _act(
    do: str, tag: Tag, form: TagForm, merge_form: MergeTagForm
) -> Callable[[Any, datetime], object] | None:
    """What was asked for; None where what was typed is at fault."""
    if do == "merge":
        if not merge_form.is_valid():
            return None
        into = merge_form.cleaned_data["into"]
        return lambda by, now: actions.merge_tag(tag, into=into, by=by, now=now)
    plain = {
        "part": actions.part_tag,
        "retire": actions.retire_tag,
        "bring_back": actions.bring_back_tag,
    }
    if do in plain:
        return lambda by, now: plain[do](tag, by=by, now=now)
    if not form.is_valid():
        return None
    return lambda by, now: actions.change_tag(tag, **form.cleaned_data, by=by, now=now)


def _done(
    request: MemberRequest, form: Any, act: Callable[[Any, datetime], object], said: str
) -> bool:
    try:
        act(request.user, clock.now())
    except Refusal as refusal:
        if not form.is_bound:
            raise
        form.add_error(None, refusal.message)
        return False
    messages.success(request, said)
    return True


def _page(
    request: HttpRequest, tag: Tag | None, form: TagForm, merge_form: MergeTagForm
) -> HttpResponse:
    context = {"tag": tag, "form": form, "merge_form": merge_form, "current": "settings"}
    status = 422 if request.method == "POST" else 200
    return render(request, "conversations/tag.html", context, status=status)
