"""Eight weeks of plots, begun at their time and carried on until today or until they end."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kept.conversations.actions import File
from kept.conversations.models import Conversation
from kept.demo import calendar
from kept.demo.answers import plan_answer
from kept.demo.customers import PLACES, Person
from kept.demo.files import any_picture
from kept.demo.house import House
from kept.demo.plots import Plot, Turn, Vow, fill, vow_in, without_brackets
from kept.demo.tags import tags_for
from kept.demo.telling import Plan, Talk, customer_letter, our_letter, paper
from kept.kit.hours import Hours
from kept.promises import actions as promises
from kept.promises.models import Promise
from kept.promises.proposals import Span

LAMPS = (
    *("Lantern 7", "Heron reading lamp", "Small Moon pendant", "Wick table lamp", "Otter"),
    *("Tall Ines", "Harbour pendant", "Fold wall lamp", "Sixpence", "Bellflower pendant"),
)
COLOURS = ("moss", "chalk", "ink blue", "brick", "smoke", "wheat", "bottle green")
ROOMS = ("kitchen", "hall", "study", "bedroom", "staircase", "music room", "pantry")
PARTS = ("finial", "felt ring", "lever", "shade ring", "counterweight", "thumb screw")
CARRIERS = ("Hare Parcels", "Northline", "the courier")
STREETS = ("Magpie Lane", "Chandler Row", "Rope Walk", "Quince Street", "Little Wharf")

_CHASES = {
    "en": (
        (
            "You said I would hear from you. I have not.",
            "Has this been forgotten? I do not mean to press, but I was counting on it.",
        ),
        (
            "You are right, and you should not have had to ask. We promised and did not keep it, "
            "and nobody told you.",
            "It is done now. If there is anything that would be fair after this, tell me.",
        ),
    ),
    "de": (
        ("Sie wollten sich melden, und ich habe nichts gehört.",),
        ("Sie haben recht: Das haben wir versprochen und nicht gehalten. Jetzt ist es erledigt.",),
    ),
}
LEAST = timedelta(minutes=40)
"""Nobody promises for a time that has all but come."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a promise: kept (early or late), moved first, broken, released."""

    end: str
    is_moved: bool = False
    is_chosen: bool = False


class Teller:
    """Tells plots into a plan. Nothing happens after `until`; what is not finished stays open."""

    def __init__(self, plan: Plan, house: House, *, since: datetime, until: datetime) -> None:
        self.plan = plan
        self.house = house
        self.since = since
        self.until = until
        self.late_today = 0

    def tell(self, plot: Plot, person: Person, *, start: datetime, dice: random.Random) -> None:
        Thread(self, plot, person, dice).run(start)

    def fate(self, vow: Vow, made_at: datetime, dice: random.Random) -> Fate:
        """The house learns: week by week more is kept, and more of the rest is said in time."""
        progress = (made_at - self.since) / max(self.until - self.since, timedelta(hours=1))
        good = 0.56 + 0.38 * min(max(progress, 0), 1)
        if dice.random() < good:
            return Fate("kept")
        kind = dice.random()
        if kind < 0.34:
            return Fate("late")
        if vow.unit == "d" and kind < 0.62 + 0.14 * progress:
            return Fate("kept", is_moved=True, is_chosen=dice.random() < 0.4)
        if kind < 0.78:
            return Fate("released")
        return Fate("broken", is_moved=vow.unit == "d" and dice.random() < 0.3)


