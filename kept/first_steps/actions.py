"""What the guide does at a stroke; each of it can be done and changed in the settings too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kept.brand.actions import name_house
from kept.conversations.actions.desk import DeskSettings, TakenByDesk, change_desk, make_desk
from kept.conversations.models import Desk
from kept.first_steps.models import PutAway
from kept.hours.actions import change_hours, make_calendar
from kept.hours.actions.make import local_date
from kept.hours.models import Calendar
from kept.hours.queries import hours_at, house_calendar
from kept.hours.rules import Version
from kept.kit.hours import NINE_TO_FIVE
from kept.kit.hours.openings import Week
from kept.kit.refusals import NotAllowed
from kept.people.access import may_settle_house
from kept.people.actions import change_own_settings, make_team
from kept.people.models import Member, Team

LONGEST_SLUG = 40


@transaction.atomic
def settle_house(*, name: str, zone: str, language: str, by: Member, now: datetime) -> None:
    """What customers call us, and where and how the owner reads. Raises `NotAllowed`."""
    name_house(name, by=by, now=now)
    change_own_settings(by, zone=zone, language=language, now=now)


@transaction.atomic
def open_desk(*, name: str, address: str, by: Member, now: datetime) -> Desk:
    """A desk with its address, hours in the owner's zone, and a team of its name with them in it.

    Raises `NotAllowed`, `TakenByDesk`.
    """
    if not may_settle_house(by):
        raise NotAllowed
    name = name.strip()
    chosen = DeskSettings(
        name=name,
        slug=_free_slug(name),
        icon="inbox",
        calendar=_calendar(name, by=by, now=now),
        sender_name="",
        signature="{{name}}",
        addresses=[address],
        teams=[_team(name, by=by, now=now)],
    )
    try:
        with transaction.atomic():
            return make_desk(chosen, by=by, now=now)
    except IntegrityError as error:  # somebody else was quicker
        raise TakenByDesk from error


@transaction.atomic
def set_hours(desk: Desk, week: Week, *, zone: str, seen: UUID, by: Member, now: datetime) -> None:
    """The desk's week from today on. In another zone than its calendar's it gets one of its own.

    Raises `NotAllowed`, `ChangedMeanwhile`, `NeverOpenWeek`, `UnknownZone`, `NameTaken`.
    """
    if not may_settle_house(by):
        raise NotAllowed
    calendar = desk.calendar
    today = local_date(calendar, now=now)
    version = replace(hours_at(calendar, today), since=today, week=week)
    if zone == calendar.zone:
        change_hours(calendar, version, seen=seen, by=by, now=now)
        return
    made = make_calendar(name=_free_name(desk.name), zone=zone, version=version, by=by, now=now)
    change_desk(desk, _settings_of(desk, calendar=made), by=by, now=now)


@transaction.atomic
def put_away(*, by: Member, now: datetime) -> None:
    """No card on Today any more. What one's own screen looks like is no fact."""
    PutAway.objects.get_or_create(member=by, defaults={"at": now})


def _calendar(name: str, *, by: Member, now: datetime) -> Calendar:
    """The house's, where it keeps the owner's zone; a calendar's zone stays as it was made."""
    house = house_calendar()
    if house and house.zone == by.zone:
        return house
    first = Version(since=now.date(), week=NINE_TO_FIVE)
    return make_calendar(name=_free_name(name), zone=by.zone, version=first, by=by, now=now)


def _team(name: str, *, by: Member, now: datetime) -> Team:
    found = Team.objects.filter(name__iexact=name).first()
    if found is None:
        return make_team(name=name, members=[by], by=by, now=now)
    return found


def _free_name(desk: str) -> str:
    wanted = _("Hours of %(desk)s") % {"desk": desk[:60]}
    taken = set(Calendar.objects.filter(name__istartswith=wanted).values_list("name", flat=True))
    names = [wanted, *(f"{wanted} {n}" for n in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _free_slug(name: str) -> str:
    wanted = slugify(name)[: LONGEST_SLUG - 3] or "desk"
    taken = set(Desk.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(
        slug
        for slug in [wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))]
        if slug not in taken
    )


def _settings_of(desk: Desk, *, calendar: Calendar) -> DeskSettings:
    return DeskSettings(
        name=desk.name,
        slug=desk.slug,
        icon=desk.icon,
        calendar=calendar,
        sender_name=desk.sender_name,
        signature=desk.signature,
        addresses=[address.value for address in desk.addresses.all()],
        teams=list(desk.teams.all()),
        assigns_on_reply=desk.assigns_on_reply,
    )
