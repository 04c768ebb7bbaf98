"""A brand is chosen, looked at, kept, and worn where customers see us."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from kept.brand.actions import BadColour, BrandSettings, Logo, change_brand, name_house
from kept.brand.drawing import LARGEST_BYTES, TALLEST, WIDEST, draw, jailed_draw
from kept.brand.models import Brand
from kept.brand.queries import forget_brands, house_name, look_for, look_of
from kept.customers.links import page_token
from kept.kit import blobs, clock
from kept.kit.pictures import NoPicture
from kept.kit.refusals import NotAllowed
from kept.ledger.models import Event
from kept.mail.outbox import letter_of
from kept.mail.rendering import render
from kept.people.models import Member
from tests.cast import (
    NOON,
    make_conversation,
    make_customer,
    make_desk,
    make_manager,
    make_member,
    make_owner,
    make_reply,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def brands_unknown():
    forget_brands()
    yield
    forget_brands()


def picture(kind: str = "PNG", size: tuple[int, int] = (960, 200), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, (20, 90, 180) if mode == "RGB" else (20, 90, 180, 0)).save(out, kind)
    return out.getvalue()


def sign_in(client: Client, member: Member) -> Client:
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def file(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def post(client: Client, path: str = "/settings/brand/house/", **typed: object) -> object:
    return client.post(path, {"name": "", "accent": "", "held": "", **typed})


def test_a_brand_is_kept_and_the_ledger_says_whose():
    odo, desk = make_owner(), make_desk()

    change_brand(None, BrandSettings("Northmoor", "#1A5FB4"), by=odo, now=NOON)
    change_brand(desk, BrandSettings("Lumen"), by=odo, now=NOON)
    change_brand(desk, BrandSettings("Lumen Studio"), by=odo, now=NOON)

    assert (house_name(), look_of(desk.pk).name) == ("Northmoor", "Lumen Studio")
    assert look_of(desk.pk).accent == "#1a5fb4"
    facts = Event.objects.order_by("pk").values_list("kind", "facts")
    assert list(facts) == [
        ("brand.changed", {"desk": 0}),
        ("brand.changed", {"desk": desk.pk}),
        ("brand.changed", {"desk": desk.pk}),
    ]


def test_naming_the_house_leaves_the_rest_of_its_brand():
    odo = make_owner()
    change_brand(None, BrandSettings("Old", "#1a5fb4"), by=odo, now=NOON)

    name_house(" New ", by=odo, now=NOON)

    assert Brand.objects.values_list("name", "accent").get() == ("New", "#1a5fb4")


def test_only_owners_choose_and_only_colours_are_taken():
    with pytest.raises(NotAllowed):
        change_brand(None, BrandSettings("Ours"), by=make_manager(), now=NOON)
    with pytest.raises(BadColour):
        change_brand(None, BrandSettings("", "red;}"), by=make_owner(), now=NOON)
    assert not Brand.objects.exists()
    assert not Event.objects.exists()


def test_the_house_has_one_brand():
    Brand.objects.create(name="One")
    with pytest.raises(IntegrityError), transaction.atomic():
        Brand.objects.create(name="Two")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_and_small(kind):
    drawn = jailed_draw(picture(kind))

    assert (drawn.width, drawn.height) == (480, 100)
    with Image.open(io.BytesIO(drawn.content)) as shown:
        assert (shown.format, shown.size) == ("PNG", (480, 100))
        assert shown.width <= WIDEST
        assert shown.height <= TALLEST


def test_what_is_seen_through_stays_so():
    with Image.open(io.BytesIO(draw(picture(mode="RGBA")).content)) as shown:
        assert shown.mode == "RGBA"


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"",
        picture("GIF"),
        picture()[:60],
        b"\x89PNG" + b"\0" * LARGEST_BYTES,
    ],
    ids=["svg", "nothing", "gif", "cut", "large"],
)
def test_what_is_no_raster_picture_of_ours_is_none(content):
    with pytest.raises(NoPicture):
        jailed_draw(content)


def test_a_picture_with_a_page_behind_it_is_a_picture_alone():
    drawn = draw(picture() + b"<html><script>alert(1)</script>")
    assert b"script" not in drawn.content


def test_one_looks_first_and_the_logo_stays_chosen(client):
    sign_in(client, make_owner())

    looked = post(client, name="Lumen", accent="#ffd400", logo=file(picture()), look="1")

    page = looked.content.decode()
    assert looked.status_code == 200
    assert "data:image/png;base64," in page
    assert "On light pages we show it darker, as #7a6600, so that it can be read." in page
    assert not Brand.objects.exists()
    assert not Event.objects.exists()

    held = re.search(r'name="held" value="([^"]+)"', page)
    assert held
    saved = post(client, name="Lumen", accent="#ffd400", held=held[1])
    assert saved["Location"] == "/settings/brand/"
    brand = Brand.objects.get()
    assert (brand.name, brand.accent, brand.logo_width) == ("Lumen", "#ffd400", 480)
    assert "as #7a6600" in client.get("/settings/brand/").content.decode()

    answer = Client().get(f"/brand/{brand.logo}.png")
    assert answer.content == blobs.get(brand.logo)
    assert answer["Content-Type"] == "image/png"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"

    post(client, name="Lumen", no_logo="on")
    assert Client().get(f"/brand/{brand.logo}.png").status_code == 404


def test_a_seal_of_ones_own_making_holds_no_logo(client):
    sign_in(client, make_owner())
    digest = blobs.put(b"a letter of somebody")

    post(client, name="Lumen", held=f"{digest}.x")

    assert Brand.objects.get().logo == ""
    assert Client().get(f"/brand/{digest}.png").status_code == 404


def test_what_was_typed_stays_where_a_logo_is_none(client):
    sign_in(client, make_owner())

    answer = post(client, name="Lumen", accent="#15b", logo=file(b"<svg/>", "logo.svg"))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This is no picture we can draw." in page
    assert 'value="Lumen"' in page
    assert not Brand.objects.exists()


def test_the_style_of_a_colour_holds_nothing_else():
    answer = Client().get("/brand/ffd400.css")
    assert "--accent: light-dark(#7a6600, #ffd400)" in answer.content.decode()
    assert answer["Content-Type"].startswith("text/css")
    assert Client().get("/brand/red.css").status_code == 404


def test_a_customer_sees_the_brand_of_the_desk_they_write_with(client):
    odo, orders, studio = make_owner(), make_desk("Orders"), make_desk("Studio")
    logo = Logo(blobs.put(picture()), 480, 100)
    change_brand(None, BrandSettings("Northmoor Lamps", "#1a5fb4"), by=odo, now=NOON)
    change_brand(studio, BrandSettings("Lumen Studio", "#aa3300", logo), by=odo, now=NOON)
    cy, dee = make_customer("cy"), make_customer("dee")
    make_conversation(desk=orders, customer=cy)
    make_conversation(desk=studio, customer=dee, from_address="dee@valdorra.example")

    assert look_for(cy).name == "Northmoor Lamps"
    assert look_for(dee).name == "Lumen Studio"
    page = client.get(f"/for/{page_token(dee, now=clock.now())}/").content.decode()
    assert "<b>Lumen Studio</b>" in page
    assert f'src="/brand/{logo.sha256}.png" width="230" height="48"' in page
    assert 'href="/brand/aa3300.css"' in page
    assert "Northmoor" not in page


def test_a_letter_bears_the_name_and_the_rule_and_a_logo_where_it_can_be_reached(settings):
    odo, studio = make_owner(), make_desk("Studio", make_member("ada"))
    studio.signature = "{{name}}"
    studio.save()
    logo = Logo(blobs.put(picture()), 480, 100)
    change_brand(studio, BrandSettings("Lumen <Studio>", "#aa3300", logo), by=odo, now=NOON)
    message = make_reply(make_conversation(desk=studio), by=make_member("ada"))

    letter = letter_of(message)
    assert letter.sender_name == "Ada · Lumen <Studio>"
    assert letter.foot.logo_url == ""
    assert b"border-top:2px solid #aa3300" in render(letter)

    settings.BASE_URL = "https://desk.northmoor.example"
    letter = letter_of(message)
    assert letter.foot.logo_url == f"https://desk.northmoor.example/brand/{logo.sha256}.png"
    assert 'alt=3D"Lumen &lt;Studio&gt;"' in render(letter).decode().replace("=\r\n", "")


def test_a_letter_without_a_brand_is_as_it_was():
    ada = make_member("ada")
    message = make_reply(make_conversation(desk=make_desk("Orders", ada)), by=ada)
    assert b"border-top" not in render(letter_of(message))
