"""Django's settings, all from `env`. There is one file, so nobody wonders which one won."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from kept.config import env

DATA = Path(env.read("KEPT_DATA")).resolve()
DEBUG = env.flag("KEPT_DEBUG")
BASE_URL = env.base_url()
SECRET_KEY = env.secret_key(DATA)
SECRET_KEY_FALLBACKS = env.names("KEPT_OLD_SECRET_KEYS")
ALLOWED_HOSTS = [
    urlsplit(BASE_URL).hostname or "localhost",
    "localhost",
    "127.0.0.1",
    "[::1]",
    *env.names("KEPT_ALLOWED_HOSTS"),
]
HTTPS = BASE_URL.startswith("https://")

ORGANISATION = env.read("KEPT_ORGANISATION")
HOME_ZONE = env.zone("KEPT_ZONE")
PRESUMED_AFTER_DAYS = env.number("KEPT_PRESUMED_AFTER_DAYS")
MAIL_DOMAIN = env.read("KEPT_MAIL_DOMAIN")
REPLY_ADDRESS = env.read("KEPT_REPLY_ADDRESS")
NOTICE_ADDRESS = env.read("KEPT_NOTICE_ADDRESS") or f"notices@{MAIL_DOMAIN}"
MAIL_AUTHSERV = env.names("KEPT_MAIL_AUTHSERV")
SMTP_URL = env.smtp_url()
ALARM_SMTP_URL = env.smtp_url("KEPT_ALARM_SMTP_URL")
DKIM_DOMAIN = env.read("KEPT_DKIM_DOMAIN")
DKIM_SELECTOR = env.read("KEPT_DKIM_SELECTOR")
DKIM_KEY = env.read("KEPT_DKIM_KEY")
DOMAIN_BURST = env.number("KEPT_DOMAIN_BURST")
MOST_FILE_MIB = env.number("KEPT_MOST_FILE_MIB")
MOST_LETTER_MIB = env.number("KEPT_MOST_LETTER_MIB")
SPAM_URL = env.spam_url()
MAIL_HOST = env.read("KEPT_MAIL_HOST")
MAIL_PORT = env.number("KEPT_MAIL_PORT")
OUTBOUND_ALLOWED = env.names("KEPT_OUTBOUND_ALLOWED")
BLOBS = DATA / "blobs"
SPOOL = DATA / "spool"
PICTURES = DATA / "pictures"
CLAMD = env.clamd()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "kept.ui",
    "kept.ledger",
    "kept.people",
    "kept.hours",
    "kept.live",
    "kept.customers",
    "kept.conversations",
    "kept.brand",
    "kept.promises",
    "kept.mail",
    "kept.checklists",
    "kept.focus",
    "kept.timespent",
    "kept.fields",
    "kept.macros",
    "kept.routing",
    "kept.agreements",
    "kept.handoffs",
    "kept.charter",
    "kept.recovery",
    "kept.improvement",
    "kept.playbook",
    "kept.followers",
    "kept.first_steps",
    "kept.notices",
    "kept.search",
    "kept.automation",
    "kept.desk",
    "kept.reports",
    "kept.themes",
    "kept.prompts",
    "kept.homes",
    "kept.portal",
    # Behind ours, so that our pages stand before theirs of the same name.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kept.ui.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kept.people.middleware.member_settings",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kept.live.middleware.page_position",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "kept.ui.middleware.refusals",
]

ROOT_URLCONF = "kept.config.urls"
WSGI_APPLICATION = "kept.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kept.ui.context.page",
                "kept.brand.context.house",
                "kept.desk.context.views",
                "kept.notices.context.bell",
            ],
            "libraries": {"i18n": "kept.ui.templatetags.words"},
            "builtins": [
                "template_partials.templatetags.partials",
                "kept.ui.templatetags.addresses",
                "kept.ui.templatetags.once",
                "kept.ui.templatetags.ui",
                "kept.conversations.templatetags.conversations",
            ],
        },
    }
]

# Our `i18n` stands in the place of Django's, see `kept.ui.templatetags.words`.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
DATABASES = {"default": env.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Rate limits must hold across processes, so the cache is a table.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Above it a third is thrown away, counters of wrong passwords among them; so a stranger
        # must not come near it by what they may count up.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
FORMAT_MODULE_PATH = "kept.config.formats"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "kept.ui.files.HashedFiles"
        )
    },
}

# Sign-in. The second factor, passkeys and the list of sessions are allauth's.
AUTH_USER_MODEL = "people.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "homes:today"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "kept.people.sign_in.Adapter"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "30/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "kept.people.sign_in.FactorAdapter"
MFA_TOTP_ISSUER = "Kept"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Activity would be a write on every GET; the list of sessions shows when each began.
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_ENGINE = "kept.people.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_NAME = "kept"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kept.ui.errors.csrf_failed"
CSRF_TRUSTED_ORIGINS = [BASE_URL]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
if env.flag("KEPT_TRUSTED_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "httpx2": {"level": "WARNING"}},
}
