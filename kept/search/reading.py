"""A question as the index and the tables understand it, in the sight of one member.

Names are looked up among what the member sees: a desk they may not see is a desk they do not find.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kept.conversations.index import Phrase, Term, key
from kept.conversations.models import Attachment, Conversation, Desk, Note, ReadMark
from kept.conversations.queries.tags import bearing
from kept.kit.words import plain_words
from kept.people.models import Member
from kept.promises.models import Promise
from kept.search.asked_fields import Unreadable, asked_of, having
from kept.search.names import Names, is_address
from kept.search.plans import STATUSES, Plan, among_statuses, due_before
from kept.search.rules import PRIORITIES, STATES, THINGS, Part, day_in, read, span_in
from kept.search.terms import one_of_keys, phrases_of, problem_in_words

MOST_TOLD = 12
"""Names in a sentence that says which there are."""


class Reader:
    """Reads one question of one member; `desks` are those they see, where that is known."""

    def __init__(
        self,
        member: Member,
        *,
        now: datetime,
        desks: Sequence[Desk] | None = None,
        names: Names | None = None,
    ) -> None:
        self.member = member
        self.now = now
        self.today = now.astimezone(ZoneInfo(member.zone)).date()
        self.seen = list(Desk.objects.visible_to(member)) if desks is None else list(desks)
        self.names = names or Names(self.seen)
        self.plan = Plan(desks=self.seen)
        self.said: set[str] = set()
        self.without: set[str] = set()
        self.takes: dict[str, Callable[[Part], None]] = {
            "": self._words,
            "subject": self._words,
            "file": self._words,
            "note": self._words,
            "desk": self._desk,
            "tag": self._tag,
            "priority": self._priority,
            "is": self._state,
            "assigned": self._assigned,
            "from": self._person,
            "to": self._person,
            "has": self._thing,
            "promised": self._promised,
            "before": self._day,
            "after": self._day,
            "field": self._field,
        }

    def read(self, text: str) -> Plan:
        question = read(text, keys=self.names.fields.in_question(text))
        self.plan.problems += [problem_in_words(problem) for problem in question.problems]
        # Several of these are taken as either; all else must hold together.
        desks, pressing = (
            [part for part in question.parts if part.name == name and not part.is_not]
            for name in ("desk", "priority")
        )
        for part in question.parts:
            if part not in desks and part not in pressing:
                self.takes[part.name](part)
        if pressing:
            self._of_priorities(pressing)
        if desks:
            self._at_desks(desks)
        self._among_statuses()
        return self.plan

    # -- words ---------------------------------------------------------------------------------

    def _words(self, part: Part) -> None:
        where = {"subject": "subject", "file": "files"}.get(part.name, "")
        asked = phrases_of(part)
        if not asked:
            self._refuse(_("“%(said)s” holds no word to look for."), part.value)
            return
        terms = [Term(tuple((where, phrase) for phrase in any_of)) for any_of in asked]
        if part.name == "note":
            terms.append(one_of_keys(key("k", "note")))
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
            "file": _("with %(said)s in a file"),
            "note": _("with %(said)s in a note"),
        }[part.name]
        self._tell(part, said % {"said": _("“%(words)s”") % {"words": part.value}})

    # -- where, and in whose hands -------------------------------------------------------------

    def _at_desks(self, parts: list[Part]) -> None:
        named = [desk for part in parts if (desk := self._desk_called(part.value))]
        if not named:
            return
        self.plan.desks = [desk for desk in self.plan.desks if desk in named]
        self.plan.has_desks = True
        self.plan.where &= Q(desk__in=named)
        names = _(" or ").join(desk.name for desk in named)
        self.plan.told.insert(0, _("at the desk %(names)s") % {"names": names})

    def _desk(self, part: Part) -> None:
        if desk := self._desk_called(part.value):
            self.plan.where &= ~Q(desk=desk)
            self.plan.desks = [one for one in self.plan.desks if one != desk]
            self.plan.has_desks = True
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

    def _tag(self, part: Part) -> None:
        self.plan.is_fleeting = True
        ids = self.names.tags.called(part.value)
        if not ids:
            known = self.names.tags.offered()
            if not known:
                return self._refuse(
                    _("There is no tag called “%(said)s”, nor any other."), part.value
                )
            words = _("There is no tag called “%(said)s”. There are: ")
            more = " …" if len(known) > MOST_TOLD else ""
            # A name may hold a sign that the sentence would take for its own.
            told = ", ".join(known[:MOST_TOLD]).replace("%", "%%") + more
            return self._refuse(words + told, part.value)
        self._where(part, bearing(ids))
        if not part.is_not:
            self.plan.tags.append(ids)
        return self._tell(part, _("tagged “%(said)s”") % {"said": part.value})

    def _of_priorities(self, parts: list[Part]) -> None:
        asked = [one for part in parts if (one := self._priority_called(part.value))]
        if not asked:
            return
        self.plan.priorities = list(dict.fromkeys(asked))
        self.plan.where &= Q(priority__in=asked)
        self.plan.has_more = True
        names = _(" or ").join(str(Conversation.Priority(one).label) for one in asked)
        self.plan.told.append(_("of priority %(names)s") % {"names": names})

    def _priority(self, part: Part) -> None:
        if one := self._priority_called(part.value):
            self.plan.where &= ~Q(priority=one)
            self.plan.has_more = True
            names = str(Conversation.Priority(one).label)
            self._tell(part, _("of priority %(names)s") % {"names": names})

    def _priority_called(self, said: str) -> str:
        if said.lower() in PRIORITIES:
            return said.upper()
        known = ", ".join(PRIORITIES)
        self._refuse(_("priority:%(said)s says nothing here. It may be: ") + known, said)
        return ""

    def _state(self, part: Part) -> None:
        said = part.value.lower()
        told = _states_in_words()
        if said not in told:
            known = ", ".join(STATES)
            return self._refuse(_("is:%(said)s says nothing here. It may be: ") + known, said)
        if said in STATUSES:
            (self.without if part.is_not else self.said).add(said)
            if not part.is_not:
                return None  # several are told as either, once all are known
        elif said == "overdue":
            self._due(part, self.now)
        elif said == "unread":
            self._where(part, self._unread())
        else:
            self._in_hands_of(part, self.member if said == "mine" else None)
        return self._tell(part, told[said])

    def _among_statuses(self) -> None:
        """Several are taken as either. As everywhere else, Spam is found where it is asked for."""
        self.plan.statuses = among_statuses(self.said, self.without)
        if self.plan.statuses:
            self.plan.where &= Q(status__in=self.plan.statuses)
        elif self.said or self.without:
            self.plan.is_nothing = True
        else:
            self.plan.where &= ~Q(status__in=["SPAM", "MERGED"])
        words = _states_in_words()
        if self.said:
            told = _(" or ").join(words[one] for one in STATUSES if one in self.said)
            self.plan.told.append(told)

    def _unread(self) -> Q:
        read = ReadMark.objects.filter(
            member=self.member,
            conversation=OuterRef("pk"),
            message_id__gte=OuterRef("last_in_message"),
        )
        return ~Q(last_in_message=0) & ~Q(Exists(read))

    def _in_hands_of(self, part: Part, member: Member | None) -> None:
        if not part.is_not and member and self.plan.assignee in {None, member}:
            self.plan.assignee = member
            self.plan.where &= Q(assignee=member)
        elif not part.is_not and member is None:
            self.plan.is_unassigned = True
            self.plan.where &= Q(assignee=None)
        else:
            self._where(part, Q(assignee=member))

    def _assigned(self, part: Part) -> None:
        said = part.value.lower()
        if said in {"me", "nobody"}:
            self._in_hands_of(part, self.member if said == "me" else None)
            self._tell(part, _("in your hands") if said == "me" else _("in nobody’s hands"))
            return None
        self.plan.is_fleeting = True
        found, teams = self.names.colleagues(said), self.names.teams(part.value)
        if not found and not teams:
            return self._refuse(_("Nobody at your desks is called “%(said)s”."), part.value)
        if len(found) == 1 and not teams:
            self._in_hands_of(part, Member(pk=found[0].pk))
        else:
            theirs = Q(assignee__in=[member.pk for member in found])
            self._where(part, theirs | Q(team__in=teams) if teams else theirs)
        names = _(" or ").join([*(one.name for one in found), *teams.values()])
        return self._tell(part, _("in the hands of %(names)s") % {"names": names})

    def _person(self, part: Part) -> None:
        kind = "f" if part.name == "from" else "t"
        said = part.value.lower().lstrip("@")
        if is_address(said):
            term = one_of_keys(key(kind, said))
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
        self.plan.is_fleeting = True
        asked = [("people", phrase) for any_of in phrases_of(part) for phrase in any_of]
        for address in self.names.addresses(part.value):
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
            self.plan.match.append(one_of_keys(key("h", "file")))
        elif said == "note" and not part.is_not:
            self.plan.match.append(one_of_keys(key("k", "note")))
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
        self._due(part, until)
        local = until.astimezone(ZoneInfo(self.member.zone))
        moment = local.strftime("%Y-%m-%d %H:%M")
        return self._tell(part, _("with a promise due before %(moment)s") % {"moment": moment})

    def _due(self, part: Part, until: datetime) -> None:
        """What holds such a promise."""
        self.plan.is_fleeting = True
        if part.is_not:
            due = due_before(until, self.member).filter(conversation=OuterRef("pk"))
            return self._where(part, Q(Exists(due)))
        self.plan.due = min(until, self.plan.due or until)
        return None

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
        self.plan.is_fleeting |= "-" not in part.value
        begin = self._midnight(day)
        if part.name == "before":
            self._where(part, Q(last_at__lt=begin))
            if not part.is_not:
                self.plan.until = min(begin, self.plan.until or begin)
            return self._tell(part, _("last touched before %(day)s") % {"day": day.isoformat()})
        self._where(part, Q(last_at__gte=begin))
        if not part.is_not:
            self.plan.since = max(begin, self.plan.since or begin)
        return self._tell(part, _("last touched on %(day)s or later") % {"day": day.isoformat()})

    def _field(self, part: Part) -> None:
        """What stands in a field, as far as its desk is seen."""
        self.plan.is_fleeting = True
        fields = self.names.fields.by_key[part.key]
        try:
            asked = asked_of(part, fields, today=self.today)
        except Unreadable as unreadable:
            self.plan.problems.append(str(unreadable))
            return
        self._where(part, having(asked.where))
        if not part.is_not:
            self.plan.valued = self.plan.valued or asked.sources
        self._tell(part, asked.told)

    # -- the small tools -----------------------------------------------------------------------

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.member.zone))

    def _where(self, part: Part, condition: Q) -> None:
        self.plan.has_more = True
        self.plan.where &= ~condition if part.is_not else condition

    def _tell(self, part: Part, words: str) -> None:
        self.plan.told.append(_("not %(words)s") % {"words": words} if part.is_not else words)

    def _refuse(self, words: str, said: str) -> None:
        self.plan.problems.append(words % {"said": said})


def plan_of(
    text: str,
    member: Member,
    *,
    now: datetime,
    desks: Sequence[Desk] | None = None,
    names: Names | None = None,
) -> Plan:
    """What the member asks for. Where something could not be read, `problems` says what.

    `desks` are those the member sees, where they are known. `names` may be shared by questions that
    are read at once.
    """
    plan = Reader(member, now=now, desks=desks, names=names).read(text)
    if plan.match and plan.desks and not member.is_owner:
        # The index itself holds back what lies at other desks.
        plan.match.append(one_of_keys(*(key("d", desk.pk) for desk in plan.desks)))
    return plan


def _states_in_words() -> dict[str, str]:
    return {
        "open": _("open"),
        "waiting": _("waiting for the customer"),
        "hold": _("on hold"),
        "closed": _("closed"),
        "spam": _("in Spam"),
        "unassigned": _("in nobody’s hands"),
        "mine": _("in your hands"),
        "overdue": _("with a promise that is overdue"),
        "unread": _("unread by you"),
    }
