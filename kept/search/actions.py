"""Views are saved, changed, put in order, deleted, and brought back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.models import Member
from kept.search.access import Audience, may_change, may_share
from kept.search.events import ViewChanged, ViewDeleted, ViewRestored, ViewSaved
from kept.search.models import SavedView, ViewPlace
from kept.search.queries import MOST_VIEWS, views_beside
from kept.search.reading import plan_of

UNDO_FOR = timedelta(days=30)
"""So long a deleted view can be brought back."""


class NamelessView(Refusal):
    code = "view_nameless"
    message = gettext_lazy("A view needs a name.")


class AsksNothing(Refusal):
    code = "view_asks_nothing"
    message = gettext_lazy("A view needs a question, such as is:open has:attachment.")


class NotReadable(Refusal):
    code = "view_not_readable"
    message = gettext_lazy("The question cannot be read.")


class TooManyViews(Refusal):
    code = "views_too_many"
    message = format_lazy(
        gettext_lazy("{n} views of your own are the most. Delete one that you no longer use."),
        n=MOST_VIEWS,
    )


class GoneForGood(Refusal):
    code = "view_gone"
    message = gettext_lazy("This view was deleted too long ago to be brought back.")


@dataclass(frozen=True, slots=True)
class ViewTerms:
    """All that is chosen of a view."""

    name: str
    asks: str
    icon: str = "search"
    audience: Audience = field(default_factory=Audience)


@transaction.atomic
def save_view(terms: ViewTerms, *, by: Member, now: datetime) -> SavedView:
    """Raises `NotAllowed`, `NamelessView`, `AsksNothing`, `NotReadable`, `TooManyViews`."""
    _find_room(by)
    view = SavedView(owner=by, saved_at=now)
    _take(view, terms, by=by, now=now)
    fact = ViewSaved(view=view.pk, reach=view.reach, of=terms.audience.of)
    record(fact, about=[f"view:{view.pk}"], by=by, at=now)
    return view


@transaction.atomic
def change_view(view: SavedView, terms: ViewTerms, *, by: Member, now: datetime) -> SavedView:
    """Raises `NotAllowed`, `NamelessView`, `AsksNothing`, `NotReadable`."""
    view = _held(view, by=by)
    _take(view, terms, by=by, now=now)
    fact = ViewChanged(view=view.pk, reach=view.reach, of=terms.audience.of)
    record(fact, about=[f"view:{view.pk}"], by=by, at=now)
    return view


@transaction.atomic
def delete_view(view: SavedView, *, by: Member, now: datetime) -> SavedView:
    """Gone from every column; for a while it can be brought back. Raises `NotAllowed`."""
    view = _held(view, by=by)
    if view.deleted_at is None:
        view.deleted_at = now
        view.save(update_fields=["deleted_at"])
        record(ViewDeleted(view=view.pk), about=[f"view:{view.pk}"], by=by, at=now)
    return view


@transaction.atomic
def restore_view(view: SavedView, *, by: Member, now: datetime) -> SavedView:
    """Undo a deletion. Raises `NotAllowed`, `GoneForGood`, `TooManyViews`."""
    view = _held(view, by=by)
    if view.deleted_at is None:
        return view
    if view.deleted_at < now - UNDO_FOR:
        raise GoneForGood
    _find_room(view.owner)
    view.deleted_at = None
    view.save(update_fields=["deleted_at"])
    record(ViewRestored(view=view.pk), about=[f"view:{view.pk}"], by=by, at=now)
    return view


@transaction.atomic
def move_view(view: SavedView, *, up: bool, by: Member) -> None:
    """One place up or down in the member's own column. Nobody else's order changes."""
    list(Member.objects.select_for_update().filter(pk=by.pk))
    order = [one.pk for one in views_beside(by)]
    if view.pk not in order:
        raise NotAllowed
    here = order.index(view.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    ViewPlace.objects.filter(member=by).delete()
    ViewPlace.objects.bulk_create(
        ViewPlace(member=by, view_id=pk, position=position) for position, pk in enumerate(order)
    )


def _find_room(owner: Member) -> None:
    if SavedView.objects.filter(owner=owner, deleted_at=None).count() >= MOST_VIEWS:
        raise TooManyViews


def _held(view: SavedView, *, by: Member) -> SavedView:
    locked = SavedView.objects.visible_to(by).select_for_update().filter(pk=view.pk).first()
    if locked is None or not may_change(by, locked):
        raise NotAllowed
    return locked


def _take(view: SavedView, terms: ViewTerms, *, by: Member, now: datetime) -> None:
    name, asks = " ".join(terms.name.split()), " ".join(terms.asks.split())
    if not name:
        raise NamelessView
    if not asks:
        raise AsksNothing
    is_hidden = terms.audience.reach == SavedView.Reach.OWN and view.owner_id != by.pk
    if is_hidden or not may_share(by, terms.audience):
        raise NotAllowed
    if problems := plan_of(asks, by, now=now).problems:
        raise NotReadable(" ".join(problems))
    view.name, view.asks, view.icon = name[:60], asks, terms.icon
    view.reach, view.desk, view.team = (
        terms.audience.reach,
        terms.audience.desk,
        terms.audience.team,
    )
    view.save()
