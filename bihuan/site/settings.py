"""One settings file; everything that differs between places is an environment variable."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .static import headers as static_headers

PACKAGE = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("BIHUAN_HOME", "bihuan-data")).resolve()


def _secret_key() -> str:
    """Return the installation's key, made on first use and kept in the data folder."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    kept = HOME / "secret-key"
    if not kept.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


def _database(url: str) -> dict[str, object]:
    """Read DATABASE_URL (postgresql://user:password@host:port/name); SQLite in HOME without one."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "bihuan.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
    }


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TRUSTED_ORIGINS", "").split(",") if o]

OUR_APPS = [
    "bihuan.site", "bihuan.dashboards", "bihuan.work", "bihuan.intake", "bihuan.figures",
    "bihuan.dispatch", "bihuan.command", "bihuan.visits", "bihuan.factors", "bihuan.matters",
    "bihuan.lights",
    "bihuan.chains", "bihuan.statistics", "bihuan.progress", "bihuan.plans",
    "bihuan.projects", "bihuan.accounts", "bihuan.audit", "bihuan.kit",
]  # fmt: skip
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
    "axes",
    "csp",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "bihuan.site.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bihuan.site.middleware.PagesNeedSignIn",
    "bihuan.site.middleware.OwnPasswordFirst",
    "bihuan.site.middleware.IdleSignOut",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "bihuan.kit.http.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
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
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "bihuan.kit.templatetags.ui",
            ],
        },
    }
]  # fmt: skip
DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
MEDIA_ROOT = HOME / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "bihuan.kit.files.DurableStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
BACKUP_AT = os.environ.get("BIHUAN_BACKUP_AT", "02:30")  # "off": `serve` makes none by itself
BACKUP_KEEP = os.environ.get("BIHUAN_BACKUP_KEEP", "7,4,12")  # of so many days, weeks, months
BACKUP_COPY = os.environ.get("BIHUAN_BACKUP_COPY", "")  # a folder on another disk
DATA_UPLOAD_MAX_MEMORY_SIZE = 60 * 1024 * 1024
WHITENOISE_USE_FINDERS = True
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers

BEHIND_HTTPS = os.environ.get("BIHUAN_HTTPS") == "1"  # a proxy in front encrypts, and says so
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesBackend",  # first: it stops the guessing of passwords
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "/sign-in/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_FORMS = {"login": "bihuan.site.accounts.SignInForm"}
ACCOUNT_ADAPTER = "bihuan.site.accounts.ClosedAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # axes counts wrong passwords
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Bihuan"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "ui/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "bihuan.accounts.passwords.KindsOfCharacters"},
]
SESSION_COOKIE_AGE = 60 * int(os.environ.get("BIHUAN_IDLE_MINUTES", "30"))  # since the last page
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
    }
}
MESSAGE_TAGS = {10: "info", 20: "info", 25: "good", 30: "warn", 40: "bad"}
