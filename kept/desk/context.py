"""The column of views beside every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kept.conversations.queries import navigation
from kept.desk.line import ALONG as FOCUS_ALONG
from kept.desk.line import KEY as FOCUS
from kept.focus.queries import Standing, read_standing, standing_along
from kept.kit import clock
from kept.promises.queries import open_of_desks
from kept.search.counting import Count, counts
from kept.search.queries import InColumn, column_of, read_column

MOST_KEYS = 9


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved view in the column. `go` is the key after g that leads to it, "" behind the ninth.

    It is not `is_readable` where a word of its question says nothing any more.
    """

    view: InColumn
    count: Count
    go: str
    is_readable: bool

    @property
    def icon(self) -> str:
        return self.view.icon if self.is_readable else "s-overdue"


@dataclass(frozen=True, slots=True)
class Saved:
    """The saved views of the column. Where they are not counted, the counts come by themselves."""

    views: Sequence[InColumn]
    is_counted: bool
    counts: dict[int, Count | None] = field(default_factory=dict)

    @property
    def rows(self) -> list[SavedRow]:
        return [
            SavedRow(
                view,
                self.counts.get(view.pk) or Count(0),
                str(place) if place <= MOST_KEYS else "",
                is_readable=not self.is_counted or view.pk in self.counts,
            )
            for place, view in enumerate(self.views, 1)
        ]


def navigation_of(request: HttpRequest) -> Any:
    """The member's navigation, read once a request and only where something shows it.

    A page that wants more told in the same query sets `kept_along` on its request.
    """
    if not hasattr(request, "kept_navigation"):
        request.kept_navigation = navigation(  # type: ignore[attr-defined]
            request.user,  # type: ignore[arg-type]
            also={"promised": open_of_desks},
            along={"saved": column_of, "standing": standing_along} | _along_of(request),
        )
    return request.kept_navigation  # type: ignore[attr-defined]


def _along_of(request: HttpRequest) -> Any:
    """What this page wants told besides; in focus, who is in line too."""
    there = request.resolver_match.kwargs.get("place", "") if request.resolver_match else ""
    told = request.POST if request.method == "POST" else request.GET
    is_in_focus = FOCUS in {there, told.get("place")}
    return (FOCUS_ALONG if is_in_focus else {}) | getattr(request, "kept_along", {})


def standing_of(request: HttpRequest) -> Standing:
    """Whether the member is in focus, as it came with the column of views."""
    if not hasattr(request, "kept_standing"):
        text = navigation_of(request).along.get("standing", "")
        request.kept_standing = read_standing(text, now=clock.now())  # type: ignore[attr-defined]
    return request.kept_standing  # type: ignore[attr-defined, no-any-return]


def saved_of(request: HttpRequest) -> Saved:
    """The member's saved views, counted on pages that ask for it with `count_saved`."""
    if not hasattr(request, "kept_saved"):
        nav = navigation_of(request)
        views = read_column(nav.along.get("saved", ""))
        is_counted = getattr(request, "kept_counts_saved", False)
        told: dict[int, Count | None] = {}
        if is_counted and views:
            desks = [row.desk for row in nav.desks]
            told = counts(request.user, views, desks=desks, now=clock.now())  # type: ignore[arg-type]
        request.kept_saved = Saved(views, is_counted, told)  # type: ignore[attr-defined]
    return request.kept_saved  # type: ignore[attr-defined, no-any-return]


def count_saved(request: HttpRequest) -> None:
    """This page has the time to count what stands in saved views."""
    request.kept_counts_saved = True  # type: ignore[attr-defined]


def views(request: HttpRequest) -> dict[str, Any]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {
        "nav": SimpleLazyObject(lambda: navigation_of(request)),
        "saved": SimpleLazyObject(lambda: saved_of(request)),
        "standing": SimpleLazyObject(lambda: standing_of(request)),
    }
