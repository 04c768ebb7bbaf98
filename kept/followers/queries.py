"""What screens read of followers, mentions and reactions, along with what they read anyway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from kept.conversations.access import who_sees
from kept.conversations.models import Conversation, Note
from kept.followers.models import Follow, Mention, NoteReaction
from kept.followers.rules import mentions_in, plain
from kept.kit.along import read_rows, rows_along
from kept.kit.prepared import prepared
from kept.people.models import Member, Team

TEAM = "team"
"""“@team” is the team that has the conversation; where none has it, all who serve its desk."""


@dataclass(frozen=True, slots=True)
class Follower:
    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class Reacted:
    """One kind of reaction to one note: by whom, in the order they came."""

    kind: str
    by: tuple[Follower, ...]

    @property
    def count(self) -> int:
        return len(self.by)

    @property
    def label(self) -> str:
        return str(NoteReaction.Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Called:
    """Whom a name calls. `is_unclear`: it fits several people, and so calls none of them."""

    words: str
    members: frozenset[int]
    is_team: bool = False
    is_unclear: bool = False


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What a text says to whom. `unclear` and `unknown` are words that call nobody."""

    by_words: dict[str, frozenset[int]]
    unclear: list[str]
    unknown: list[str]

    @property
    def members(self) -> dict[int, str]:
        """Whom, each with the first words that call them."""
        found: dict[int, str] = {}
        for words, members in self.by_words.items():
            for pk in sorted(members):
                found.setdefault(pk, words)
        return found


def callable_names(conversation: Conversation) -> dict[str, Called]:
    """Everybody and every team that a note there may call, by `plain` names.

    A first name calls somebody where only one who sees it has it; a team, those of it who see it.
    """
    people = list(who_sees(conversation))
    seen = {member.pk for member in people}
    names: dict[str, Called] = {}
    teams = Team.objects.filter(desks=conversation.desk_id).prefetch_related("members")
    at_desk: set[int] = set()
    has_it: set[int] = set()
    for team in teams:
        members = {member.pk for member in team.members.all()} & seen
        at_desk |= members
        if team.pk == conversation.team_id:
            has_it = members
        if members:
            names[plain(team.name)] = Called(team.name, frozenset(members), is_team=True)
    if has_it or at_desk:
        everybody = Called(TEAM, frozenset(has_it or at_desk), is_team=True)
        names.setdefault(TEAM, everybody)
    firsts: dict[str, list[Member]] = {}
    for member in people:
        firsts.setdefault(plain(member.name.split(" ")[0]), []).append(member)
    for first, some in firsts.items():
        names[first] = Called(
            some[0].name, frozenset(one.pk for one in some), is_unclear=len(some) > 1
        )
    # Whole names last: they are the surest.
    whole: dict[str, set[int]] = {}
    for member in people:
        whole.setdefault(plain(member.name), set()).add(member.pk)
    for name, pks in whole.items():
        words = next(member.name for member in people if member.pk in pks)
        names[name] = Called(words, frozenset(pks), is_unclear=len(pks) > 1)
    return names


def read_mentions(text: str, conversation: Conversation) -> Mentioned:
    """Whom a note there would call. Nobody is looked up where there is no @ in it."""
    found = Mentioned({}, [], [])
    if "@" not in text:
        return found
    names = callable_names(conversation)
    for said in mentions_in(text, names):
        called = names.get(said.name)
        if called is None:
            found.unknown.append(said.words)
        elif called.is_unclear:
            found.unclear.append(said.words)
        else:
            found.by_words[said.words] = called.members
    return found


@dataclass(frozen=True, slots=True)
class Offered:
    """What the menu of mentions offers: `words` are put in behind an @."""

    words: str
    is_team: bool
    count: int


def offered(conversation: Conversation, *, by: Member) -> list[Offered]:
    """Whom a note there may call, teams behind people; nobody calls themselves."""
    others = who_sees(conversation).exclude(pk=by.pk)
    people = [Offered(one.name, is_team=False, count=1) for one in others]
    named = callable_names(conversation).values()
    teams = {called.words: called for called in named if called.is_team}
    return people + [
        Offered(words, is_team=True, count=len(one.members)) for words, one in teams.items()
    ]


def hearers(conversation: int) -> list[int]:
    """The ids of those who follow it and may see it."""
    return [member for (member,) in _hearers(conversation)]


@prepared
def _hearers(conversation: int) -> QuerySet[Follow, tuple[int]]:
    found = Follow.objects.standing().filter(conversation=conversation)
    return found.order_by("member").values_list("member")


def followers_along() -> Subquery[Any]:
    """Who follows, as a text within a query of conversations, for `read_followers`."""
    found = Follow.objects.standing().filter(conversation=OuterRef("pk"))
    return rows_along(found, "member_id", "member__name")


def read_followers(text: str | None, *, reader: Member) -> list[Follower]:
    """By name, the reader first."""
    found = [Follower(pk, name) for pk, name in read_rows(text)]
    return sorted(found, key=lambda one: (one.pk != reader.pk, one.name.casefold(), one.pk))


def reactions_along() -> Subquery[Any]:
    """The same of reactions within a query of notes, for `read_reactions`."""
    found = NoteReaction.objects.filter(note=OuterRef("pk"))
    return rows_along(found, "pk", "kind", "member_id", "member__name")


def mentions_along() -> Subquery[Any]:
    """The words that call somebody in a note, for `read_words`."""
    return rows_along(Mention.objects.filter(note=OuterRef("pk")), "words")


def read_reactions(text: str | None) -> list[Reacted]:
    """In the order of the kinds; what nobody has chosen is not among them."""
    by_kind: dict[str, list[Follower]] = {}
    for _pk, kind, member, name in sorted(read_rows(text)):
        by_kind.setdefault(kind, []).append(Follower(member, name))
    return [
        Reacted(kind, tuple(by_kind[kind])) for kind in NoteReaction.Kind.values if kind in by_kind
    ]


def read_words(text: str | None) -> list[str]:
    """The longest first, each once."""
    return sorted({words for (words,) in read_rows(text)}, key=lambda words: (-len(words), words))


def note_with_reactions(note: Note) -> list[Reacted]:
    return read_reactions(
        Note.objects.filter(pk=note.pk)
        .annotate(told=reactions_along())
        .values_list("told", flat=True)[0]
    )
