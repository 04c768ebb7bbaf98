"""How far the house has come, and what keeps a first letter from coming."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, Q

from kept.brand.models import Brand
from kept.conversations.models import Conversation, Desk, DeskAddress, Message
from kept.first_steps.models import PutAway
from kept.first_steps.rules import STEPS, Progress
from kept.hours.models import CalendarVersion, WeekWindow
from kept.mail.models import Delivery, Mailbox, Outgoing
from kept.people.models import Invitation, Member

AS_IT_CAME = Q(opens=9 * 60, closes=17 * 60, weekday__lt=5)
"""A window of a week that nobody has chosen, see `NINE_TO_FIVE`."""


def progress(*, now: datetime) -> Progress:
    """In one query."""
    connected = Q(provider="") | Q(connected_at__isnull=False)
    answers = Message.objects.filter(way=Message.Way.OUT, member__isnull=False, is_aside=False)
    letters = Message.objects.filter(way=Message.Way.IN)
    found = Member.objects.annotate(
        has_house=Exists(Brand.objects.filter(desk=None).exclude(name="")),
        has_desk=Exists(DeskAddress.objects.all()),
        has_mail=Exists(Mailbox.objects.filter(connected, is_on=True)) | Exists(letters),
        has_hours=Exists(WeekWindow.objects.exclude(AS_IT_CAME))
        | Exists(CalendarVersion.objects.exclude(country="")),
        has_people=Exists(Member.objects.order_by("pk")[1:])
        | Exists(Invitation.objects.open(now=now)),
        has_letter=Exists(letters),
        has_answer=Exists(answers),
    )
    row = found.order_by("pk").values_list(*(f"has_{step}" for step in STEPS)).first()
    return Progress(*map(bool, row or ()))


def is_wanted(member: Member) -> bool:
    """Whether Today shows the card: owners until a letter was answered, or until they say no."""
    if not member.is_owner:
        return False
    answers = Message.objects.filter(way=Message.Way.OUT, member__isnull=False, is_aside=False)
    over = Exists(PutAway.objects.filter(member=member)) | Exists(answers)
    return not Member.objects.filter(over, pk=member.pk).exists()


def first_desk(member: Member) -> Desk | None:
    """The one the guide speaks of: the oldest that has an address."""
    found = Desk.objects.visible_to(member).filter(addresses__isnull=False).distinct()
    return found.select_related("calendar").prefetch_related("addresses").order_by("pk").first()


def newest_letter(member: Member) -> Message | None:
    """The latest letter that came in, with its conversation; None while none has."""
    seen = Conversation.objects.visible_to(member)
    found = Message.objects.filter(way=Message.Way.IN, conversation__in=seen)
    return found.select_related("conversation__customer").order_by("-pk").first()


def first_answer(member: Member) -> Message | None:
    """The latest letter one of us wrote."""
    seen = Conversation.objects.visible_to(member)
    found = Message.objects.filter(way=Message.Way.OUT, member__isnull=False, is_aside=False)
    found = found.filter(conversation__in=seen)
    return found.select_related("conversation__customer").order_by("-pk").first()


def copy_of(answer: Message) -> Outgoing | None:
    """What became of it on its way."""
    return Outgoing.objects.filter(message=answer).order_by("pk").first()


@dataclass(frozen=True, slots=True)
class Ways:
    """How letters come in here and leave."""

    mailboxes: list[Mailbox]
    door_host: str
    door_port: int
    has_way_out: bool
    address: str

    @property
    def has_door(self) -> bool:
        return self.door_port > 0


def ways(member: Member) -> Ways:
    desk = first_desk(member)
    return Ways(
        mailboxes=list(Mailbox.objects.visible_to(member).select_related("desk").order_by("pk")),
        door_host=settings.MAIL_HOST,
        door_port=settings.MAIL_PORT,
        has_way_out=bool(settings.SMTP_URL),
        address=desk.addresses.all()[0].value if desk else "",
    )


@dataclass(frozen=True, slots=True)
class Stuck:
    """Letters that came and did not get through: in the tray, or waiting to be read."""

    in_tray: int
    unread: int


def stuck() -> Stuck:
    tray = Delivery.objects.filter(state=Delivery.State.TRAY)[:100].count()
    unread = Delivery.objects.filter(state=Delivery.State.SPOOLED)[:100].count()
    return Stuck(in_tray=tray, unread=unread)
