"""What is known of big mail providers: where they take sign-ins, and what to click there. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

Words = str | Lazy


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do at the provider. `link` is where; `paste` names what of ours goes there."""

    words: Words
    link: str = ""
    paste: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """One that lets us in by consent (OAuth2, RFC 6749), and the steps that lead there.

    `{tenant}` in an address stands for the customer's own directory.
    """

    key: str
    name: str
    host: str
    smtp: str
    consent_url: str
    token_url: str
    scopes: str
    steps: tuple[Step, ...]
    asks: dict[str, str] = field(default_factory=dict)
    has_tenant: bool = False


GOOGLE = Provider(
    key="GOOGLE",
    name="Google",
    host="imap.gmail.com",
    smtp="smtp+tls://{user}@smtp.gmail.com:587",
    consent_url="https://accounts.google.com/o/oauth2/v2/auth",
    token_url="https://oauth2.googleapis.com/token",  # noqa: S106  # an address
    scopes="https://mail.google.com/",
    # Without these Google gives no lasting token the second time.
    asks={"access_type": "offline", "prompt": "consent"},
    steps=(
        Step(
            _("Sign in to Google's console and make a new project. Call it Kept."),
            link="https://console.cloud.google.com/projectcreate",
        ),
        Step(
            _("Switch on the Gmail API for it: press Enable."),
            link="https://console.cloud.google.com/apis/library/gmail.googleapis.com",
        ),
        Step(
            _(
                "Press Get started and name the app Kept. As Audience choose Internal where your "
                "addresses belong to Google Workspace, else External."
            ),
            link="https://console.cloud.google.com/auth/overview",
        ),
        Step(
            _(
                "Only where you chose External: under Audience press Publish app. An app left in "
                "testing is shut out after seven days."
            ),
            link="https://console.cloud.google.com/auth/audience",
        ),
        Step(
            _("Under Data Access press Add or remove scopes, paste this one, and save."),
            link="https://console.cloud.google.com/auth/scopes",
            paste="scopes",
        ),
        Step(
            _(
                "Under Clients press Create client. Choose Web application, and paste this "
                "address below Authorised redirect URIs."
            ),
            link="https://console.cloud.google.com/auth/clients",
            paste="redirect",
        ),
        Step(_("Google shows a client ID and a client secret. Copy both into the fields below.")),
    ),
)

MICROSOFT = Provider(
    key="MICROSOFT",
    name="Microsoft",
    host="outlook.office365.com",
    smtp="smtp+tls://{user}@smtp.office365.com:587",
    consent_url="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
    token_url="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",  # noqa: S106  # same
    scopes=(
        "https://outlook.office.com/IMAP.AccessAsUser.All "
        "https://outlook.office.com/SMTP.Send offline_access"
    ),
    asks={"prompt": "select_account"},
    has_tenant=True,
    steps=(
        Step(
            _(
                "Sign in to Microsoft Entra as an administrator, open App registrations, and press "
                "New registration. Call it Kept, and choose this directory only."
            ),
            link="https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps",
        ),
        Step(
            _("Below Redirect URI choose Web, paste this address, and press Register."),
            paste="redirect",
        ),
        Step(
            _(
                "Overview now shows an Application (client) ID and a Directory (tenant) ID. Copy "
                "both into the fields below."
            )
        ),
        Step(
            _(
                "Under Certificates & secrets press New client secret and choose the longest time. "
                "Copy its Value, not its Secret ID, and note the day it ends."
            )
        ),
        Step(
            _(
                "Under API permissions press Add a permission, Microsoft Graph, Delegated "
                "permissions. Tick IMAP.AccessAsUser.All, SMTP.Send and offline_access. Then press "
                "Grant admin consent."
            )
        ),
        Step(
            _(
                "In the Microsoft 365 admin center open the mailbox's user, Mail, Manage email "
                "apps. Tick IMAP and Authenticated SMTP."
            ),
            link="https://admin.microsoft.com/#/users",
        ),
    ),
)

