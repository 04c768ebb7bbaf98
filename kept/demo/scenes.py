"""What lies on Mara's desk today: the conversations of which the pictures are made.

Their moments count back from now, so a demo started at night is as alive as one at noon.
"""

from __future__ import annotations

from datetime import datetime

from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Tag
from kept.demo import calendar
from kept.demo.files import picture
from kept.demo.stage import DAY, HOUR, Scene, Stage
from kept.demo.telling import paper
from kept.people.models import Member
from kept.promises import actions as promises

LETTER_WE_HOPED_NEVER_TO_GET = """\
Dear Northmoor,

I hoped not to write this letter. The reading lamp came this morning and the glass shade is \
cracked from rim to collar, just like the one in October. The box looked perfect.

It is for my mother. She turns seventy on Saturday and reads until two every night. Is there any \
chance of one that arrives whole, in time?

Ines Valdorra"""
HONEST_ANSWER = """\
Dear Ines,

I am sorry. Once is bad luck, twice is ours to explain. Please keep the glass away from small \
hands; you need not send anything back. {words}

Mara"""
FOUND_IN_BAY_4 = """\
October used the old single-wall box. The new one went into use on the 9th, but Bay 4 still had \
forty of the old. I have pulled them. @Mara, you can tell her that."""
THIRD_WRONG_BOX = """\
Mara,

third box, third time the wrong finish. My men stood about all Tuesday because of it and nobody \
rang. To be plain, I am fed up.

If the right ones are not here by Thursday noon I buy them somewhere else.

Bruno Tarkka"""
BEGUN = """\
Dear Ines,

I'll call you tomorrow morning and we'll replace it by Friday."""


