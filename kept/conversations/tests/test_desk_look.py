"""A desk's letter is looked at before anything is kept."""

from __future__ import annotations

import pytest
from django.test import Client

from kept.ledger.models import Event
from tests.cast import make_desk, make_owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_one_sees_sender_and_signature_as_they_are_typed_and_nothing_is_kept(headers):
    desk, client = make_desk(), Client()
    client.force_login(make_owner(), backend="allauth.account.auth_backends.AuthenticationBackend")
    typed = {
        "name": "",
        "addresses": "new@northmoor.example",
        "sender_name": "Lumen <Studio>",
        "signature": "Yours\n{{name}}",
        "look": "1",
    }

    answer = client.post(f"/settings/desks/{desk.pk}/", typed, headers=headers)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Odo · Lumen &lt;Studio&gt;" in page
    assert '<p dir="auto">Yours<br>\nOdo</p>' in page
    assert ("<html" in page) is not bool(headers)
    assert not Event.objects.exists()
    desk.refresh_from_db()
    assert desk.sender_name == ""
