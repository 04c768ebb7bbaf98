"""Who stands behind a From line, as far as a mail server told."""

from __future__ import annotations

import pytest

from kept.mail.letter.vouching import is_vouched_for

CY = "cy@valdorra.example"
OURS = ["mx.northmoor.example"]


@pytest.mark.parametrize(
    ("results", "vouched"),
    [
        ([], False),
        (["mx.northmoor.example; dmarc=pass header.from=valdorra.example"], True),
        (
            ["MX.Northmoor.example 1; spf=none; dmarc=pass (p=none) header.from=valdorra.example"],
            True,
        ),
        (["mx.northmoor.example; dmarc=pass header.from=evil.example"], False),
        (["mx.northmoor.example; dmarc=fail header.from=valdorra.example"], False),
        (["mx.northmoor.example; dkim=pass header.d=mail.valdorra.example"], True),
        (["mx.northmoor.example; dkim=pass header.d=evil.example"], False),
        (["mx.northmoor.example; dkim=pass header.d=notvaldorra.example"], False),
        (["mx.northmoor.example; dkim=pass header.d=example"], False),
        (["mx.northmoor.example; spf=pass smtp.mailfrom=cy@valdorra.example"], True),
        (["mx.northmoor.example; spf=softfail smtp.mailfrom=cy@valdorra.example"], False),
        (["mx.northmoor.example; none"], False),
        # Somebody else's word, and a forged one below ours.
        (["mx.evil.example; dmarc=pass header.from=valdorra.example"], False),
        (["mx.northmoor.example; none", "mx.northmoor.example; dmarc=pass"], False),
        (["x; none", "mx.northmoor.example; dmarc=pass header.from=valdorra.example"], True),
        (["; ; =;"], False),
    ],
)
def test_only_our_own_server_vouches_and_only_for_the_senders_domain(results, vouched):
    assert is_vouched_for(results, sender=CY, trusted=OURS) is vouched


@pytest.mark.parametrize(
    ("results", "vouched"),
    [
        ([], None),
        (["mx.any.example; dmarc=pass header.from=valdorra.example"], None),
        (["mx.any.example; spf=pass; dmarc=fail header.from=valdorra.example"], False),
        (["mx.any.example; none", "mx.other.example; dmarc=fail"], None),
    ],
)
def test_without_a_server_we_trust_a_failure_counts_and_nothing_else(results, vouched):
    assert is_vouched_for(results, sender=CY, trusted=[]) is vouched
