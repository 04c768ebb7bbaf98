"""Advice with its sentence and with a link to where something can be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.reports.looking import Asked, Read
from kept.reports.models import Facet
from kept.reports.rules.advice import Advice
from kept.reports.sentences import LOOK, sentence


@dataclass(frozen=True, slots=True)
class Told:
    words: str
    is_calm: bool
    href: str = ""
    link: str = ""


def told_of(advice: Iterable[Advice], of: Asked, read: Read, *, topic_key: str) -> list[Told]:
    found = []
    for one in advice:
        part = read.names.get(one.part, "") if one.part is not None else ""
        words = sentence(one, part=part, is_clock=of.form.is_clock)
        href, link = _look(one, of, part, topic_key=topic_key)
        found.append(Told(words, one.is_calm, href, link))
    return found


def _look(advice: Advice, of: Asked, part: str, *, topic_key: str) -> tuple[str, str]:
    if advice.look == "hours":
        if topic_key == "hours":
            return _search("is:open is:unassigned", of), str(LOOK["unassigned"][1])
        query = of.form.query(of="", by="", time="")
        return f"{reverse('reports:report', args=['hours'])}?{query}", _("See when letters come")
    if advice.look == "part":
        return _part(advice, of, part)
    if advice.look in LOOK:
        asks, link = LOOK[advice.look]
        return _search(asks, of), str(link)
    return "", ""


def _part(advice: Advice, of: Asked, part: str) -> tuple[str, str]:
    link = _("See what is open there")
    if of.facet == Facet.ALL:
        slug = next((desk.slug for desk in of.chosen if desk.pk == advice.part), "")
        return _search(f"is:open desk:{slug}", None), link
    if of.facet == Facet.TAG and advice.part:
        return _search(f'is:open tag:"{part}"', of), link
    return "", ""


def _search(asks: str, of: Asked | None) -> str:
    """The question, at the one desk that is looked at and under the one tag."""
    words = [asks]
    if of is not None:
        if of.form.desk_slug:
            words.append(f"desk:{of.form.desk_slug}")
        if of.scope.facet == Facet.TAG and of.scope.key:
            words.append(f'tag:"{of.under}"')
    return f"{reverse('search:page')}?{urlencode({'q': ' '.join(words)})}"
