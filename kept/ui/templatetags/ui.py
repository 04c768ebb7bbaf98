"""The tags every template may use: `icon`, `face`, `when`, `due`, `view_link`, and plain text.

This is one of the two files that may call text safe; all of it is escaped piece by piece here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import forms, template
from django.conf import settings
from django.template.loader import get_template
from django.urls import NoReverseMatch
from django.utils.html import escape, format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kept.kit import clock
from kept.kit.file_names import ending_of, safe_name
from kept.kit.shares import Share
from kept.ui import wording
from kept.ui.templatetags.addresses import address
from kept.ui.text import Link, paragraphs, pieces
from kept.ui.wording import likely_in_words, share_in_words

register = template.Library()

LINE_BREAK = mark_safe("<br>\n")
WAYS = {"next", "prev", "reply", "forward", "leave", "undo"}
"""Marks that point along the reading direction, and turn with it."""
LONGEST_SHOWN = 50_000
MOST_LINKS = 500
HOMES = {"today", "aside", "rhythm", "word", "my_word", "workload"}
"""Views with an address of their own; all others are lists of the desk."""


@cache
def known_icons() -> frozenset[str]:
    source = get_template("ui/icons.html").template.source  # type: ignore[attr-defined]
    return frozenset(re.findall(r'<symbol id="i-([^"]+)"', source))


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A mark beside words. What it shows is always said in words as well."""
    # Names come from rows too (the icon of a desk or a fact): one we do not draw is a plain ring.
    known = name if name in known_icons() else "s-open"
    turns = " i--way" if known in WAYS else ""
    return format_html(
        '<svg class="i{}" viewBox="0 0 16 16" aria-hidden="true"><use href="#i-{}"/></svg>',
        turns,
        known,
    )


@register.simple_tag
@lru_cache(maxsize=4096)
def face(name: object, us: bool = False, size: str = "", here: str = "") -> SafeString:  # noqa: FBT001, FBT002
    """Initials in a disc. `us` for our own, `size` "s" or "l", `here` "yes" or "writing".

    Hidden from screen readers: the name stands beside it.
    """
    kinds = "face" + (" face--us" if us else "") + (f" face--{size}" if size in {"s", "l"} else "")
    mark = format_html(' data-here="{}"', here) if here else ""
    return format_html(
        '<span class="{}"{} aria-hidden="true">{}</span>', kinds, mark, wording.initials(str(name))
    )


@register.simple_tag(takes_context=True)
def when(
    context: dict[str, Any],
    at: datetime | None,
    zone: str = "",
    css: str = "",
    **more: str,
) -> SafeString:
    """`<time>` with short words, and the exact moment as its title. `class=` may be given."""
    if at is None:
        return SafeString("")
    here = zone or _zone(context)
    today = _now(context).astimezone(ZoneInfo(here)).date()
    return _when(at, here, today, more.get("class", css), get_language())


@register.simple_tag(takes_context=True)
def moment(context: dict[str, Any], at: datetime | None, zone: str = "") -> SafeString:
    """`<time>` with day and time: "tomorrow, 12:00"."""
    if at is None:
        return SafeString("")
    here = zone or _zone(context)
    return _time(at, here, wording.moment(at, zone=here, now=_now(context)), "")


@register.simple_tag(takes_context=True)
def until(context: dict[str, Any], start: datetime, end: datetime) -> SafeString:
    """The end of what began at `start`: on the same day its time alone says it."""
    here = _zone(context)
    if start.astimezone(ZoneInfo(here)).date() != end.astimezone(ZoneInfo(here)).date():
        return moment(context, end)
    return _time(end, here, wording.clock_time(end, zone=here), "")


@register.simple_tag(takes_context=True)
def due(
    context: dict[str, Any], at: datetime, settled_at: datetime | None = None, zone: str = ""
) -> SafeString:
    """How a due moment stands. While it is near, `ago.js` keeps the words fresh."""
    here = zone or _zone(context)
    if settled_at:
        return _time(at, here, wording.settled(at, settled_at), "")
    return format_html(
        '<time datetime="{}" title="{}" data-due data-ahead="{}" data-behind="{}">{}</time>',
        at.isoformat(),
        wording.exact(at, zone=here),
        _("Due in {length}"),
        _("Overdue by {length}"),
        wording.due(at, zone=here, now=_now(context)),
    )


