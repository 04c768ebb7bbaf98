"""Settings of rules: listed in their order, made from a start, tried, switched; and their log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.automation import actions, queries, wording
from kept.automation.access import changeable, may_change
from kept.automation.dry_run import MOST, SHOWN, dry_run, look_at
from kept.automation.forms import Editor
from kept.automation.models import Rule
from kept.automation.shown import shown_match, shown_run, shown_verdicts
from kept.automation.starts import BY_KEY, STARTS
from kept.automation.typed import Typed, read_typed, typed_of, with_row_added, without_row
from kept.conversations.models import Conversation
from kept.kit import clock
from kept.kit.ids import id_in
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, manager_door

LATELY = timedelta(days=7)


@manager_door()
def rules(request: HttpRequest) -> HttpResponse:
    """All of them in the order in which they run, each as a sentence."""
    request = cast("MemberRequest", request)
    found, known = queries.kept(request.user), wording.names(request.user)
    lately = queries.runs_lately(found, request.user, since=clock.now() - LATELY)
    theirs = changeable(request.user, found)
    rows = [
        {
            "rule": one,
            "sentence": wording.sentence(one, known),
            "runs": lately.get(one.pk, 0),
            "may": one.pk in theirs and not one.retired_at,
        }
        for one in found
    ]
    return render(request, "automation/rules.html", {"rows": rows, "current": "settings"})


@manager_door("GET", "POST")
def make_rule(request: HttpRequest) -> HttpResponse:
    """Where to start from; then the form."""
    request = cast("MemberRequest", request)
    if request.method == "POST":
        return _edit(request, None)
    start = BY_KEY.get(request.GET.get("start", ""))
    if start is None:
        return render(request, "automation/starts.html", {"starts": STARTS, "current": "settings"})
    return _edit(request, None, start.typed())


@manager_door("GET", "POST")
def change_rule(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    rule = get_object_or_404(Rule.objects.visible_to(request.user), pk=pk)
    return _edit(request, rule, typed_of(rule))


@manager_door()
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Its sentence and its log; `with` names a conversation to judge it by."""
    request = cast("MemberRequest", request)
    seen = Rule.objects.visible_to(request.user).select_related("desk", "keeper")
    found, known = get_object_or_404(seen, pk=pk), wording.names(request.user)
    before = id_in(request.GET.get("before", "")) or None
    runs, more = queries.log_of(found, request.user, before=before)
    context = {
        "rule": found,
        "sentence": wording.sentence(found, known),
        "may": may_change(request.user, found) and not found.retired_at,
        "runs": [shown_run(one, known) for one in runs],
        "next": more,
        "is_first": before is None,
        "current": "settings",
        **_tried(request, found, known),
    }
    return render(request, "automation/rule.html", context)


@manager_door("POST")
def switch_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """On; with `off`, off."""
    request = cast("MemberRequest", request)
    found = get_object_or_404(Rule.objects.visible_to(request.user), pk=pk)
    is_on = not request.POST.get("off")
    actions.switch_rule(found, is_on=is_on, by=request.user, now=clock.now())
    said = _("It runs from now on.") if is_on else _("It runs no more.")
    messages.success(request, said)
    return redirect("automation:rule", pk=pk)


@manager_door("POST")
def move_rule(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = get_object_or_404(Rule.objects.visible_to(request.user), pk=pk)
    up = bool(request.POST.get("up"))
    actions.move_rule(found, up=up, by=request.user, now=clock.now())
    return redirect("automation:rules")


@manager_door("POST")
def retire_rule(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast("MemberRequest", request)
    found = get_object_or_404(Rule.objects.visible_to(request.user), pk=pk)
    actions.retire_rule(found, by=request.user, now=clock.now())
    messages.success(request, _("It is retired. What it did stays in its log."))
    return redirect("automation:rules")


def _edit(request: MemberRequest, rule: Rule | None, typed: Typed | None = None) -> HttpResponse:
    """The form. Adding or taking out a row and the dry run save nothing."""
    posted, status, dry = request.POST, 200, {}
    if request.method == "POST":
        typed = read_typed(posted)
    typed = typed or {"conditions": [], "acts": []}
    if posted.get("add") == "condition":
        typed = with_row_added(typed, "conditions", posted.get("new_condition", ""))
    elif posted.get("add") == "act":
        typed = with_row_added(typed, "acts", posted.get("new_act", ""))
    elif "drop" in posted:
        typed = without_row(typed, posted["drop"])
    checks = request.method == "POST" and "add" not in posted and "drop" not in posted
    editor = Editor(typed, member=request.user, checks=checks)
    if checks:
        status = 422
        if editor.is_valid() and "dry" in posted:
            status, dry = 200, _dry(request, editor)
        elif editor.is_valid() and (saved := _save(request, rule, editor)):
            return redirect("automation:rule", pk=saved.pk)
    context = {"rule": rule, "editor": editor, "form": editor.form, "current": "settings", **dry}
    return render(request, "automation/editor.html", context, status=status)


def _save(request: MemberRequest, rule: Rule | None, editor: Editor) -> Rule | None:
    by, now = request.user, clock.now()
    try:
        if rule:
            saved = actions.change_rule(rule, editor.terms(), by=by, now=now)
        else:
            is_on = request.POST.get("save") == "on"
            saved = actions.make_rule(editor.terms(), is_on=is_on, by=by, now=now)
    except Refusal as refusal:
        editor.form.add_error(None, refusal.message)
        return None
    messages.success(request, _("Saved."))
    return saved


def _dry(request: MemberRequest, editor: Editor) -> dict[str, Any]:
    """What it would have done, as far as one moment reaches; then where to go on."""
    posted, known = request.POST, wording.names(request.user)
    after = posted["dry"] if posted["dry"] != "1" else ""
    looked = min(id_in(posted.get("looked", "")), MOST) if after else 0
    found = dry_run(
        editor.terms(),
        request.user,
        now=clock.now(),
        after=after,
        looked=looked,
        met=min(id_in(posted.get("met", "")), MOST) if after else 0,
        shown=[id_in(one) for one in posted.getlist("shown")[:SHOWN]] if after else (),
    )
    matches = [shown_match(one, known) for one in found.matches]
    return {"dry": found, "matches": matches, "most": MOST}


def _tried(request: MemberRequest, rule: Rule, known: wording.Names) -> dict[str, Any]:
    """Each condition by one conversation that the member names, as it stands now."""
    typed = request.GET.get("with", "").strip()
    if not typed:
        return {}
    number = id_in(typed.upper().removeprefix("K-"))
    seen = Conversation.objects.visible_to(request.user).select_related("desk__calendar")
    found = seen.filter(pk=number).first()
    if found is None:
        return {"with": typed, "tried": None}
    verdicts = look_at(queries.terms_of(rule), found, now=clock.now())
    is_here = rule.desk_id in {None, found.desk_id}
    return {
        "with": typed,
        "tried": found,
        "is_here": is_here,
        "verdicts": shown_verdicts([one.stored() for one in verdicts], known),
    }