class Day(Stage):
    """Mara's day. `play` puts all of it into the plan."""

    def play(self) -> None:
        self._october()
        self._cracked_shade()
        self._two_that_fall_due()
        self._three_that_wait()
        self._samples_and_words_for_the_packers()
        self._days_before()
        self._one_that_slips()
        self._nobodys_yet()
        self._letter_that_came_back()
        self._many_at_once()
        self._the_third_wrong_box()

    def _october(self) -> None:
        """The first cracked shade: five promises kept, and an explanation that never came."""
        by = self.tobias
        scene = self.begin("ines", "Cracked glass, a reading lamp")
        start = 47 * DAY
        scene.theirs(start, "The shade of my reading lamp is cracked. What shall I do?")
        scene.taken(start - 30, by=by)
        kept = (
            ("I'll send you a new shade {due}.", 2, 1.6),
            ("I'll write to you the moment it leaves.", 3, 2.5),
            ("I'll call you {due}.", 6, 5.8),
            ("We'll refund the courier {due}.", 9, 7.1),
            ("I'll ask the glazier and tell you {due}.", 13, 12.7),
        )
        for number, (plan, due, settled) in enumerate(kept):
            moment = start - (0.2 + number * 0.3) * DAY
            due_at = self._end_of_workday(start - due * DAY)
            words = plan.format(due=self.by_day(due_at, said=moment))
            scene.ours(moment, f"Dear Ines,\n\n{words}\n\nTobias", by=by)
            scene.vow(moment, words, by=by, otherwise=(None, due_at))
            scene.kept(start - settled * DAY, by=by, vow=number)
        explained_by = self._end_of_workday(start - 20 * DAY)
        words = f"You'll have our explanation {self.by_day(explained_by, said=start - 2 * DAY)}."
        scene.ours(start - 2 * DAY, f"Dear Ines,\n\n{words}\n\nTobias", by=by)
        scene.vow(start - 2 * DAY, words, by=by, desk=True)
        self.plan.at(
            self.ago(start - 2.2 * DAY),
            lambda now: promises.dispute(
                scene.talk.vows[0], words="The parcel is not here yet.", by=None, now=now
            ),
        )
        scene.kept(start - 2.9 * DAY, by=by, vow=0)
        scene.theirs(start - 3 * DAY, "The new shade is here, and whole. Thank you.")
        self.plan.at(
            self.ago(start - 3.1 * DAY),
            lambda now: promises.confirm(scene.talk.vows[0], by=None, now=now),
        )
        scene.status(start - 4 * DAY, Conversation.Status.CLOSED, by=by)
        self.plan.at(
            self.ago(start - 25 * DAY),
            lambda now: promises.give_up(
                scene.talk.vows[5], why="Tobias was away and nobody took it over.", by=by, now=now
            ),
        )

    def _cracked_shade(self) -> None:
        scene = self.begin("ines", "The shade has cracked again")
        photo = picture(3, name="shade-rim.png")
        scene.theirs(154, LETTER_WE_HOPED_NEVER_TO_GET, files=(photo,))
        self.plan.at(
            self.ago(150),
            lambda now: self.people["ines"].remember(2, by=self.mara, now=now),
        )
        scene.taken(129, by=self.mara)
        scene.tagged(128, "Breakage", "Gift", by=self.mara)
        scene.pressing(127, "HIGH", by=self.mara)
        by_then = scene.by_clock(46, said=125)
        words = f"I'll look into the packing and write to you {by_then}."
        scene.ours(125, HONEST_ANSWER.format(words=words), by=self.mara)
        scene.vow(125, words, by=self.mara)
        scene.note(54, FOUND_IN_BAY_4, by=self.tobias)
        scene.theirs(
            12,
            "Thank you for the honest answer. If you know more tomorrow, I am at home until noon.",
        )
        self.plan.at(
            self.ago(2),
            lambda now: conversations.save_draft(
                scene.talk.there, kind="REPLY", text=BEGUN, by=self.mara, now=now
            ),
        )

    def _two_that_fall_due(self) -> None:
        orrin = self.begin("orrin", "Invoice 2207 twice", desk="Billing")
        orrin.theirs(
            230,
            "Dear Northmoor,\n\nInvoice 2207 has come twice, with two different sums. Which one "
            "is true?\n\nOrrin Baptiste",
            files=(paper("2207.pdf", "No. 2207", "Orrin Baptiste", "EUR 412.00"),),
        )
        orrin.taken(190, by=self.mara)
        orrin.tagged(189, "Invoice", by=self.mara)
        words = f"I'll send the corrected invoice {orrin.by_clock(76, said=188)}."
        orrin.ours(
            188,
            f"Dear Orrin,\n\nThe second one is wrong, please do not pay it. {words}\n\nMara",
            by=self.mara,
        )
        orrin.vow(188, words, by=self.mara)
        orrin.theirs(43, "Thank you, I will wait for the new one.\n\nOrrin")

        bar = self.begin("café", "Twelve pendants for the bar")
        bar.theirs(
            2 * DAY + 90,
            "Bonjour Northmoor,\n\nWe would like twelve pendants over the bar, in brass. There is "
            "a steam machine right below. Is that wise?\n\nThe people of Café Meridiem",
            is_html=True,
        )
        bar.taken(2 * DAY, by=self.mara)
        bar.tagged(2 * DAY - 1, "Trade", by=self.mara)
        words = f"I'll call you about brass and steam {bar.by_clock(-20, said=DAY)}."
        bar.ours(DAY, f"Dear all,\n\nA fair question. {words}\n\nMara", by=self.mara)
        bar.vow(DAY, words, by=self.mara)
        bar.note(168, "@Ada, would the brass age well in steam?", by=self.mara)
        bar.theirs(146, "We are at the bar all day. The machine is the loud one.")
        self.plan.at(
            self.ago(4),
            lambda now: conversations.save_draft(
                bar.talk.there,
                kind="NOTE",
                text="Lacquered it does. Unlacquered it",
                by=self.ada,
                now=now,
            ),
        )

    def _three_that_wait(self) -> None:
        letters = (
            (
                *("wen", "Which bulb for a draughty hall?", 24),
                "The one I have flickers whenever the door opens, and the door opens often. Which "
                "bulb would you put into the Lantern 7?\n\nWen",
            ),
            (
                *("pilar", "Delivery to a houseboat", 52),
                "The courier says there is no such address. There is; it is called Marguerite and "
                "lies at berth nine. What can we do?\n\nPilar Osei-Lund",
            ),
        )
        for who, subject, ago, text in letters:
            scene = self.begin(who, subject)
            scene.theirs(ago, text)
            scene.taken(ago - 5, by=self.mara)
            if who == "pilar":
                scene.pressing(ago - 6, "URGENT", by=self.mara)
        hollis = self.begin("hollis", "Trade account, second site")
        hollis.theirs(
            26 * HOUR,
            "We open a second shop on the first. May it order on the same account?\n\nMargery "
            "Hollis, and daughter",
        )
        hollis.taken(25 * HOUR, by=self.mara)
        hollis.tagged(24.9 * HOUR, "Trade", by=self.mara)
        words = f"You'll have our answer {self._by_noon(said=24.5 * HOUR)}."
        hollis.ours(
            24.5 * HOUR,
            "Dear both,\n\nI have to ask whether one account may have two addresses. "
            f"{words}\n\nMara",
            by=self.mara,
        )
        hollis.vow(24.5 * HOUR, words, by=self.mara, desk=True)
        hollis.theirs(
            124,
            "We open on the first and would like the lamps to hang by then. Is there anything you "
            "need from us meanwhile?",
        )

    def _samples_and_words_for_the_packers(self) -> None:
        bruno = self.begin("bruno", "Which brass is it?")
        bruno.theirs(
            DAY + 200,
            "The catalogue shows one brass, the shop another and your film a third. Could I see "
            "them?\n\nBruno Tarkka",
        )
        bruno.taken(DAY + 180, by=self.mara)
        words = f"Three brass samples will be with you {self._by_noon(said=DAY)}."
        bruno.ours(DAY, f"Dear Bruno,\n\nYou can. {words}\n\nMara", by=self.mara)
        bruno.vow(DAY, words, by=self.mara)
        bruno.theirs(
            217, "The catalogue shows one, the shop another. I look forward to the third.\n\nBruno"
        )
        theodora = self.begin("theodora", "A word about your packers")
        theodora.theirs(
            3 * DAY,
            "Please tell them it arrived perfect: three lamps, two borders, not a scratch. "
            "Somebody folded a paper bird into the box. It sits on my desk.\n\nTheodora Lisle",
            is_html=True,
        )
        theodora.taken(2.9 * DAY, by=self.mara)
        theodora.tagged(2.8 * DAY, "Praise", by=self.mara)
        theodora.pressing(2.8 * DAY, "LOW", by=self.mara)

    def _days_before(self) -> None:
        mara = self.mara
        anselm = self.begin("anselm", "Returned by post", desk="Billing")
        anselm.theirs(4 * DAY, "The pendant is too large. It goes back to you today.\n\nAnselm Vry")
        anselm.taken(3.9 * DAY, by=mara)
        anselm.tagged(3.85 * DAY, "Return", by=mara)
        words = "You'll have your refund two days after the parcel is here."
        anselm.ours(3.8 * DAY, f"Dear Anselm,\n\nNo trouble. {words}\n\nMara", by=mara)
        anselm.vow(3.8 * DAY, words, by=mara, otherwise=self.workday(1, 17))
        anselm.theirs(1.2 * DAY, "It is on its way, number below.\n\nHP 402 118 733\n\nAnselm")
        anselm.ours(
            DAY,
            "Dear Anselm,\n\nThe carrier is a day behind, so the refund will be too: you have it "
            "a day later than I said.\n\nMara",
            by=mara,
        )
        self.plan.at(
            self.ago(DAY),
            lambda now: promises.renegotiate(
                anselm.talk.vows[0],
                due_at=self.workday(2, 17)[1],
                reason="The carrier is a day behind.",
                by=mara,
                now=now,
            ),
        )
        greta = self.begin("greta", "Dimmer hums")
        greta.theirs(3 * DAY, "The dimmer hums, and only in the evening.\n\nGreta")
        greta.taken(2.9 * DAY, by=mara)
        words = "I'll find you a dimmer that does not hum."
        greta.ours(2.8 * DAY, f"Dear Greta,\n\n{words}\n\nMara", by=mara)
        greta.vow(2.8 * DAY, words, by=mara, otherwise=self.workday(3, 17))
        self.plan.at(
            self.ago(2.5 * DAY),
            lambda now: promises.offer_windows(
                greta.talk.vows[0],
                windows=[self.workday(4, 12), self.workday(5, 17)],
                by=mara,
                now=now,
            ),
        )
        greta.theirs(1.3 * DAY, "I will try the other socket tonight.")
        greta.ours(1.2 * DAY, "Dear Greta,\n\nDo, and tell me.\n\nMara", by=mara)
        jun = self.begin("jun", "Second screen for packing", desk="Internal")
        jun.theirs(1.5 * DAY, "The list and the labels do not fit on one. No hurry, next week.")
        jun.taken(1.4 * DAY, by=mara)
        words = f"You'll hear from me {self.by_day(self.workday(3, 17)[1], said=1.3 * DAY)}."
        jun.ours(1.3 * DAY, f"Hello Jun,\n\n{words}\n\nMara", by=mara)
        jun.vow(1.3 * DAY, words, by=mara)
        mikael = self.begin("mikael", "Spare switch, 1974 model")
        mikael.theirs(6 * DAY, "Is there any hope for a switch from 1974?\n\nMikael Drost")
        mikael.taken(5.9 * DAY, by=mara)
        looked_for = self._end_of_workday(1.4 * DAY)
        words = f"I'll look for the 1974 switch {self.by_day(looked_for, said=5.8 * DAY)}."
        mikael.ours(5.8 * DAY, f"Dear Mikael,\n\n{words}\n\nMara", by=mara)
        mikael.vow(5.8 * DAY, words, by=mara)
        mikael.ours(2.5 * DAY, "Dear Mikael,\n\nFound, in the blue tin.\n\nMara", by=mara)
        mikael.kept(2.5 * DAY, by=mara)
        mikael.theirs(
            2.2 * DAY,
            "You found one! I cannot believe it. You rang when you said you would. Nobody does "
            "that. My switch from 1974 clicks like new.",
        )
        mikael.ours(2.1 * DAY, "Dear Mikael,\n\nThat made my Sunday.\n\nMara", by=mara)

    def _the_third_wrong_box(self) -> None:
        """Angry, with reason, and not answered yet."""
        scene = self.begin("bruno", "Twelve wall lamps, the third box")
        scene.theirs(96, THIRD_WRONG_BOX)
        scene.taken(88, by=self.mara)

    def _one_that_slips(self) -> None:
        """Moved three times, each time before anybody asked: early, and still a wait."""
        by = self.tobias
        scene = self.begin("wen", "A name on the foot of a lamp")
        scene.theirs(13 * DAY, "Could you engrave a name on the foot? It is for a christening.")
        scene.taken(12.9 * DAY, by=by)
        words = "You'll have the engraved foot as soon as the engraver is back."
        scene.ours(12.8 * DAY, f"Dear Wen,\n\nWe can. {words}\n\nTobias", by=by)
        first = self._end_of_workday(8 * DAY)
        scene.vow(12.8 * DAY, words, by=by, otherwise=(None, first))
        for moved, to, why in (
            (10 * DAY, self._end_of_workday(5 * DAY), "The engraver has a cold."),
            (7 * DAY, self._end_of_workday(3 * DAY), "The first foot came back with a scratch."),
            (4.5 * DAY, self.workday(3, 17)[1], "The engraver asks for the spelling once more."),
        ):
            self._moved_early(scene, moved, to=to, why=why, by=by)

    def _moved_early(self, scene: Scene, ago: float, *, to: datetime, why: str, by: Member) -> None:
        scene.ours(ago, f"Dear Wen,\n\n{why} I am sorry, it takes longer.\n\nTobias", by=by)
        self.plan.at(
            self.ago(ago),
            lambda now: promises.renegotiate(
                scene.talk.vows[0], due_at=to, reason=why, by=by, now=now
            ),
        )

    def _nobodys_yet(self) -> None:
        for who, subject, ago, text in (
            (
                *("henrike", "Zwei Leuchten, eine Rechnung / two lamps, one invoice", 71),
                "Guten Tag,\n\nich habe zwei Leuchten bestellt und drei Rechnungen bekommen. "
                "My husband reads these letters too and asks me to add in English: which one "
                "shall we pay?\n\nViele Grüße\nHenrike Aumüller",
            ),
            (
                *("corvin", "Do you still make the Sixpence?", 33),
                "It is not in the new catalogue, and I need one more for a row of five.\n\nCorvin",
            ),
            (
                *("theodora", "One more paper bird", 96),
                "My neighbour has ordered and asks whether the bird is included.\n\nTheodora",
            ),
        ):
            desk = "Billing" if who == "henrike" else "Orders"
            self.begin(who, subject, desk=desk).theirs(ago, text)

    def _letter_that_came_back(self) -> None:
        scene = self.begin("corvin", "A catalogue, please")
        scene.theirs(5 * DAY, "Could you send me a catalogue on paper? My address is below.")
        scene.taken(4.9 * DAY, by=self.ada)
        scene.ours(4.8 * DAY, "Dear Corvin,\n\nIt is in the post.\n\nAda", by=self.ada)
        self.plan.at(
            self.ago(4.8 * DAY - 2),
            lambda now: scene.talk.bounce(
                "Your letter could not be delivered: there is no such address here.", now=now
            ),
        )

    def _many_at_once(self) -> None:
        """Vesna sorts what lies at Billing, all in one go."""
        vesna, desk = self.house.member("Vesna"), self.house.desks["Billing"]

        def sort(now: datetime) -> None:
            open_ = Conversation.objects.filter(desk=desk, status=Conversation.Status.OPEN)
            newest = open_.order_by("-last_at", "-pk").values_list("pk", flat=True)
            tag = Tag.objects.get(key="invoice")
            bulk = conversations.begin_bulk(
                list(newest[:12]), act="TAG", value=str(tag.pk), by=vesna, now=now
            )
            conversations.carry_on(bulk, now=now)

        self.plan.at(self.ago(3), sort)

    def _end_of_workday(self, ago: float) -> datetime:
        """Five o'clock of the working day that comes after this moment."""
        return calendar.at(calendar.workday(self.ago(ago), self.hours, 1), 17)

    def _by_noon(self, *, said: float) -> str:
        """Noon of the next working day, as one says it then."""
        day = self.by_day(self.workday(1, 12)[1], said=said)
        return f"{day} noon" if day.startswith("by ") else f"by {day} noon"
