"""What others entrust to us is unreadable without our key."""

from __future__ import annotations

import pytest

from kept.kit.sealing import CannotUnseal, seal, unseal


def test_a_sealed_secret_can_be_read_again_and_shows_nothing():
    sealed = seal("CANARY")

    assert unseal(sealed) == "CANARY"
    assert "CANARY" not in sealed
    assert seal("CANARY") != sealed


def test_nothing_stays_nothing():
    assert seal("") == ""
    assert unseal("") == ""


def test_a_former_key_still_opens_and_a_lost_one_is_named(settings):
    sealed = seal("CANARY")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert unseal(sealed) == "CANARY"

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(CannotUnseal):
        unseal(sealed)


def test_an_altered_seal_opens_nothing():
    sealed = seal("CANARY")

    for altered in (f"{sealed[:-3]}AAA", "x", "ü"):
        with pytest.raises(CannotUnseal):
            unseal(altered)
