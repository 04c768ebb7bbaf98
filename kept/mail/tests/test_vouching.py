"""Who stands behind a From line, as far as a mail server told."""

from __future__ import annotations

import pytest

from kept.mail.letter.vouching import is_aligned, is_vouched_for

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
        # Nobody says whose domain it was.
        (["mx.northmoor.example; dmarc=pass"], False),
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


@pytest.mark.parametrize(
    "told",
    [
        # The address in the envelope, as a server repeats it.
        'spf=pass smtp.mailfrom="a; dkim=pass header.d=valdorra.example ;"@evil.example',
        'spf=pass smtp.mailfrom="cy@valdorra.example"@evil.example',
        "spf=pass smtp.mailfrom=cy@valdorra.example@evil.example",
        "spf=pass smtp.mailfrom=a; dkim=pass header.d=valdorra.example ;@evil.example",
        'spf=pass (domain of "a) smtp.mailfrom=cy@valdorra.example; x=y ("@evil.example)',
        'spf=pass smtp.mailfrom="\\" smtp.mailfrom=cy@valdorra.example x=\\""@evil.example',
        # The names in a signature, whose records are the signer's own.
        "dkim=pass header.d=valdorra.example(x).evil.example",
        "dkim=pass header.d=valdorra.example(.evil.example; spf=pass (ok) smtp.mailfrom=a@b.x",
        "dkim=pass header.d=valdorra.example(.evil.example header.s=x) header.b=abc",
        "dkim=pass header.d=valdorra.example header.d=evil.example",
        "dkim=pass header.d=evil.example header.d=valdorra.example header.i=@valdorra.example",
        # What only stands in words.
        'dkim=pass reason="x; dmarc=pass header.from=valdorra.example" header.d=evil.example',
        "dkim=pass (dmarc=pass header.from=valdorra.example) header.d=evil.example",
        "none; (dmarc=pass header.from=valdorra.example",
        "spf=none; dmarc=pass header.from=valdorra.example" + " " * 8_000,
    ],
)
def test_nothing_that_a_sender_chose_speaks_for_them(told):
    """A server repeats what it was given, and what is no plain header of its own proves nothing."""
    results = [f"mx.northmoor.example; {told}", "mx.northmoor.example; dmarc=pass header.from=x"]

    assert is_vouched_for(results, sender=CY, trusted=OURS) is False


@pytest.mark.parametrize(
    "told",
    [
        "dkim=pass header.i=@valdorra.example header.s=s1 header.b=aBc/; arc=none; "
        "spf=pass (mx: domain of cy@valdorra.example designates 192.0.2.1 as permitted sender) "
        "smtp.mailfrom=cy@valdorra.example; dmarc=pass (p=NONE dis=NONE) "
        "header.from=valdorra.example",
        "dkim=pass (2048-bit key; unprotected (really)) header.d=valdorra.example\r\n"
        '\theader.i=@valdorra.example header.b="aB+c/="; dkim-atps=neutral',
        "spf=pass smtp.helo= smtp.mailfrom=valdorra.example; dmarc=pass(p=REJECT) action=none "
        "header.from=valdorra.example;",
        'dkim=pass reason="1024-bit key; unprotected key" header.d="valdorra.example"',
    ],
)
def test_what_servers_really_write_is_understood(told):
    assert is_vouched_for([f"mx.northmoor.example; {told}"], sender=CY, trusted=OURS) is True


@pytest.mark.parametrize(
    ("signed", "domain", "aligned"),
    [
        ("valdorra.example", "valdorra.example", True),
        ("mail.valdorra.example", "valdorra.example", True),
        ("valdorra.example", "mail.valdorra.example", True),
        ("news.valdorra.example", "mail.valdorra.example", True),
        ("bank.co.uk", "mail.bank.co.uk", True),
        ("co.uk", "co.uk", True),
        ("evil.co.uk", "bank.co.uk", False),
        ("co.uk", "bank.co.uk", False),
        ("evil.co.uk", "co.uk", False),
        ("evil.github.io", "github.io", False),
        ("evil.github.io", "cy.github.io", False),
        ("notvaldorra.example", "valdorra.example", False),
        ("example", "valdorra.example", False),
        ("example", "example", False),
        ("xn--bcher-kva.example", "bücher.example", True),
        ("mail.bücher.example", "xn--bcher-kva.example", True),
        ("xn--bcher-kva.example", "bucher.example", False),
        ("", "", False),
        ("a..b", "c..b", False),
    ],
)
def test_domains_are_of_one_owner_who_registered_the_same(signed, domain, aligned):
    assert is_aligned(signed, domain) is aligned


def test_no_trick_hides_that_the_domain_itself_says_no():
    told = 'mx.northmoor.example; spf=pass smtp.mailfrom="a@evil.example; dmarc=fail header.from=x'

    assert is_vouched_for([told], sender=CY, trusted=[]) is False
