"""The brand of the house or of a desk is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from kept.brand.events import BrandChanged
from kept.brand.models import Brand
from kept.brand.queries import forget_brands
from kept.brand.rules import LONGEST_NAME, NoColour, read_colour
from kept.conversations.models import Desk
from kept.kit import blobs
from kept.kit.refusals import NotAllowed, Refusal
from kept.ledger import record
from kept.people.access import may_settle_house
from kept.people.models import Member


class BadColour(Refusal):
    code = "brand_colour"
    message = gettext_lazy("Write the colour as six digits, such as #1a5fb4.")


@dataclass(frozen=True, slots=True)
class Logo:
    """A PNG that we drew. Its content lies in the blob store before an action is called."""

    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class BrandSettings:
    """All that an owner chooses. Empty, or no logo: as the house has it."""

    name: str = ""
    accent: str = ""
    logo: Logo | None = None


@transaction.atomic
def change_brand(desk: Desk | None, chosen: BrandSettings, *, by: Member, now: datetime) -> Brand:
    """Of the house where there is no `desk`. Raises `NotAllowed`, `BadColour`."""
    logo = chosen.logo
    values = {
        "name": chosen.name.strip()[:LONGEST_NAME],
        "accent": _colour(chosen.accent),
        "logo": logo.sha256 if logo else "",
        "logo_width": logo.width if logo else 0,
        "logo_height": logo.height if logo else 0,
    }
    return _save(desk, values, by=by, now=now)


@transaction.atomic
def name_house(name: str, *, by: Member, now: datetime) -> Brand:
    """What customers call us, and nothing else of the brand. Raises `NotAllowed`."""
    return _save(None, {"name": name.strip()[:LONGEST_NAME]}, by=by, now=now)


def _save(desk: Desk | None, values: dict[str, object], *, by: Member, now: datetime) -> Brand:
    if not may_settle_house(by):
        raise NotAllowed
    brand, _made = Brand.objects.update_or_create(desk=desk, defaults=values)
    record(
        BrandChanged(desk=desk.pk if desk else 0),
        about=[desk or "settings"],
        by=by,
        at=now,
    )
    forget_brands()
    return brand


def _colour(text: str) -> str:
    try:
        return read_colour(text) if text.strip() else ""
    except NoColour as error:
        raise BadColour from error


def keep_logo(content: bytes, *, width: int, height: int) -> Logo:
    """Into the blob store, durably; the same picture twice is one."""
    return Logo(blobs.put(content), width, height)
