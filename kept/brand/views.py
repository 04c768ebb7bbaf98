"""Brands: chosen and looked at by owners; logo and colours for whoever sees a page of ours."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kept.brand import actions, queries
from kept.brand.forms import PURPOSE, BrandForm
from kept.brand.models import Brand
from kept.brand.rules import Look, NoColour, accent_of, read_colour, worn
from kept.brand.shown import as_worn, notes_on
from kept.conversations.models import Desk
from kept.kit import blobs, clock, tokens
from kept.kit.refusals import Refusal
from kept.people.doors import MemberRequest, open_door, owner_door

HELD_FOR = timedelta(hours=2)
FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
FOR_EVER = "public, max-age=31536000, immutable"


@owner_door()
def brands(request: MemberRequest) -> HttpResponse:
    own = queries.brands()
    rows = [
        {"desk": desk, "worn": as_worn(queries.look_of(desk.pk)), "has_own": desk.pk in own}
        for desk in Desk.objects.visible_to(request.user)
    ]
    context = {"house": as_worn(queries.house_look()), "rows": rows, "current": "settings"}
    return render(request, "brand/brands.html", context)


@owner_door("GET", "POST")
def house(request: MemberRequest) -> HttpResponse:
    return _brand(request, None)


@owner_door("GET", "POST")
def of_desk(request: MemberRequest, pk: int) -> HttpResponse:
    return _brand(request, get_object_or_404(Desk.objects.visible_to(request.user), pk=pk))


@open_door()
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """A logo in use. Its address is its content, so it may be kept for ever."""
    if not queries.is_logo(digest):
        raise Http404
    try:
        answer = HttpResponse(blobs.get(digest), content_type="image/png")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    answer["Content-Security-Policy"] = FILE_POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    # Mail programs in a browser show it from another origin.
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Cache-Control"] = FOR_EVER
    return answer


@open_door()
def colours(request: HttpRequest, colour: str) -> HttpResponse:
    """The style of one colour: worked out from it alone, so anybody may ask for any."""
    try:
        accent = accent_of(read_colour(colour))
    except NoColour as error:
        raise Http404 from error
    light, dark = accent.light, accent.dark
    style = (
        # A customer's page wears it; of ours only the place where one looks at it does.
        ":root:has(> body > .public), .brands__edit > section "
        f"{{ --accent: light-dark({light}, {dark}); --focus: var(--accent); }}\n"
        ".public { border-block-start: .25rem solid var(--accent); }\n"
    )
    answer = HttpResponse(style, content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = FOR_EVER
    return answer


def _brand(request: MemberRequest, desk: Desk | None) -> HttpResponse:
    brand = queries.brands().get(desk.pk if desk else 0)
    is_post = request.method == "POST"
    form = BrandForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        brand=brand,
        now=clock.now(),
    )
    is_look = "look" in request.POST
    is_good = is_post and form.is_valid()
    if is_good and not is_look:
        try:
            saved = actions.change_brand(desk, form.chosen(), by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved. Customers see it from now on."))
            for note in notes_on(accent_of(saved.accent)) if saved.accent else []:
                messages.info(request, note)
            return redirect("brand:brands")
    context: dict[str, Any] = {
        "form": form,
        "desk": desk,
        "present": form.present,
        "current": "settings",
        **_preview(desk, brand, form if is_good else None),
    }
    if is_look and request.htmx:
        return render(request, "brand/brand.html#look", context)
    status = 422 if is_post and not is_good else 200
    return render(request, "brand/brand.html", context, status=status)


def _preview(desk: Desk | None, brand: Brand | None, form: BrandForm | None) -> dict[str, Any]:
    """As it would look: what was typed where it is sound, else what is kept."""
    if form is not None:
        chosen = form.chosen()
        logo = chosen.logo
        own = Look(
            chosen.name, chosen.accent, *((logo.sha256, logo.width, logo.height) if logo else ())
        )
    elif brand is not None:
        own = Look(brand.name, brand.accent, brand.logo, brand.logo_width, brand.logo_height)
    else:
        own = Look("")
    house = queries.house_look()
    look = worn(own, house) if desk else worn(own, Look(house.name))
    kept = {house.logo, brand.logo if brand else ""}
    is_new = bool(look.logo) and look.logo not in kept
    shown = as_worn(look, logo_url=_inline(look.logo) if is_new else "")
    return {
        "worn": shown,
        "notes": notes_on(shown.accent) if shown.accent else [],
        "held": _held(look) if is_new else "",
    }


def _inline(digest: str) -> str:
    """A picture that nobody has kept yet, within the page itself."""
    return "data:image/png;base64," + base64.b64encode(blobs.get(digest)).decode()


def _held(look: Look) -> str:
    named = {"sha256": look.logo, "width": look.logo_width, "height": look.logo_height}
    return tokens.sign(PURPOSE, named, expires_at=clock.now() + HELD_FOR)
