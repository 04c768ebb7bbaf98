"""What went wrong and is put right, at different steps; and one boundary that was warned of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kept.demo.stage import DAY, HOUR, Scene, Stage
from kept.people.models import Member
from kept.promises.actions import sweep
from kept.recovery import actions
from kept.recovery.models import Boundary, Recovery
from kept.recovery.queries import boundary_of

Act = Callable[..., Any]
_WARNING = """\
Dear Anselm,

I want to go on helping you with the pendant, and I will.

What you wrote last attacks the person who reads it. If words like these come again, we end this \
contact, and you hear so from us.

Ada"""


@dataclass(frozen=True, slots=True)
class Case:
    """What is put right in one scene. Every moment is minutes before now."""

    scene: Scene
    owner: Member

    def open(self, ago: float, why: str, severity: str = "SERIOUS", origin: str = "HAND") -> None:
        self._at(
            ago,
            lambda now: actions.open_recovery(
                self.scene.talk.there, why=why, severity=severity, origin=origin, by=self.owner,
                now=now,
            ),
        )  # fmt: skip

    def broken(self, ago: float) -> None:
        """By the promise of this scene, whose date has passed."""

        def hear(now: datetime) -> None:
            sweep.break_due(now=now)
            actions.open_for_promise(self.scene.talk.vows[0].pk, now=now)

        self._at(ago, hear)

    def said(self, ago: float, step: str, words: str) -> None:
        self._do(ago, actions.do_step, step, words=words)

    def skipped(self, ago: float, step: str, why: str) -> None:
        self._do(ago, actions.skip, step, why=why)

    def fair(self, ago: float, words: str, amount: int | None = None) -> None:
        """By the customer's own word, on their page."""
        named = {"amount": amount, "currency": "EUR"} if amount else {}
        self._do(ago, actions.say_remedy, words=words, **named, by=None)

    def agreed(self, ago: float, words: str, *, due: float) -> None:
        """`due` in minutes before now, or less than none."""
        self._do(ago, actions.agree, words=words, due_at=self.scene.stage.ago(due))

    def fixed(self, ago: float, words: str) -> None:
        self._do(ago, actions.fix, words=words, keeps_first=True)

    def confirmed(self, ago: float) -> None:
        self._do(ago, actions.confirm_fixed, by=None)

    def followed(self, ago: float, planned: float, words: str) -> None:
        due_at = self.scene.stage.ago(ago - DAY)
        asks = "I ask you again whether all is well."
        self._do(planned, actions.plan_follow_up, words=asks, due_at=due_at)
        self._do(ago, actions.follow_up, words=words)

    def learnt(self, ago: float, cause: str, words: str) -> None:
        self._do(ago, actions.log_cause, cause=cause, words=words)

    def listens(self, ago: float) -> None:
        self._do(ago, actions.listen)

    def _do(self, ago: float, act: Act, *given: Any, **more: Any) -> None:
        by = more.pop("by", self.owner)
        self._at(ago, lambda now: act(self._found(), *given, by=by, now=now, **more))

    def _found(self) -> Recovery:
        return Recovery.objects.open().get(conversation=self.scene.talk.there)

    def _at(self, ago: float, deed: Callable[[datetime], object]) -> None:
        self.scene.plan.at(self.scene.stage.ago(ago), deed)


def tell(stage: Stage) -> None:
    """The story of five of them, into the plan of today's stage."""
    _asked_what_would_be_fair(stage)
    _agreed(stage)
    _thanked(stage)
    _only_heard(stage)
    _warned(stage)


def _asked_what_would_be_fair(stage: Stage) -> None:
    scene = stage.begin("wen", "Charged twice for one shade")
    case, by = Case(scene, stage.mara), stage.mara
    scene.theirs(2 * DAY, "You have charged me twice for one shade, and nobody has answered me.")
    scene.taken(2 * DAY - 20, by=by)
    case.open(2 * DAY - 25, "Charged twice, and no answer for a week.", origin="COMPLAINT")
    case.said(2 * DAY - 40, "ACKNOWLEDGE", "Rang her: it is true, and ours to mend.")
    scene.ours(
        2 * DAY - 90,
        "Dear Wen,\n\nYou are right, it was charged twice. What would be fair to you?\n\nMara",
        by=by,
    )
    case.fair(5 * HOUR, "The second charge back, and €12 for the calls I made.", 1_200)


