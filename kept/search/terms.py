"""Pieces of a question as the index looks for them, and what could not be read in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kept.conversations.index import Phrase, Term
from kept.kit.words import is_dense, plain_words, stems_of
from kept.search.rules import Part, Problem


def problem_in_words(problem: Problem) -> str:
    words = {
        "quote_open": _("A quotation mark is open: “%(about)s”. Close it, or leave it away."),
        "nothing_after": _("After %(about)s something has to follow, as in %(about)sbilling."),
        "unknown_filter": _(
            "There is no filter “%(about)s:”. To look for it as words, put it in quotation marks."
        ),
        "unknown_field": _("There is no field “%(about)s” at your desks."),
        "too_long": _("A question may have %(about)s letters at most."),
        "too_many": _("A question may have %(about)s parts at most."),
    }
    return words[problem.code] % {"about": problem.about}


def phrases_of(part: Part) -> list[tuple[Phrase, ...]]:
    """What a piece of a question looks for: all of these, each in one of its forms."""
    value = part.value.rstrip("*") if part.is_beginning else part.value
    words = plain_words(value)
    if not words:
        return []
    if is_dense(value[-1]) and len(words) > 1:
        # The last sign stands within the last pair already.
        words = words[:-1]
    elif is_dense(value[-1]):
        return [(Phrase(words, is_beginning=True),)]
    if part.is_beginning and len(words[-1]) > 1:
        return [(Phrase(words, is_beginning=True),)]
    if part.is_phrase or len(words) > 1:
        return [(Phrase(words),)]
    forms = dict.fromkeys([*words, *stems_of(value)])
    return [tuple(Phrase((form,)) for form in forms)]


def one_of_keys(*keys: str) -> Term:
    return Term(tuple(("keys", Phrase((one,))) for one in keys))
