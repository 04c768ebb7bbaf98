"""A brand as pages and letters show it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.brand.rules import Accent, Look, accent_of

TALLEST_SHOWN = 48
WIDEST_SHOWN = 240


@dataclass(frozen=True, slots=True)
class Worn:
    """What a template needs: addresses of the logo and of its colours, and the size on a page."""

    name: str
    accent: Accent | None = None
    logo_url: str = ""
    colours_url: str = ""
    width: int = 0
    height: int = 0


def as_worn(look: Look, *, logo_url: str = "") -> Worn:
    """`logo_url` stands in a preview, for a logo that is not kept yet."""
    width, height = _shown(look.logo_width, look.logo_height)
    return Worn(
        name=look.name,
        accent=accent_of(look.accent) if look.accent else None,
        logo_url=logo_url or (reverse("brand:logo", args=[look.logo]) if look.logo else ""),
        colours_url=reverse("brand:colours", args=[look.accent[1:]]) if look.accent else "",
        width=width,
        height=height,
    )


def notes_on(accent: Accent) -> list[str]:
    """What had to be changed so that it can be read, and to what; nothing where nothing had."""
    said = []
    if accent.is_darkened:
        said.append(
            _("On light pages we show it darker, as %(colour)s, so that it can be read.")
            % {"colour": accent.light}
        )
    if accent.is_lightened:
        said.append(
            _("On dark pages we show it lighter, as %(colour)s, so that it can be read.")
            % {"colour": accent.dark}
        )
    return said


def _shown(width: int, height: int) -> tuple[int, int]:
    """Within the room a page has, never larger than it was drawn."""
    if not width or not height:
        return 0, 0
    share = min(1.0, TALLEST_SHOWN / height, WIDEST_SHOWN / width)
    return max(1, round(width * share)), max(1, round(height * share))