@register.filter
def shown_at(at: datetime, zone: str) -> str:
    """What the clock shows there: "15:00"."""
    return wording.clock_time(at, zone=zone)


@register.simple_tag
def their_time(at: datetime, zone: str) -> str:
    """What the clock shows where they are: "13:14 in Lisbon"."""
    return _("{time} in {place}").format(
        time=wording.clock_time(at, zone=zone), place=wording.place(zone)
    )


@register.filter
def file_size(count: int) -> str:
    return wording.file_size(count)


@register.filter
def retold(stored: str) -> str:
    return wording.retold(stored)


@register.filter
def file_name(name: str) -> str:
    """What a stranger called a file, with nothing in it that misleads the eye."""
    return safe_name(name, _("File without a name"))


@register.filter
def file_ending(name: str) -> str:
    return ending_of(name)


@register.filter
def letter_text(text: str) -> SafeString:
    """Plain text as HTML: paragraphs, line ends kept, web addresses as links that tell nothing.

    A page has room for so much of a letter; see `is_cut`.
    """
    text = text[:LONGEST_SHOWN]
    lines = _lines if text.count("://") <= MOST_LINKS else _plain_lines
    return format_html_join(
        "\n", '<p dir="auto">{}</p>', ((lines(part),) for part in paragraphs(text))
    )


def with_marked(text: str, words: Sequence[str]) -> SafeString:
    """The same, with `words` marked wherever they stand; the longest come first."""
    if not words:
        return letter_text(text)
    marked = re.compile("(" + "|".join(map(re.escape, words)) + r")(?!\w)")
    return format_html_join(
        "\n",
        '<p dir="auto">{}</p>',
        (
            (
                format_html_join(
                    LINE_BREAK, "{}", ((_marked(line, marked),) for line in part.split("\n"))
                ),
            )
            for part in paragraphs(text[:LONGEST_SHOWN])
        ),
    )


def _marked(line: str, marked: re.Pattern[str]) -> SafeString:
    return format_html_join(
        "",
        "{}",
        ((found,) for piece in pieces(line) for found in _split(piece, marked)),
    )


def _split(piece: str | Link, marked: re.Pattern[str]) -> Iterator[str]:
    if isinstance(piece, Link):
        yield _piece(piece)
        return
    for place, words in enumerate(marked.split(piece)):
        yield format_html('<b class="mention">{}</b>', words) if place % 2 else words


@register.filter
def with_pictures(html: SafeString, pictures: dict[str, str] | None) -> SafeString:
    """A letter with each picture where its mark stands. `pictures` are addresses by their marks."""
    for mark, source in (pictures or {}).items():
        shown = format_html('<img class="letter__picture" src="{}" alt="{}">', source, mark)
        html = mark_safe(html.replace(escape(mark), shown))
    return html


@register.filter
def is_cut(text: str) -> bool:
    """Whether `letter_text` shows only the beginning."""
    return len(text) > LONGEST_SHOWN


@register.simple_tag(takes_context=True)
def view_link(
    context: dict[str, Any],
    key: str,
    name: str,
    icon: str,
    go: str = "",
    count: int = 0,
    least: bool = False,  # noqa: FBT001, FBT002
) -> SafeString:
    """One line in the column of views. `go` is the key after g that leads there.

    `least` where there may be more than `count`.
    """
    href = _place(key)
    request = context.get("request")
    # A page that does not say where it stands still stands at its address.
    here = context.get("current") or (key if request and request.path == href else "")
    return _view_link(href, name, icon, go, count, least, here == key, get_language())


HOW_WE_SERVE = (
    *("authority", "playbook", "improvement", "huddles", "themes", "agreements"),
    *("word", "my_word", "reports"),
)
"""Places beside the conversations; their group in the column of views is open where one stands."""


