"""One settings file; everything that differs between places is an environment variable."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bihuan.kit.addresses import networks
from bihuan.kit.environment import read, whole
from bihuan.kit.keyfiles import PRIVATE_FILE, PRIVATE_FOLDER, data_folder, keys_or_first

from . import journal
from .static import headers as static_headers
from .static import tile_servers

PACKAGE = Path(__file__).resolve().parents[1]
HOME = data_folder()


def _listed(variable: str) -> list[str]:
    """Return what an environment variable lists, divided by commas."""
    return [each.strip() for each in os.environ.get(variable, "").split(",") if each.strip()]


def _secret_keys() -> list[str]:
    """Return the keys of sessions, the newest first: given, or made on first use and kept."""
    return _listed("SECRET_KEY") or keys_or_first(
        HOME / "secret-key", lambda: secrets.token_urlsafe(50)
    )


def _database(url: str) -> dict[str, object]:
    """Read DATABASE_URL (postgresql://user:password@host:port/name); SQLite in HOME without one.
    Raises ValueError for anything else.
    """
    if not url:
        return {
            "ENGINE": "bihuan.kit.databases.sqlite",
            "NAME": HOME / "bihuan.sqlite3",
            "CONN_MAX_AGE": 600,  # a thread's own: opening the file anew took 2 ms of every page
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA synchronous=FULL;",  # its mode, WAL, the file keeps
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ValueError(url)
    return {
        "ENGINE": "bihuan.kit.databases.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,  # a server that was away and came back is found again at once
    }


SECRET_KEY, *SECRET_KEY_FALLBACKS = _secret_keys()
ENCRYPTION_KEYS = _listed("BIHUAN_ENCRYPTION_KEYS")  # else in a file: see kit/sealing.py
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = _listed("TRUSTED_ORIGINS")

OUR_APPS = [
    "bihuan.site",
    "bihuan.wall_charts",
    "bihuan.dashboards",
    "bihuan.todo",
    "bihuan.importing",
    "bihuan.figures",
    "bihuan.dispatch",
    "bihuan.assessment",
    "bihuan.command",
    "bihuan.visits",
    "bihuan.funding",
    "bihuan.oversight",
    "bihuan.factors",
    "bihuan.papers",
    "bihuan.notices",
    "bihuan.matters",
    "bihuan.lights",
    "bihuan.carry_over",
    "bihuan.statistics",
    "bihuan.statistics.chains",
    "bihuan.progress",
    "bihuan.plans",
    "bihuan.projects",
    "bihuan.access",
    "bihuan.accounts",
    "bihuan.audit",
    "bihuan.kit",
]
INSTALLED_APPS = [
    *OUR_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "ninja",  # the pages of the API come from here, not from another network
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django.forms",
]
MIDDLEWARE = [
    "bihuan.site.journal.requests.RequestLog",
    "bihuan.site.health.HealthFirst",
    "django.middleware.security.SecurityMiddleware",
    "bihuan.site.middleware.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bihuan.site.compressing.CompressedPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "bihuan.site.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bihuan.site.middleware.PagesNeedSignIn",
    "bihuan.site.middleware.OwnPasswordFirst",
    "bihuan.site.middleware.SecondStepFirst",
    "bihuan.site.middleware.SessionEnds",
    "bihuan.site.standing_in.StandsIn",
    "bihuan.site.middleware.OneHearing",
    "bihuan.site.middleware.NotedDownloads",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "bihuan.kit.http.RefusalMiddleware",
]
ROOT_URLCONF = "bihuan.site.urls"
WSGI_APPLICATION = "bihuan.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bihuan.site.context.page",
                "bihuan.site.views.demo_accounts",
                "bihuan.site.platform.context.offered",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "bihuan.kit.templatetags.frame",
                "bihuan.kit.templatetags.ui",
                "bihuan.kit.templatetags.long_lists",
            ],
        },
    }
]
DATABASES = {
    "default": read(
        "DATABASE_URL",
        "",
        _database,
        (
            "postgresql://用户:密码@主机:端口/库名",
            "such as postgresql://user:password@host:port/name",
        ),
        is_secret=True,
    )
}
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
CACHES = {
    "default": {
        "BACKEND": "bihuan.site.shared_cache.SharedCache",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
STATEMENTS_FOLDER = HOME / "statements"  # of figures, compiled: see figures/statements.py
STATEMENTS_SECRET = ""  # seals them; the secret key unless given
MEDIA_ROOT = HOME / "media"
MEDIA_URL = "/media/"
RECORDED_BESIDES = {"mfa.Authenticator": ("data", "last_used_at")}  # who has a second step
RECORD_FOLDER = HOME / "record"  # heads of the record, and what neighbours signed
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = PRIVATE_FILE, PRIVATE_FOLDER
STORAGES = {
    "default": {"BACKEND": "bihuan.kit.files.DurableStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DIGEST_WRITER = "bihuan.todo.digests.write_digest"  # what a daily notice says
BACKUP_AT = os.environ.get("BIHUAN_BACKUP_AT", "02:30")  # "off": `serve` makes none by itself
BACKUP_KEEP = os.environ.get("BIHUAN_BACKUP_KEEP", "7,4,12")  # of so many days, weeks, months
BACKUP_COPY = os.environ.get("BIHUAN_BACKUP_COPY", "")  # a folder on another disk
DATA_UPLOAD_MAX_MEMORY_SIZE = 60 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a district's projects, ticked one by one
CSRF_FAILURE_VIEW = "bihuan.site.stale_forms.token_refused"
LOGGING = journal.settings(HOME)
LARGEST_WORKBOOK_MEGABYTES = whole("BIHUAN_WORKBOOK_MB", 50, least=1, most=1_000)
STAGED_MEGABYTES = whole("BIHUAN_STAGED_MB", 100, least=1, most=10**6)  # of one, not applied
STAGED_MEGABYTES_IN_ALL = whole("BIHUAN_STAGED_MB_IN_ALL", 1_000, least=1, most=10**6)
STAGED_DAYS = whole("BIHUAN_STAGED_DAYS", 14, least=1, most=3_650)  # then the clock discards them
READER_SECONDS = whole("BIHUAN_READER_SECONDS", 90, least=1, most=3_600)  # for one workbook
READER_MEGABYTES = whole("BIHUAN_READER_MB", 2_048, least=64, most=1_000_000)  # of memory, likewise
WHITENOISE_USE_FINDERS = True
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers

BEHIND_HTTPS = os.environ.get("BIHUAN_HTTPS") == "1"  # a proxy in front encrypts, and says so
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_HTTPS else 0
TRUSTED_PROXIES = read(
    "BIHUAN_TRUSTED_PROXIES",
    "",
    networks,
    ("以逗号分隔的地址或网段", "addresses or networks with commas between"),
)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"

AUTHENTICATION_BACKENDS = [
    "bihuan.site.platform.backend.OnlyWhereLocal",  # before all others: it only ever says no
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "/sign-in/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_FORMS = {
    "login": "bihuan.site.accounts.SignInForm",
    "change_password": "bihuan.site.accounts.NewPasswordForm",
}
MFA_FORMS = {
    "authenticate": "bihuan.site.accounts.SecondStepForm",
    "reauthenticate": "bihuan.site.accounts.SecondStepAgainForm",
    "activate_totp": "bihuan.site.accounts.FirstCodeForm",
}
ACCOUNT_ADAPTER = "bihuan.site.accounts.ClosedAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_ADAPTER = "bihuan.site.platform.adapters.PlatformAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # our own count outlives a restart, and is one for all processes
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Bihuan"
MFA_ADAPTER = "bihuan.site.second_step.SealingAdapter"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "bihuan.accounts.passwords.NoCommonPasswords"},
    {"NAME": "bihuan.accounts.passwords.KindsOfCharacters"},
]
SESSION_COOKIE_AGE = 60 * whole(
    "BIHUAN_IDLE_MINUTES", 30, least=1, most=1_440
)  # since the last page
SESSION_LONGEST = 3600 * whole("BIHUAN_SESSION_HOURS", 12, least=1, most=168)  # since sign-in
ACCESS_KEPT_DAYS = whole("BIHUAN_ACCESS_DAYS", 400, least=183, most=36_500)  # 183 at least
OPEN_API_DOCS = os.environ.get("BIHUAN_OPEN_API_DOCS") == "1"  # to whoever has not signed in
ROBOT_NETWORKS = _listed("BIHUAN_ROBOT_NETWORKS")
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TILES = os.environ.get("BIHUAN_TILES", "")  # https://…/{z}/{x}/{y}.png under the map; else none
TILE_SERVERS = read(
    "BIHUAN_TILES",
    "",
    tile_servers,
    ("形如 https://…/{z}/{x}/{y}.png 的地址", "an address such as https://…/{z}/{x}/{y}.png"),
)
TILES_ATTRIBUTION = os.environ.get("BIHUAN_TILES_ATTRIBUTION", "")  # whose they are
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", *TILE_SERVERS],
        "object-src": ["'none'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
    }
}
MESSAGE_TAGS = {10: "info", 20: "info", 25: "good", 30: "warn", 40: "bad"}