OTHER = Provider(
    key="OTHER",
    name="",
    host="",
    smtp="",
    consent_url="",
    token_url="",
    scopes="",
    steps=(
        Step(_("Register a web application with your provider. Call it Kept.")),
        Step(
            _("Where it asks for a redirect address, or callback, paste this one."),
            paste="redirect",
        ),
        Step(
            _(
                "Its guide for programs names two addresses (to sign in, and for tokens) and the "
                "scopes that open mailboxes by IMAP and for sending by SMTP. Copy them below."
            )
        ),
        Step(_("Copy the client ID, and the client secret where it gives one.")),
    ),
)

PROVIDERS = {one.key: one for one in (GOOGLE, MICROSOFT, OTHER)}


@dataclass(frozen=True, slots=True)
class House:
    """A big provider's servers. `app_password` says how to get one; empty: the usual password."""

    imap: str
    smtp: str
    app_password: Words = ""
    consent: str = ""
    smtp_scheme: str = "smtp+tls"


_APPLE = House(
    "imap.mail.me.com",
    "smtp.mail.me.com",
    _("Make one at account.apple.com, Sign-In and Security, App-Specific Passwords."),
)
_YAHOO = House(
    "imap.mail.yahoo.com",
    "smtp.mail.yahoo.com",
    _("Make one under Account Info, Security, Generate app password."),
)
_GMAIL = House(
    "imap.gmail.com",
    "smtp.gmail.com",
    _(
        "Either connect with Google's consent, or switch on 2-Step Verification and make one at "
        "myaccount.google.com/apppasswords."
    ),
    consent="GOOGLE",
)
_OUTLOOK = House(
    "outlook.office365.com",
    "smtp.office365.com",
    _("Microsoft takes no passwords from programs any more: connect with its consent."),
    consent="MICROSOFT",
)
_GMX = House(
    "imap.gmx.net",
    "mail.gmx.net",
    _(
        "Allow IMAP first, in Settings, POP3/IMAP. With two-factor sign-in make an "
        "application-specific password."
    ),
)
_WEB_DE = House("imap.web.de", "smtp.web.de", _GMX.app_password)
_FASTMAIL = House(
    "imap.fastmail.com",
    "smtp.fastmail.com",
    _("Make one under Settings, Privacy & Security, Manage app passwords."),
)
_ZOHO = House(
    "imap.zoho.com",
    "smtp.zoho.com",
    _("Switch on IMAP, and make one at accounts.zoho.com, Security, App Passwords."),
)
_AOL = House("imap.aol.com", "smtp.aol.com", _YAHOO.app_password)

BY_DOMAIN: dict[str, House] = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), _GMAIL),
    **dict.fromkeys(("outlook.com", "hotmail.com", "live.com", "msn.com"), _OUTLOOK),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), _APPLE),
    **dict.fromkeys(("yahoo.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "ymail.com"), _YAHOO),
    **dict.fromkeys(("gmx.de", "gmx.net", "gmx.at", "gmx.ch"), _GMX),
    **dict.fromkeys(("fastmail.com", "fastmail.fm"), _FASTMAIL),
    "web.de": _WEB_DE,
    "aol.com": _AOL,
    "zoho.com": _ZOHO,
    "mailbox.org": House("imap.mailbox.org", "smtp.mailbox.org"),
    "posteo.de": House("posteo.de", "posteo.de"),
    "t-online.de": House(
        "secureimap.t-online.de",
        "securesmtp.t-online.de",
        _("Make a password for e-mail programs in the customer centre, E-Mail, Passwords."),
    ),
}
BY_HOST: dict[str, House] = {house.imap: house for house in BY_DOMAIN.values()}


def app_password_hint(host: str) -> Words:
    """How to get a password for a program where `host` wants one; empty where we do not know."""
    house = BY_HOST.get(host.lower())
    return house.app_password if house else ""
