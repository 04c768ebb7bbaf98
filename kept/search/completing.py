"""What may be typed next: the words of the language, and the values they take.

`piece_at` and `of_language` are pure; names of people, desks and organisations come from what the
member sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kept.conversations.access import customers_visible_to
from kept.conversations.models import Desk
from kept.conversations.queries.tags import offered_tags
from kept.customers.models import Organisation
from kept.fields.models import Field
from kept.kit.words import plain_words
from kept.people.models import Member, Team
from kept.search.rules import FILTERS, LONGEST, PRIORITIES, STATES, THINGS

MOST = 8

_PIECE = re.compile(
    r"""(?:^|(?<=\s))
        (?P<minus>-?)
        (?:(?P<name>field\.\w+|[A-Za-z]\w*):(?:"(?P<quoted>[^"]*)|(?P<value>[^"\s]*))|(?P<word>(?:[A-Za-z]\w*)?))$""",
    re.VERBOSE,
)
_REST = re.compile(r'[^\s"]*')


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands at the caret, from `start` to `end`: `desk:or` is name and value.

    `name` is "" while it is still being typed; then `value` is its beginning.
    """

    start: int
    end: int
    minus: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Completion:
    """`put` goes in the place of the piece; `means` says what it asks for."""

    put: str
    means: str


def piece_at(text: str, at: int) -> Piece | None:
    """The piece of the question that ends at the caret, or goes on behind it."""
    found = _PIECE.search(text[:at][-LONGEST:])
    if found is None:
        return None
    start = at - len(found[0])
    end = at
    if found["quoted"] is not None:
        close = text.find('"', at)
        end = close + 1 if close >= 0 else at
    elif rest := _REST.match(text, at):
        end = rest.end()
    value = found["quoted"] or found["value"] or found["word"] or ""
    return Piece(start, end, found["minus"], (found["name"] or "").lower(), value)


def complete(text: str, at: int, member: Member) -> tuple[Piece, list[Completion]] | None:
    """What may stand at the caret, in the sight of the member; None where nothing is known."""
    piece = piece_at(text, at)
    if piece is None:
        return None
    if not piece.name:
        return piece, [*of_language(piece), *islice(_fields(piece, member), MOST)]
    values = _VALUES.get(piece.name) or _of_field(piece.name)
    if values is None:
        return None
    found: list[Completion] = []
    for value, means in values(piece.value, member):
        quoted = f'"{value}"' if " " in value else value
        found.append(Completion(f"{piece.minus}{piece.name}:{quoted} ", means))
        if len(found) == MOST:
            break
    return piece, found


def of_language(piece: Piece) -> Iterator[Completion]:
    """The words that begin so; all of them where nothing is typed yet."""
    words = {
        "is": _("open, waiting, mine, unread …"),
        "desk": _("at a desk"),
        "tag": _("with a tag"),
        "priority": _("urgent, high, normal, low"),
        "from": _("who wrote: a name, an address, a domain"),
        "to": _("whom we wrote to"),
        "assigned": _("in whose hands"),
        "promised": _("a promise is due: <2d, today"),
        "has": _("attachment, note or promise"),
        "subject": _("in the subject alone"),
        "note": _("in our notes alone"),
        "file": _("in a file: its name or its text"),
        "before": _("last touched before a day"),
        "after": _("last touched since a day"),
    }
    for word, means in words.items():
        if word.startswith(piece.value.lower()):
            yield Completion(f"{piece.minus}{word}:", means)


def _fields(piece: Piece, member: Member) -> Iterator[Completion]:
    """Fields of the house that begin so."""
    said: dict[str, str] = {}
    for field in Field.objects.visible_to(member).filter(retired_at=None):
        if field.key.startswith(piece.value.lower()) or _begins(piece.value, field.label):
            said.setdefault(field.key, field.label)
    for key, label in said.items():
        name = f"field.{key}" if key in FILTERS else key
        yield Completion(f"{piece.minus}{name}:", label)


def _of_field(name: str) -> Values | None:
    """What may stand in a field of this key; None where it says nothing."""

    def values(typed: str, member: Member) -> Iterator[tuple[str, str]]:
        named = Field.objects.visible_to(member).filter(key=name.removeprefix("field."))
        for field in named.prefetch_related("choices"):
            for value, means in _values_of(field):
                if value.lower().startswith(typed.lower()) or (
                    plain_words(typed) and _begins(typed, value)
                ):
                    yield value, means

    return values


def _values_of(field: Field) -> Iterator[tuple[str, str]]:
    label = field.label
    if field.has_choices:
        yield from ((one.name, label) for one in field.choices.all() if one.retired_at is None)
    elif field.kind == Field.Kind.YES_NO:
        yield from (("yes", label), ("no", label))
    elif field.kind == Field.Kind.NUMBER:
        yield from ((">100", _("above")), ("<100", _("below")), ("100..200", _("from … to")))
    elif field.kind == Field.Kind.DATE:
        yield from (("today", label), (">2031-03-04", _("after")), ("<2031-03-04", _("before")))
    yield "*", _("filled in with anything")


Values = Callable[[str, Member], Iterable[tuple[str, str]]]


def _desks(typed: str, member: Member) -> Iterator[tuple[str, str]]:
    for desk in Desk.objects.visible_to(member):
        if _begins(typed, desk.slug, desk.name):
            yield desk.slug, desk.name


def _people(typed: str, member: Member) -> Iterator[tuple[str, str]]:
    for word, means in (("me", _("in your hands")), ("nobody", _("in nobody’s hands"))):
        if word.startswith(typed.lower()):
            yield word, means
    seen = Desk.objects.visible_to(member)
    found = Member.objects.active().filter(teams__desks__in=seen)
    if typed:
        found = found.filter(Q(name__icontains=typed) | Q(email__istartswith=typed))
    for one in found.distinct().order_by("name", "pk")[:MOST]:
        yield one.name, one.email
    for team in Team.objects.filter(desks__in=seen).distinct():
        if _begins(typed, team.name):
            yield team.name, _("given to this team")


def _organisations(typed: str, member: Member) -> Iterator[tuple[str, str]]:
    if not typed:
        return
    seen = customers_visible_to(member).filter(organisation=OuterRef("pk"))
    found = Organisation.objects.filter(
        Q(name__istartswith=typed) | Q(domain__istartswith=typed.lstrip("@")), Exists(seen)
    )
    for one in found.order_by("name", "pk")[:MOST]:
        yield one.domain or one.name, one.name


def _fixed(*pairs: Callable[[], tuple[str, str]]) -> Values:
    def values(typed: str, _member: Member) -> Iterator[tuple[str, str]]:
        for pair in pairs:
            value, means = pair()
            if value.startswith(typed.lower()) or value.lstrip("<").startswith(typed.lower()):
                yield value, means

    return values


def _states(typed: str, _member: Member) -> Iterator[tuple[str, str]]:
    means = {
        "open": _("they wait for us"),
        "waiting": _("we wait for the customer"),
        "hold": _("on hold"),
        "closed": _("closed"),
        "spam": _("in Spam"),
        "unassigned": _("in nobody’s hands"),
        "mine": _("in your hands"),
        "unread": _("unread by you"),
        "overdue": _("with a promise that is overdue"),
    }
    return ((state, means[state]) for state in STATES if state.startswith(typed.lower()))


def _tags(typed: str, _member: Member) -> Iterator[tuple[str, str]]:
    for tag in offered_tags():
        if _begins(typed, tag.name):
            yield tag.name, _("with this tag")


def _priorities(typed: str, _member: Member) -> Iterator[tuple[str, str]]:
    for one in reversed(PRIORITIES):
        if one.startswith(typed.lower()):
            yield one, _("so pressing")


def _things(typed: str, _member: Member) -> Iterator[tuple[str, str]]:
    means = {
        "attachment": _("with a file"),
        "note": _("with a note"),
        "promise": _("with an open promise"),
    }
    return ((thing, means[thing]) for thing in THINGS if thing.startswith(typed.lower()))


_DAYS = _fixed(
    lambda: ("today", _("this day")),
    lambda: ("yesterday", _("the day before")),
    lambda: ("7d", _("seven days ago")),
    lambda: ("30d", _("thirty days ago")),
)
# Whoever adds a word of the language whose values are known says here what they are.
_VALUES: dict[str, Values] = {
    "desk": _desks,
    "is": _states,
    "tag": _tags,
    "priority": _priorities,
    "assigned": _people,
    "from": _organisations,
    "to": _organisations,
    "has": _things,
    "promised": _fixed(
        lambda: ("<4h", _("due within four hours")),
        lambda: ("today", _("due before this day ends")),
        lambda: ("<2d", _("due within two days")),
        lambda: ("<1w", _("due within a week")),
    ),
    "before": _DAYS,
    "after": _DAYS,
}


def _begins(typed: str, *names: str) -> bool:
    wanted = " ".join(plain_words(typed))
    return any(" ".join(plain_words(name)).startswith(wanted) for name in names)