def _agreed(stage: Stage) -> None:
    scene = stage.begin("bruno", "The lamps went to the wrong site")
    case, by = Case(scene, stage.tobias), stage.tobias
    scene.theirs(6 * DAY, "Six lamps stand at our old site, and the electrician waits at the new.")
    scene.taken(6 * DAY - 30, by=by)
    words = "The courier brings them over"
    scene.vow(6 * DAY - 60, words, by=by, otherwise=(None, stage.ago(4 * DAY)))
    case.broken(4 * DAY - 1)
    scene.theirs(3.5 * DAY, "They are still not here. I pay an electrician for waiting.")
    scene.ours(
        3.4 * DAY + 10,
        "Dear Bruno,\n\nWe failed you with this, and cost you a day. I am sorry.\n\nTobias",
        by=by,
    )
    case.said(3.4 * DAY, "ACKNOWLEDGE", "Rang him. He has lost a day.")
    case.said(3.4 * DAY - 5, "APOLOGISE", "On the phone, and by name.")
    case.fair(3.2 * DAY, "Bring them tomorrow, and pay for the electrician's hour.", 9_500)
    case.agreed(
        1.1 * DAY, "A driver of ours brings all six to the new site, before noon", due=-1.2 * DAY
    )


def _thanked(stage: Stage) -> None:
    scene = stage.begin("greta", "A scratch where the light falls")
    case, by = Case(scene, stage.tobias), stage.tobias
    scene.theirs(20 * DAY, "The brass is scratched, just where one looks. It was to be a present.")
    scene.taken(20 * DAY - 40, by=by)
    scene.ours(
        20 * DAY - 42,
        "Dear Greta,\n\nI am sorry. A present should not look like that. What is fair?\n\nTobias",
        by=by,
    )
    case.open(20 * DAY - 45, "A present that cannot be given.")
    case.said(20 * DAY - 50, "ACKNOWLEDGE", "In my letter.")
    case.said(20 * DAY - 55, "APOLOGISE", "By name, and for the day it was meant for.")
    case.fair(19 * DAY, "A whole one before Sunday. Nothing else.")
    case.agreed(19 * DAY - 60, "A new one by courier, before Sunday", due=16 * DAY)
    case.fixed(17 * DAY, "Polished, packed by hand, and sent by courier.")
    case.confirmed(16 * DAY)
    case.skipped(16 * DAY - 20, "GESTURE", "She wants none: a whole lamp was what she asked for.")
    case.followed(9 * DAY, 15.9 * DAY, "It hangs over her sister's desk, and both are glad.")
    case.learnt(9 * DAY - 10, "PARTNER", "The polisher stacks them without felt. He knows now.")
    scene.theirs(
        8.5 * DAY,
        "You did not argue once, and you asked me again. Thank you. I tell people.",
    )
    scene.plan.at(stage.ago(8.4 * DAY), lambda now: scene.talk.status("CLOSED", by=by, now=now))


def _only_heard(stage: Stage) -> None:
    scene = stage.begin("corvin", "What the fitter said to my father")
    case, by = Case(scene, stage.tobias), stage.tobias
    scene.theirs(30 * HOUR, "I want nothing from you. But you should know how he spoke to him.")
    scene.taken(29 * HOUR, by=by)
    case.open(29 * HOUR - 5, "The fitter we named was rude to his father.", "MINOR")
    scene.ours(
        28 * HOUR + 5,
        "Dear Corvin,\n\nThank you for telling us. I took it to heart.\n\nTobias",
        by=by,
    )
    case.said(28 * HOUR, "ACKNOWLEDGE", "Rang him, and mostly listened.")
    case.listens(28 * HOUR - 5)


def _warned(stage: Stage) -> None:
    scene = stage.begin("anselm", "Third letter about the pendant")
    by = stage.ada
    scene.theirs(3 * HOUR, "Are you all stupid there? Send somebody who can read, you idiot.")
    scene.taken(2.8 * HOUR, by=by)

    def note(now: datetime) -> Boundary:
        words = "Called me an idiot, and all of us stupid. The third time this week."
        return actions.note_boundary(scene.talk.there, words=words, by=by, now=now)

    def warn(now: datetime) -> None:
        found = boundary_of(scene.talk.there)
        assert found is not None  # noqa: S101  it was noted before
        done = actions.warn(
            found, check="NO_SIGN", text=_WARNING, submit_id=UUID(int=33_001), by=by, now=now
        )
        assert done.warning is not None  # noqa: S101
        scene.talk.carry(done.warning, now=now)

    stage.plan.at(stage.ago(2.7 * HOUR), note)
    stage.plan.at(stage.ago(2.5 * HOUR), warn)
