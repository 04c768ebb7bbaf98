"""A question as the index and the tables understand it, in the sight of one member.

Names are looked up among what the member sees: a desk they may not see is a desk they do not find.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kept.conversations.index import Match, Phrase, Term, key
from kept.conversations.models import Attachment, Desk, Note
from kept.customers.models import Address
from kept.kit.words import is_dense, plain_words, stems_of
from kept.people.models import Member
from kept.promises.models import Promise
from kept.search.rules import STATES, THINGS, Part, Problem, day_in, read, span_in

MOST_PROMISES = 1_000
MOST_OF_A_HOUSE = 200
"""Addresses of an organisation that stand for its name."""


@dataclass(slots=True)
class Plan:
    """What is asked: of entries, of conversations; and the same in words for the asker.

    `none_of` are matches that no entry of the conversation may have. `unread` asks for the
    member's unread ones, or for the read ones. Where there are `problems`, nothing is looked for.
    """

    match: list[Term] = field(default_factory=list)
    none_of: list[Match] = field(default_factory=list)
    where: Q = field(default_factory=Q)
    unread: bool | None = None
    sought: list[str] = field(default_factory=list)
    beginnings: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    desks: list[Desk] = field(default_factory=list)


class Reader:
    """Reads one question of one member."""

    def __init__(self, member: Member, *, now: datetime) -> None:
        self.member = member
        self.now = now
        self.today = now.astimezone(ZoneInfo(member.zone)).date()
        self.seen = list(Desk.objects.visible_to(member))
        self.plan = Plan(desks=self.seen)
        self.takes: dict[str, Callable[[Part], None]] = {
            "": self._words,
            "subject": self._words,
            "file": self._words,
            "note": self._words,
            "desk": self._desk,
            "is": self._state,
            "assigned": self._assigned,
            "from": self._person,
            "to": self._person,
            "has": self._thing,
            "promised": self._promised,
            "before": self._day,
            "after": self._day,
        }

    def read(self, text: str) -> Plan:
        question = read(text)
        self.plan.problems += [problem_in_words(problem) for problem in question.problems]
        desks = [part for part in question.parts if part.name == "desk" and not part.is_not]
        for part in question.parts:
            if part not in desks:
                self.takes[part.name](part)
        if desks:
            self._at_desks(desks)
        if not any(part.name == "is" and part.value.lower() == "spam" for part in question.parts):
            # As everywhere else: Spam is found where it is asked for.
            self.plan.where &= ~Q(status__in=["SPAM", "MERGED"])
        return self.plan

    # -- words ---------------------------------------------------------------------------------

    def _words(self, part: Part) -> None:
        where = {"subject": "subject", "file": "files"}.get(part.name, "")
        asked = _phrases(part)
        if not asked:
            self._refuse(_("“%(said)s” holds no word to look for."), part.value)
            return
        terms = [Term(tuple((where, phrase) for phrase in any_of)) for any_of in asked]
        if part.name == "note":
            terms.append(_one_of_keys(key("k", "note")))
        if part.is_not:
            self.plan.none_of.append(tuple(terms))
        else:
            self.plan.match += terms
            for any_of in asked:
                for phrase in any_of:
                    into = self.plan.beginnings if phrase.is_beginning else self.plan.sought
                    into += phrase.words
        said = {
            "": _("with %(said)s"),
            "subject": _("with %(said)s in the subject"),
            "file": _("with a file called %(said)s"),
            "note": _("with %(said)s in a note"),
        }[part.name]
        self._tell(part, said % {"said": _("“%(words)s”") % {"words": part.value}})

    # -- where, and in whose hands -------------------------------------------------------------

    def _at_desks(self, parts: list[Part]) -> None:
        named = [desk for part in parts if (desk := self._desk_called(part.value))]
        if not named:
            return
        self.plan.desks = named
        self.plan.where &= Q(desk__in=named)
        names = _(" or ").join(desk.name for desk in named)
        self.plan.told.insert(0, _("at the desk %(names)s") % {"names": names})

    def _desk(self, part: Part) -> None:
        if desk := self._desk_called(part.value):
            self.plan.where &= ~Q(desk=desk)
            self._tell(part, _("at the desk %(names)s") % {"names": desk.name})

    def _desk_called(self, said: str) -> Desk | None:
        wanted = " ".join(plain_words(said))
        for desk in self.seen:
            if wanted in {" ".join(plain_words(desk.slug)), " ".join(plain_words(desk.name))}:
                return desk
        known = ", ".join(desk.slug for desk in self.seen)
        words = _("You see no desk called “%(said)s”. There are: %(known)s.")
        self.plan.problems.append(words % {"said": said, "known": known})
        return None

    def _state(self, part: Part) -> None:
        said = part.value.lower()
        mine = Q(assignee=self.member)
        states: dict[str, tuple[Q, str]] = {
            "open": (Q(status="OPEN"), _("open")),
            "waiting": (Q(status="WAITING"), _("waiting for the customer")),
            "hold": (Q(status="ON_HOLD"), _("on hold")),
            "closed": (Q(status="CLOSED"), _("closed")),
            "spam": (Q(status="SPAM"), _("in Spam")),
            "unassigned": (Q(assignee=None), _("in nobody’s hands")),
            "mine": (mine, _("in your hands")),
            "overdue": (self._due_before(self.now), _("with a promise that is overdue")),
        }
        if said == "unread":
            self.plan.unread = not part.is_not
            return self._tell(part, _("unread by you"))
        if said not in states:
            known = ", ".join(STATES)
            return self._refuse(_("is:%(said)s says nothing here. It may be: ") + known, said)
        self._where(part, states[said][0])
        return self._tell(part, states[said][1])

    def _assigned(self, part: Part) -> None:
        said = part.value.lower()
        if said in {"me", "nobody"}:
            who = Q(assignee=self.member) if said == "me" else Q(assignee=None)
            self._where(part, who)
            self._tell(part, _("in your hands") if said == "me" else _("in nobody’s hands"))
            return None
        found = Member.objects.filter(
            Q(name__icontains=said) | Q(email__istartswith=said), teams__desks__in=self.seen
        ).distinct()[:20]
        if not found:
            return self._refuse(_("Nobody at your desks is called “%(said)s”."), part.value)
        self._where(part, Q(assignee__in=list(found)))
        names = _(" or ").join(member.name for member in found)
        return self._tell(part, _("in the hands of %(names)s") % {"names": names})

    def _person(self, part: Part) -> None:
        kind = "f" if part.name == "from" else "t"
        said = part.value.lower().lstrip("@")
        if "." in said or "@" in said:
            term = _one_of_keys(key(kind, said))
        else:
            term = self._called(part, kind)
            if not term.any_of:
                return self._refuse(_("“%(said)s” holds no word to look for."), part.value)
        if part.is_not:
            self.plan.none_of.append((term,))
        else:
            self.plan.match.append(term)
        words = _("from %(said)s") if kind == "f" else _("to %(said)s")
        return self._tell(part, words % {"said": part.value})

    def _called(self, part: Part, kind: str) -> Term:
        """People of this name, or of an organisation of this name."""
        asked = [("people", phrase) for any_of in _phrases(part) for phrase in any_of]
        house = Address.objects.filter(customer__organisation__name__icontains=part.value)
        for address in house.values_list("value", flat=True)[:MOST_OF_A_HOUSE]:
            asked.append(("keys", Phrase((key(kind, address),))))
        return Term(tuple(asked))

    # -- what it has ---------------------------------------------------------------------------

    def _thing(self, part: Part) -> None:
        said = part.value.lower().rstrip("s")
        of_it = {"conversation": OuterRef("pk")}
        open_ = Promise.objects.open().filter(desk__isnull=False, **of_it)
        files = Attachment.objects.filter(
            message__conversation=OuterRef("pk"), is_inline=False, message__has_attachments=True
        )
        things: dict[str, tuple[Q, str]] = {
            "attachment": (Q(Exists(files)), _("with a file")),
            "note": (Q(Exists(Note.objects.filter(**of_it))), _("with a note")),
            "promise": (Q(Exists(open_)), _("with an open promise")),
        }
        if said not in things:
            known = ", ".join(THINGS)
            return self._refuse(_("has:%(said)s says nothing here. It may be: ") + known, said)
        if said == "attachment" and not part.is_not:
            # Files stand in the index, so that what has one is found by it.
            self.plan.match.append(_one_of_keys(key("h", "file")))
        elif said == "note" and not part.is_not:
            self.plan.match.append(_one_of_keys(key("k", "note")))
        else:
            self._where(part, things[said][0])
        return self._tell(part, things[said][1])

    def _promised(self, part: Part) -> None:
        """An open promise of a desk that is due before a moment."""
        until = self._moment(part.value)
        if until is None:
            words = _(
                "promised:%(said)s cannot be read. Write promised:<2d, promised:today or a day."
            )
            return self._refuse(words, part.value)
        self._where(part, self._due_before(until))
        local = until.astimezone(ZoneInfo(self.member.zone))
        moment = local.strftime("%Y-%m-%d %H:%M")
        return self._tell(part, _("with a promise due before %(moment)s") % {"moment": moment})

    def _due_before(self, until: datetime) -> Q:
        """What holds such a promise: those due first, from their own index."""
        due = Promise.objects.open().at_desks_of(self.member)
        due = due.filter(due_at__lt=until, paused_at=None, conversation__isnull=False)
        first = due.order_by("due_at", "pk").values_list("conversation_id", flat=True)
        return Q(pk__in=list(first[:MOST_PROMISES]))

    def _moment(self, said: str) -> datetime | None:
        if (span := span_in(said)) is not None:
            return self.now + span
        day = day_in(said.lstrip("<"), today=self.today)
        return self._midnight(day + timedelta(days=1)) if day else None

    def _day(self, part: Part) -> None:
        """When it was last touched: before a day, or after it."""
        day = day_in(part.value, today=self.today)
        if day is None and (span := span_in(part.value)) is not None:
            day = self.today - span
        if day is None:
            return self._refuse(
                _("“%(said)s” is no day. Write 2031-03-04, today, yesterday or 7d."), part.value
            )
        if part.name == "before":
            self._where(part, Q(last_at__lt=self._midnight(day)))
            return self._tell(part, _("last touched before %(day)s") % {"day": day.isoformat()})
        self._where(part, Q(last_at__gte=self._midnight(day)))
        return self._tell(part, _("last touched on %(day)s or later") % {"day": day.isoformat()})

    # -- the small tools -----------------------------------------------------------------------

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.member.zone))

    def _where(self, part: Part, condition: Q) -> None:
        self.plan.where &= ~condition if part.is_not else condition

    def _tell(self, part: Part, words: str) -> None:
        self.plan.told.append(_("not %(words)s") % {"words": words} if part.is_not else words)

    def _refuse(self, words: str, said: str) -> None:
        self.plan.problems.append(words % {"said": said})


def plan_of(text: str, member: Member, *, now: datetime) -> Plan:
    """What the member asks for. Where something could not be read, `problems` says what."""
    plan = Reader(member, now=now).read(text)
    if plan.match and not member.is_owner:
        # The index itself holds back what lies at other desks.
        plan.match.append(_one_of_keys(*(key("d", desk.pk) for desk in plan.desks)))
    return plan


def problem_in_words(problem: Problem) -> str:
    words = {
        "quote_open": _("A quotation mark is open: “%(about)s”. Close it, or leave it away."),
        "nothing_after": _("After %(about)s something has to follow, as in %(about)sbilling."),
        "unknown_filter": _(
            "There is no filter “%(about)s:”. To look for it as words, put it in quotation marks."
        ),
        "too_long": _("A question may have %(about)s letters at most."),
        "too_many": _("A question may have %(about)s parts at most."),
    }
    return words[problem.code] % {"about": problem.about}


def _phrases(part: Part) -> list[tuple[Phrase, ...]]:
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


def _one_of_keys(*keys: str) -> Term:
    return Term(tuple(("keys", Phrase((one,))) for one in keys))