@register.filter
def is_how_we_serve(current: str | None) -> bool:
    return current in HOW_WE_SERVE


@lru_cache(maxsize=4096)
def _view_link(
    href: str,
    name: str,
    icon: str,
    go: str,
    count: int,
    least: bool,  # noqa: FBT001
    is_current: bool,  # noqa: FBT001
    language: str | None,
) -> SafeString:
    values = {
        "href": href,
        "name": name,
        "icon": icon,
        "go": go,
        "count": count,
        "least": least,
        "is_current": is_current,
    }
    return SafeString(get_template("ui/view_link.html").render(values))


@register.simple_tag(takes_context=True)
def commands(context: dict[str, Any]) -> SafeString:
    """Where the palette leads: the views, the member's desks, and what else has an address."""
    member, nav = context.get("member"), context.get("nav")
    saved = context.get("saved")
    desks = tuple((view.key, view.name, view.icon) for view in (saved.views if saved else ()))
    desks += tuple(
        (f"at-{row.desk.slug}", row.desk.name, row.desk.icon) for row in (nav.desks if nav else ())
    )
    return _commands(member is not None and member.is_manager, desks, get_language())


@lru_cache(maxsize=512)
def _commands(
    is_manager: bool,  # noqa: FBT001
    desks: tuple[tuple[str, str, str], ...],
    language: str | None,
) -> SafeString:
    places = [
        ("today", _("Today"), "sun", "t"),
        ("focus", _("Focus"), "focus", "f"),
        ("mine", _("Mine"), "user", "i"),
        ("unassigned", _("Unassigned"), "inbox", "u"),
        ("waiting", _("Waiting"), "hour", "w"),
        ("aside", _("Laid aside"), "moon", "l"),
        ("promised", _("Promised"), "pact", "p"),
        ("all", _("All"), "all", "a"),
        ("spam", _("Spam"), "shield", "x"),
    ]
    if is_manager:
        places.append(("word", _("Our word"), "word", "o"))
    places.append(("my_word", _("My word"), "word", "" if is_manager else "o"))
    places.append(("reports", _("Reports"), "chart", "e"))
    places += [(key, name, icon or "inbox", "") for key, name, icon in desks]
    found = [
        {"href": _place(key), "name": name, "icon": icon, "go": go}
        for key, name, icon, go in places
    ]
    for route, name, icon, go in [
        ("search:page", _("Search"), "search", ""),
        ("search:views", _("Saved views"), "flag", ""),
        ("themes:themes", _("Themes"), "up", ""),
        ("agreements:list", _("Agreements"), "deal", ""),
        ("charter:authority", _("What I may decide"), "key", "d"),
        ("recovery:list", _("Putting right"), "heart", ""),
        ("improvement:board", _("Improvement"), "flag", "v"),
        ("improvement:huddles", _("Huddles"), "people", ""),
        ("improvement:raise", _("Something is in the way"), "flag", ""),
        ("improvement:obstacles", _("Ask a leader"), "up", ""),
        ("improvement:processes", _("Processes"), "steps", ""),
        ("focus:answers", _("My last answers"), "steps", ""),
        ("playbook:playbook", _("Playbook"), "people", ""),
        ("playbook:thoughts", _("My second thoughts"), "lock", ""),
        ("notices:notices", _("Notices"), "bell", "n"),
        ("people:settings", _("Settings"), "gear", "s"),
        ("focus:best", _("At my best"), "lock", ""),
        ("focus:aid", _("Steps of a good answer"), "steps", ""),
        ("people:me", _("Profile: appearance, language"), "user", ""),
    ]:
        try:
            found.append({"href": address(route), "name": name, "icon": icon, "go": go})
        except NoReverseMatch:
            continue
    return SafeString(get_template("ui/commands.html").render({"commands": found}))


@register.simple_tag(takes_context=True)
def way_back(context: dict[str, Any]) -> str:
    """The page of ours this one was reached from; empty where there is none."""
    request = context.get("request")
    if request is None:
        return ""
    back: str = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    return back if is_ours and back != request.build_absolute_uri() else ""


