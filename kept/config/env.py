"""What may be set from outside, in one list. The table in docs/guides/configuration.md is this one.

Every setting may come from a file instead: `NAME_FILE=/path` reads it, so secrets need not stand
in the environment.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kept.kit.clamd import place_of


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    default: str
    help: str


SETTINGS = [
    Setting("KEPT_DATA", "./var/kept", "Folder of everything Kept stores: database, mail, files."),
    Setting("KEPT_HOST", "127.0.0.1", "Address the web server listens on."),
    Setting("PORT", "8000", "Port the web server listens on."),
    Setting("KEPT_MAIL_HOST", "127.0.0.1", "Address the mail door listens on."),
    Setting(
        "KEPT_MAIL_PORT", "2525", "Port of the mail door (SMTP; LMTP on request). 0 closes it."
    ),
    Setting(
        "KEPT_BASE_URL",
        "",
        "How people reach Kept; used in every link. Empty: http://localhost and the port.",
    ),
    Setting("KEPT_ALLOWED_HOSTS", "", "More host names to answer to, by comma."),
    Setting("KEPT_SECRET_KEY", "", "Key of sessions and links. Empty: made once in KEPT_DATA."),
    Setting("KEPT_OLD_SECRET_KEYS", "", "Former keys that still verify, by comma."),
    Setting("DATABASE_URL", "", "postgresql://user:password@host:port/name. Empty: SQLite."),
    Setting(
        "KEPT_SMTP_URL",
        "",
        "smtp://user:password@host:port (smtps, smtp+tls), or file:///folder. Without a password it"
        " signs in by the consent of that user's mailbox. Empty: mail waits.",
    ),
    Setting(
        "KEPT_ALARM_SMTP_URL",
        "",
        "Another way out, for mail about mailboxes in trouble: another provider than theirs. Empty:"
        " KEPT_SMTP_URL.",
    ),
    Setting("KEPT_MAIL_DOMAIN", "kept.example", "Domain of our Message-IDs."),
    Setting(
        "KEPT_REPLY_ADDRESS", "", "Mailbox whose plus-addresses reach us; empty: the desk's own."
    ),
    Setting("KEPT_DKIM_DOMAIN", "", "Domain whose letters we sign (DKIM). Empty: none."),
    Setting("KEPT_DKIM_SELECTOR", "", "Name of the DKIM key in DNS, such as kept2026."),
    Setting(
        "KEPT_DKIM_KEY",
        "",
        "Private key in PEM, RSA or Ed25519; as a rule by KEPT_DKIM_KEY_FILE. `kept doctor` prints"
        " the DNS record.",
    ),
    Setting(
        "KEPT_NOTICE_ADDRESS",
        "",
        "Sender of mails to members. Empty: notices@ and KEPT_MAIL_DOMAIN.",
    ),
    Setting(
        "KEPT_MAIL_AUTHSERV",
        "",
        "Names your mail server bears in Authentication-Results, by comma: whom it does not vouch"
        " for is shown as unverified. Empty: only its failures count.",
    ),
    Setting("KEPT_MOST_FILE_MIB", "15", "Largest file on a letter of ours, in MiB."),
    Setting(
        "KEPT_MOST_LETTER_MIB", "20", "All files of a letter of ours together, at most so many MiB."
    ),
    Setting(
        "KEPT_DOMAIN_BURST",
        "20",
        "Letters to one mail domain within ten seconds; what is more waits its turn. 0: no limit.",
    ),
    Setting(
        "KEPT_SPAM_URL",
        "",
        "Spam filter to ask about each letter: rspamd://host:11333, spamd://host:783 or"
        " spamd:///path of its socket. It sees whole letters: keep it near. Empty: none.",
    ),
    Setting("KEPT_WEB_WORKERS", "", "Web processes. Empty: 1 on SQLite, 2 on PostgreSQL."),
    Setting(
        "KEPT_TRUSTED_PROXY", "", "yes, when a proxy before Kept sets X-Forwarded-For and -Proto."
    ),
    Setting(
        "KEPT_ORGANISATION",
        "Our house",
        "Name customers read, until the house has one on the screen (Settings, Brand).",
    ),
    Setting("KEPT_ZONE", "UTC", "Time zone of new members and of the first hours."),
    Setting(
        "KEPT_PRESUMED_AFTER_DAYS",
        "7",
        "Days after which silence about what we declared done is taken for a yes.",
    ),
    Setting(
        "KEPT_OUTBOUND_ALLOWED",
        "",
        "Inner hosts we may ask over HTTP all the same, by comma: host or host:port.",
    ),
    Setting(
        "KEPT_CLAMD",
        "",
        "Virus scanner that looks at files before they are shown or saved: unix:/path of its"
        " socket, or 127.0.0.1:3310. Empty: none.",
    ),
    Setting("KEPT_DEBUG", "", "yes, to show errors in the browser. Never in service."),
]
_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


class BadSetting(Exception):
    """A setting cannot be used; the message says which and why, in plain words."""


def read(name: str) -> str:
    """The setting `name`, from the environment, from the file `NAME_FILE` names, or its default."""
    if value := os.environ.get(name):
        return value
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE cannot be read: {error.strerror}.") from error
    return _DEFAULTS[name]


def flag(name: str) -> bool:
    value = read(name).lower()
    if value not in {"1", "yes", "true", "on", "0", "no", "false", "off", ""}:
        raise BadSetting(f"{name} must be yes or no; it is {value!r}.")
    return value in {"1", "yes", "true", "on"}


def number(name: str) -> int:
    value = read(name)
    if not value.isdigit():
        raise BadSetting(f"{name} must be a whole number; it is {value!r}.")
    return int(value)


def base_url() -> str:
    """The address in every link, without a slash at its end."""
    value = read("KEPT_BASE_URL") or f"http://localhost:{number('PORT')}"
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadSetting(f"KEPT_BASE_URL must begin with https:// or http://; it is {value!r}.")
    return value.rstrip("/")


def zone(name: str) -> str:
    value = read(name)
    try:
        ZoneInfo(value)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise BadSetting(
            f"{name} must be a time zone such as Europe/Berlin; it is {value!r}."
        ) from error
    return value


def smtp_url(name: str = "KEPT_SMTP_URL") -> str:
    value = read(name)
    # The value itself may hold a password, so it is not shown.
    if value and urlsplit(value).scheme not in {"smtp", "smtps", "smtp+tls", "file"}:
        raise BadSetting(f"{name} must begin with smtp+tls://, smtps://, smtp:// or file://.")
    return value


def clamd() -> str:
    """Where the virus scanner of this machine listens; empty where there is none."""
    value = read("KEPT_CLAMD")
    if value:
        try:
            place_of(value)
        except ValueError as error:
            raise BadSetting(
                f"KEPT_CLAMD must be unix:/path or a port of this machine; it is {value!r}."
            ) from error
    return value


def spam_url() -> str:
    value = read("KEPT_SPAM_URL")
    place = urlsplit(value)
    named = place.hostname or (place.scheme == "spamd" and place.path)
    if value and (place.scheme not in {"rspamd", "spamd"} or not named):
        raise BadSetting(
            "KEPT_SPAM_URL must be rspamd://host:port, spamd://host:port or spamd:///path."
        )
    return value


def no_house() -> str:
    """Why there is no house in `KEPT_DATA`, in a sentence; empty where there is one."""
    data = Path(read("KEPT_DATA")).resolve()
    sign = data / "secrets" if read("DATABASE_URL") else data / "db.sqlite3"
    if sign.exists() or (read("DATABASE_URL") and read("KEPT_SECRET_KEY") and data.is_dir()):
        return ""
    return (
        f"There is no house in {data}: name its folder with KEPT_DATA, or make one with"
        " kept migrate."
    )


def make_data_folder() -> Path:
    """The folder of everything, made if need be. Raises `BadSetting`."""
    data = Path(read("KEPT_DATA")).resolve()
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        words = f"KEPT_DATA cannot be a folder at {data}: {error.strerror}."
        raise BadSetting(words) from error
    return data


def names(name: str) -> list[str]:
    return [part.strip() for part in read(name).split(",") if part.strip()]


def secret_key(data: Path) -> str:
    """The configured key, else one made once and kept in the data folder with mode 600."""
    if key := read("KEPT_SECRET_KEY"):
        return key
    make_data_folder()
    path = data / "secrets" / "key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        # A link fails where the name is taken, so of two first starts only one makes the key.
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def database(data: Path) -> dict[str, object]:
    """Django's settings of the one database."""
    url = read("DATABASE_URL")
    if not url:
        return {
            "ENGINE": "kept.kit.sqlite",
            "NAME": data / "db.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: what we acknowledge is on the disk, at a sync a commit.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; "
                    "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
                ),
            },
            "TEST": {"NAME": os.environ.get("KEPT_TEST_SQLITE") or ":memory:"},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting("DATABASE_URL must begin with postgresql://.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "kept",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s",
        },
    }
