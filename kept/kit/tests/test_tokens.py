from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.kit import tokens

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_seal_is_short_and_survives_a_mail_address():
    seal = tokens.mac("reply", 7, 3)

    assert len(seal) == 26
    assert tokens.check_mac(seal.upper(), "reply", 7, 3)


@pytest.mark.parametrize(
    "parts", [("reply", 7, 4), ("reply", 73), ("other", 7, 3), ("reply", "7,3"), ("reply",)]
)
def test_a_seal_is_for_one_purpose_and_these_parts_only(parts):
    assert not tokens.check_mac(tokens.mac("reply", 7, 3), *parts)


def test_neighbouring_parts_do_not_run_together():
    assert tokens.mac("p", "ab", "c") != tokens.mac("p", "a", "bc")


@pytest.mark.parametrize("seal", ["", " ", "é", "a" * 26, "\x00"])
def test_what_is_no_seal_opens_nothing(seal):
    assert not tokens.check_mac(seal, "reply", 7)


def test_a_former_key_still_verifies_and_no_longer_signs(settings):
    old = tokens.mac("reply", 7)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next key"

    assert tokens.check_mac(old, "reply", 7)
    assert tokens.mac("reply", 7) != old


def test_a_signed_token_carries_its_payload_until_its_end():
    token = tokens.sign("page", {"c": 7}, expires_at=NOON)

    assert tokens.unsign(token, "page", now=NOON - timedelta(seconds=1)) == {"c": 7}
    with pytest.raises(tokens.BadToken, match="run out"):
        tokens.unsign(token, "page", now=NOON)
    with pytest.raises(tokens.BadToken, match="not one of ours"):
        tokens.unsign(token, "other", now=NOON - timedelta(seconds=1))


@given(st.text(max_size=80))
def test_no_text_is_taken_for_a_token(text):
    with pytest.raises(tokens.BadToken):
        tokens.unsign(text, "page", now=NOON)


def test_an_empty_secret_has_no_digest():
    with pytest.raises(ValueError, match="empty"):
        tokens.digest("")