class Thread:
    """One plot on its way through the calendar."""

    def __init__(self, teller: Teller, plot: Plot, person: Person, dice: random.Random) -> None:
        self.teller = teller
        self.plan = teller.plan
        self.plot = plot
        self.person = person
        self.dice = dice
        self.hours: Hours = teller.house.desks[plot.desk].hours
        self.slots = slots_for(person, dice)
        self.staff = teller.house.serving(plot.desk)
        weights = [3 if index < 3 else 2 for index in range(len(self.staff))]
        self.lead = dice.choices(self.staff, weights)[0]
        self.talk = Talk(
            teller.house.desks[plot.desk],
            person,
            fill(plot.subject, self.slots, dice),
            dice,
            old_before=teller.until - timedelta(days=14),
        )
        self.fulfilled_at: datetime | None = None
        self.is_over = False
        self._planned: list[Span] = []
        self.is_last_ours = False

    def run(self, start: datetime) -> None:
        moment = start
        for number, turn in enumerate(self.plot.turns):
            if number:
                moment = self._next(turn, moment)
            if moment >= self.teller.until:
                return
            if turn.who == "<":
                self._letter(turn, moment, is_first=number == 0)
            elif turn.who == ">":
                moment = self._reply(turn, moment)
            else:
                self._note(turn, moment)
            if self.is_over:
                return
        self._end(moment)

    def _next(self, turn: Turn, moment: datetime) -> datetime:
        if "done" in turn.options and self.fulfilled_at:
            return max(self.fulfilled_at, moment + timedelta(minutes=3))
        if turn.who == "<":
            return calendar.soon_or_later(moment, self.dice)
        working_minutes = min(6 + self.dice.expovariate(1 / 70), 700)
        answered = self.hours.add(moment, working_minutes * 60)
        return max(answered, moment + timedelta(minutes=3))

    def _letter(self, turn: Turn, moment: datetime, *, is_first: bool) -> None:
        text = customer_letter(self.person, self._words(turn), is_first=is_first)
        files: list[File] = []
        shows_inside = "photo" in turn.options and self.dice.random() < 0.35
        if "photo" in turn.options and not shows_inside:
            name = self.dice.choice(("lamp.png", "shade-rim.png", "IMG_2041.png", "before.png"))
            files.append(any_picture(self.dice, name=name))
        if "pdf" in turn.options:
            files.append(self._paper())
        is_html = self.person.style % 4 == 1

        def write(now: datetime) -> None:
            self.talk.letter(
                text, files=tuple(files), picture_inside=shows_inside, is_html=is_html, now=now
            )

        self.plan.at(moment, write)
        self.is_last_ours = False
        if self.dice.random() < 0.03:
            self.slots = slots_for(self.person, self.dice) | {"order": self.slots["order"]}

    def _reply(self, turn: Turn, moment: datetime) -> datetime:
        words = self._words(turn, keep_brackets=True)
        vow = next(filter(None, map(vow_in, words)), None)
        said, (due_from, due_at) = self._due(vow, moment) if vow else ("", (None, moment))
        words = [without_brackets(part).replace("{due}", said) for part in words]
        if "done" in turn.options:
            self._sorry_if_late(words, moment)
        self._write(words, moment, is_with_paper="pdf" in turn.options)
        if vow:
            promised = _sentence(vow.words.replace("{due}", said))
            self._promise(vow, promised, (due_from, due_at), moment)
        return moment

    def _write(self, words: list[str], moment: datetime, *, is_with_paper: bool = False) -> None:
        text = our_letter(self.person, words, by=self.lead)
        files = (self._paper(),) if is_with_paper else ()

        # Whoever sees only what is assigned takes nothing: it is handed to them.
        giver = self.teller.house.member("Vesna") if self.lead.sees_only_assigned else self.lead

        def write(now: datetime) -> None:
            if self.talk.there.assignee_id is None and not self.talk.last_reply:
                self.talk.assign(self.lead, by=giver, now=now)
                self.talk.tag(tags_for(self.talk.subject), by=giver, now=now)
            self.talk.reply(text, by=self.lead, files=files, now=now)

        self.plan.at(moment, write)
        self.is_last_ours = True

    def _note(self, turn: Turn, moment: datetime) -> None:
        others = [member for member in self.staff if member != self.lead and member.name[0] != "P"]
        writer = self.dice.choice(others)
        text = "\n\n".join(self._words(turn))
        self.plan.at(moment, lambda now: self.talk.note(text, by=writer, now=now))

    def _promise(self, vow: Vow, words: str, due: Span, moment: datetime) -> None:
        due_from, due_at = due
        desk_keeps = words.startswith(("We", "You")) and self.dice.random() < 0.6
        keeper = None if desk_keeps else self.lead
        number = len(self._planned)
        self._planned.append(due)

        def make(now: datetime) -> None:
            self.talk.promise(
                words, due_at=due_at, due_from=due_from, keeper=keeper, by=self.lead, now=now
            )

        self.plan.at(moment, make)
        self._decide(vow, number, due, moment)

    def _decide(self, vow: Vow, number: int, due: Span, made_at: datetime) -> None:
        fate = self.teller.fate(vow, made_at, self.dice)
        due_from, due_at = due
        if fate.is_moved:
            (due_from, due_at), moved_at = self._move(fate, number, due, made_at)
        else:
            moved_at = made_at
        until = self.teller.until
        if fate.end == "kept":
            begin = max(due_from or moved_at, moved_at)
            settled = begin + (due_at - begin) * self.dice.uniform(0.35, 0.97)
            settled = min(max(self.hours.next_open(settled), begin), due_at - timedelta(minutes=4))
        elif fate.end == "late":
            settled = self.hours.add(due_at, self.dice.uniform(0.5, 9) * 3600)
        elif fate.end == "released":
            settled = moved_at + (due_at - moved_at) * self.dice.uniform(0.2, 0.7)
        else:
            settled = self.hours.add(due_at, self.dice.uniform(10, 30) * 3600)
        if settled >= until > due_at:
            # What ran out today or before is settled by now, but for a handful.
            self.teller.late_today += 1
            if self.teller.late_today > 2:
                fate, settled = Fate("kept"), due_at - timedelta(minutes=5)
        self.fulfilled_at = settled
        if fate.end == "broken" and settled < until and (self.person.style + number) % 2:
            self._own_up(number, (moved_at, due_at))
        if settled < until:
            self._settle(fate, number, settled)

    def _move(self, fate: Fate, number: int, due: Span, made_at: datetime) -> tuple[Span, datetime]:
        """Renegotiated before it is due: we say so, or the customer chooses on their page."""
        due_at = due[1]
        share = self.dice.uniform(0.3, 0.7) if self.dice.random() < 0.8 else 0.97
        moment = self.hours.next_open(made_at + (due_at - made_at) * share)
        moment = min(moment, due_at - timedelta(minutes=10))
        day = calendar.workday(due_at, self.hours, self.dice.randint(1, 3))
        if moment >= self.teller.until:
            return due, made_at
        begin, later = self._moved(due, day, moment)
        reason = self.dice.choice(
            ("The finisher is a day behind.", "The part has not arrived yet.", "Two of us are ill.")
        )
        said = calendar.words_for(later, now=moment, language=self.plot.language)
        if self.plot.language == "de":
            letter = f"ich schaffe es nicht rechtzeitig: Sie hören {said} von mir."
        else:
            letter = f"I will not manage what I said. {reason} You have it {said}; I am sorry."

        def move(now: datetime) -> None:
            promise = self.talk.vows[number]
            if fate.is_chosen:
                promises.offer_windows(promise, windows=[(begin, later)], by=self.lead, now=now)
                promises.choose(promise, due_at=later, now=now)
            else:
                promises.renegotiate(
                    promise, due_at=later, due_from=begin, reason=reason, by=self.lead, now=now
                )

        if not fate.is_chosen:
            self._write([letter], moment)
        self.plan.at(moment, move)
        return (begin, later), moment + timedelta(minutes=2)

    def _own_up(self, number: int, between: tuple[datetime, datetime]) -> None:
        """Before the date we say that it will not hold, and offer others; nobody chooses one."""
        begin, due_at = between
        moment = begin + (due_at - begin) * 0.8
        later = calendar.at(calendar.workday(due_at, self.hours, 2), 17)
        if self.plot.language == "de":
            letter = "das schaffe ich nicht rechtzeitig. Auf Ihrer Seite stehen andere Zeiten."
        else:
            letter = "I will not manage it by then, and I am sorry. On your page are other times."

        def tell(now: datetime) -> None:
            promise = self.talk.vows[number]
            promises.offer_windows(promise, windows=[(None, later)], by=self.lead, now=now)
            Promise.objects.filter(pk=promise.pk).update(was_told=True)

        self._write([letter], moment)
        self.plan.at(moment, tell)

    def _moved(self, due: Span, day: date, moment: datetime) -> Span:
        """That day: at the hours of an appointment, else until when the words for it say."""
        due_from, due_at = due
        if due_from:
            hours = (calendar.local(due_from).hour, calendar.local(due_at).hour)
            return calendar.at(day, hours[0]), calendar.at(day, hours[1])
        evening = calendar.at(day, 17)
        said = calendar.words_for(evening, now=moment, language="en")
        found = self.talk.due(f"You'll have it {said}", now=moment)
        return found or (None, evening)

    def _settle(self, fate: Fate, number: int, moment: datetime) -> None:
        def settle(now: datetime) -> None:
            promise = self.talk.vows[number]
            if fate.end in {"kept", "late"}:
                promises.keep(promise, by=self.lead, now=now)
                plan_answer(self.plan, promise, dice=self.dice, now=now, until=self.teller.until)
            elif fate.end == "broken":
                promises.give_up(promise, why="Nobody looked.", by=self.lead, now=now)
            elif self.dice.random() < 0.5:
                promises.release(promise, why="", by=None, now=now)
            else:
                why = "On the phone: no longer needed."
                promises.release(promise, why=why, by=self.lead, now=now)

        if fate.end in {"broken", "released"}:
            self.is_over = True
        if fate.end == "broken":
            self._chase(moment)
        elif fate.end == "released":
            self._let_off(moment)
        self.plan.at(moment, settle)

    def _let_off(self, moment: datetime) -> None:
        """They need it no more, and say so."""
        if self.plot.language == "de":
            words = "das hat sich erledigt, wir haben etwas anderes gefunden. Danke für Ihre Mühe!"
        else:
            words = "No need any more: I have found another way. Thank you for your trouble."
        text = customer_letter(self.person, [words], is_first=False)
        asked = moment - timedelta(minutes=2)
        self.plan.at(asked, lambda now: self.talk.letter(text, now=now))
        self._end(moment)

    def _chase(self, moment: datetime) -> None:
        """They had to ask, and we own up."""
        asked = moment - timedelta(minutes=self.dice.randint(20, 160))
        questions, answer = _CHASES[self.plot.language]
        text = customer_letter(self.person, [self.dice.choice(questions)], is_first=False)
        self.plan.at(asked, lambda now: self.talk.letter(text, now=now))
        self._write(list(answer), moment)
        self._end(moment)

    def _end(self, moment: datetime) -> None:
        """Closed after a day or two; now and then somebody is away, or a letter comes back."""
        moment = moment + timedelta(minutes=1)
        if self.is_last_ours and self.dice.random() < 0.035:
            away = f"I am out of the office until {calendar.local(moment):%-d %B}. Your mail waits."
            moment = moment + timedelta(seconds=30)
            self.plan.at(
                moment, lambda now: self.talk.letter(away, automatic="out_of_office", now=now)
            )
        open_vows = self.fulfilled_at is not None and self.fulfilled_at >= self.teller.until
        closed = self.hours.add(moment, self.dice.uniform(1, 14) * 3600)
        if open_vows or closed >= self.teller.until:
            is_parked = self.is_last_ours and moment < self.teller.until
            if is_parked and self.dice.random() < 0.3:
                hold = Conversation.Status.ON_HOLD
                self.plan.at(moment, lambda now: self.talk.status(hold, by=self.lead, now=now))
            return
        done = Conversation.Status.CLOSED
        self.plan.at(closed, lambda now: self.talk.status(done, by=self.lead, now=now))

    def _due(self, vow: Vow, moment: datetime) -> tuple[str, Span]:
        """The words for when, and the due time as the desk reads it in them."""
        meant = self._meant(vow, moment)
        while True:
            said = calendar.words_for(
                meant,
                now=moment,
                language=self.plot.language,
                is_appointment=vow.window is not None,
            )
            words = vow.words.replace("{due}", said)
            due = self.talk.due(words, language=self.plot.language, now=moment)
            if due is not None and due[1] >= moment + LEAST:
                return said, due
            if meant > moment + timedelta(days=40):
                raise ValueError(f"no word of {words!r} says when")
            # Today has too little left of it, or its words name none.
            meant = calendar.at(calendar.workday(meant, self.hours, 1), 17)

    def _meant(self, vow: Vow, moment: datetime) -> datetime:
        if vow.unit == "h":
            return self.hours.add(moment, vow.amount * 3600)
        return calendar.at(calendar.workday(moment, self.hours, vow.amount), 17)

    def _sorry_if_late(self, words: list[str], moment: datetime) -> None:
        if self._planned and moment > self._planned[-1][1] and self.plot.language == "en":
            words.insert(0, "This comes later than I said, and I am sorry for that.")

    def _words(self, turn: Turn, *, keep_brackets: bool = False) -> list[str]:
        filled = [fill(part, self.slots, self.dice) for part in turn.paragraphs]
        return filled if keep_brackets else [without_brackets(part) for part in filled]

    def _paper(self) -> File:
        number = self.slots["invoice"]
        return paper(f"{number}.pdf", f"No. {number}", self.person.name, self.slots["price"])


def slots_for(person: Person, dice: random.Random) -> dict[str, str]:
    colour, other = dice.sample(COLOURS, 2)
    return {
        "lamp": dice.choice(LAMPS),
        "colour": colour,
        "colour2": other,
        "room": dice.choice(ROOMS),
        "part": dice.choice(PARTS),
        "carrier": dice.choice(CARRIERS),
        "street": dice.choice(STREETS),
        "city": dice.choice(list(PLACES)),
        "org": person.organisation or "our house",
        "order": f"N-{dice.randint(30100, 31999)}",
        "invoice": f"{dice.randint(2100, 2999)}",
        "price": f"€{dice.choice((79, 89, 119, 129, 149, 180, 212, 248))}",
        "track": f"HP{dice.randint(10**8, 10**9 - 1)}",
        "n": str(dice.randint(2, 9)),
        "y": str(dice.randint(1968, 1984)),
        "first": person.first_name,
    }


def _sentence(words: str) -> str:
    words = words.strip()
    return words if words[-1] in ".!?" else f"{words}."
