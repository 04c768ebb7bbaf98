"""How Northmoor looks to customers: the house's brand, and one of its own for Billing."""

from __future__ import annotations

import io
from datetime import datetime

from PIL import Image, ImageDraw

from kept.brand.actions import BrandSettings, Logo, change_brand, keep_logo
from kept.demo.house import HOUSE, House

RGB = tuple[int, int, int]
NIGHT: RGB = (31, 78, 95)
BRASS: RGB = (176, 125, 43)
SLATE: RGB = (74, 63, 107)
SIDE = 160


def open_brands(house: House, *, now: datetime) -> None:
    """Two, so that a page of each can be seen beside the other."""
    by = house.member("Ingrid")
    change_brand(None, BrandSettings(HOUSE, "#1f4e5f", _lamp(NIGHT, BRASS)), by=by, now=now)
    billing = BrandSettings("Northmoor Accounts", "#7a5cc8", _lamp(SLATE, (196, 178, 240)))
    change_brand(house.desks["Billing"], billing, by=by, now=now)


def _lamp(ground: RGB, light: RGB) -> Logo:
    """A lamp on a round ground, drawn large and made small so that its edges are smooth."""
    large = SIDE * 4

    def at(*points: float) -> list[float]:
        return [point * large for point in points]

    picture = Image.new("RGBA", (large, large))
    pen = ImageDraw.Draw(picture)
    pen.ellipse(at(0, 0, 1, 1), fill=ground)
    pen.rectangle(at(0.48, 0.12, 0.52, 0.36), fill="white")
    pen.polygon(at(0.40, 0.36, 0.60, 0.36, 0.80, 0.64, 0.20, 0.64), fill="white")
    pen.pieslice(at(0.38, 0.52, 0.62, 0.76), 0, 180, fill=light)
    out = io.BytesIO()
    picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return keep_logo(out.getvalue(), width=SIDE, height=SIDE)