@register.simple_tag
def faults(form: forms.BaseForm) -> list[forms.BoundField]:
    """The fields of a form that are at fault, in their order."""
    return [bound for bound in form.visible_fields() if bound.errors]


@register.inclusion_tag("ui/field.html")
def field(bound: forms.BoundField, voice: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
    """A form's field with label, help and faults tied to it. `voice` sets it in the serif."""
    widget = bound.field.widget
    is_check = isinstance(widget, forms.CheckboxInput)
    is_group = isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))
    is_first_fault = bound.errors and faults(bound.form)[0].name == bound.name
    attrs: dict[str, Any] = {}
    if not is_check and not is_group:
        attrs["class"] = " ".join(
            filter(None, [widget.attrs.get("class"), "in", "voice" if voice else ""])
        )
    told = widget.attrs.get("aria-describedby", "").split()
    if bound.help_text:
        told.append(f"{bound.auto_id}_help")
    if bound.errors:
        attrs["aria-invalid"] = "true"
        if is_first_fault:
            attrs["autofocus"] = True
        told.append(f"{bound.auto_id}_fault")
    if told:
        attrs["aria-describedby"] = " ".join(told)
    return {
        "field": bound,
        "control": bound if is_group else bound.as_widget(attrs=attrs),
        "is_check": is_check,
        "is_group": is_group,
        "is_first_fault": is_first_fault,
        "described_by": attrs.get("aria-describedby", ""),
    }


@register.inclusion_tag("ui/interval.html")
def interval(share: Share) -> dict[str, Any]:
    """A share on the line from none to all, with its range; in words alone while it is small."""
    return {
        "share": share,
        "low_at": f"{100 * share.low:.1f}",
        "width": f"{100 * (share.high - share.low):.1f}",
        "at": f"{100 * share.at:.1f}",
        "told": share_in_words(share),
    }


@register.filter
def share_said(share: Share) -> str:
    return share_in_words(share)


@register.filter
def likely(share: Share) -> str:
    return likely_in_words(share)


def _place(key: str) -> str:
    rooms = {
        "agreements": "agreements:list",
        "reports": "reports:overview",
        "authority": "charter:authority",
        "improvement": "improvement:board",
        "huddles": "improvement:huddles",
        "playbook": "playbook:playbook",
        "themes": "themes:themes",
    }
    if key in rooms:
        return address(rooms[key])
    return address(f"homes:{key}") if key in HOMES else address("desk:list", (key,))


def _plain_lines(part: str) -> SafeString:
    return SafeString(escape(part).replace("\n", LINE_BREAK))


def _lines(part: str) -> SafeString:
    if "://" not in part:
        return _plain_lines(part)
    return format_html_join(LINE_BREAK, "{}", ((_linked(line),) for line in part.split("\n")))


def _linked(line: str) -> SafeString:
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces(line)))


def _piece(piece: str | Link) -> str:
    if isinstance(piece, Link):
        return format_html(
            '<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>',
            piece.address,
            piece.address,
        )
    return piece


def _time(at: datetime, zone: str, words: str, css: str) -> SafeString:
    kind = format_html(' class="{}"', css) if css else ""
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        at.isoformat(),
        _exact(at, zone, get_language()),
        kind,
        words,
    )


# The same moment stands on many pages, and spelling it out costs more than the rest of it.


@lru_cache(maxsize=8192)
def _exact(at: datetime, zone: str, language: str | None) -> str:
    return wording.exact(at, zone=zone)


@lru_cache(maxsize=8192)
def _when(at: datetime, zone: str, today: date, css: str, language: str | None) -> SafeString:
    return _time(at, zone, wording.short(at, zone=zone, today=today), css)


def _zone(context: dict[str, Any]) -> str:
    return str(context.get("zone") or settings.HOME_ZONE)


def _now(context: dict[str, Any]) -> datetime:
    now = context.get("now")
    return now if isinstance(now, datetime) else clock.now()
