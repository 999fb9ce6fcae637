"""One settings file for every machine: what differs comes from the environment.

Unset means safe. With nothing set at all the portal runs on SQLite, a file cache
and a local mail folder below `var/`, and answers on 127.0.0.1 only.
"""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()

# --- Where things are ---------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
# The one folder that the site writes to.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key_kept_in(path: Path) -> str:
    """A key made once and kept, so that sessions and signed links outlive a restart."""
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text().strip()


# --- Security -----------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or _secret_key_kept_in(DATA_DIR / "secret_key")
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}").rstrip("/")
_site = urlsplit(SITE_URL)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=sorted({_site.hostname or "127.0.0.1", "127.0.0.1", "localhost"})
)
CSRF_FAILURE_VIEW = "edzportal.views.forbidden"
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]
# Networks whose X-Forwarded-For is believed; without one, every sender behind a proxy is one network.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

_https = _site.scheme == "https"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
# Not "no-referrer": the form's Origin check needs browsers to send an origin.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # data: only for the small pictures that Django's own admin styles embed.
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = [
    # First, so that a locked-out name is refused before its password is looked at.
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Who reads the sender's address from a request: the login guard and the moderation of inquiries.
CLIENT_ADDRESS = AXES_CLIENT_IP_CALLABLE = "edzportal.middleware.client_address"
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_VERBOSE = False
# Its lists speak English only; `manage.py axes_reset` opens a locked account at once.
AXES_ENABLE_ADMIN = False
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "/"

# --- Applications ---------------------------------------------------------------

INSTALLED_APPS = [
    # Before the admin: it makes translated model fields known to it.
    "modeltranslation",
    "edzportal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "csp",
    "axes",
    "crispy_forms",
    "django_countries",
    "django_prose_editor",
    "zones",
    "inquiries",
    # Last: the page cache hears of a change after the search index, so that no page is kept that
    # was made from the old one.
    "edzportal.apps.PortalConfig",
]

MIDDLEWARE = [
    # First: every answer carries the headers, errors included.
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    # Static files need nothing that follows.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before the page cache, so that the cache key knows the language of the address.
    "edzportal.middleware.AddressLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Public pages end here when they are in the cache: nothing below depends on the visitor.
    "edzportal.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last: it watches the login that the layers above have let through.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "edzportal.urls"
WSGI_APPLICATION = "edzportal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "edzportal.context.portal",
            ],
        },
    }
]
# Django's own widgets and ours are found in one way, so a template may override either.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")
CRISPY_ALLOWED_TEMPLATE_PACKS = ("edz",)
CRISPY_TEMPLATE_PACK = "edz"

# --- Data -----------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue at BEGIN instead of failing half-way; readers never wait.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

_cache_url = env.str("CACHE_URL", default="")
CACHES = {
    "default": env.cache_url_config(_cache_url)
    if _cache_url
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / "cache" / "default"),
    },
}
# Whole pages have an alias of their own: the default 300 entries of a file cache cull at random.
CACHES["pages"] = (
    CACHES["default"] | {"KEY_PREFIX": "pages"}
    if _cache_url
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / "cache" / "pages"),
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
)
# Factsheets: a few dozen kilobytes each, at most two for a zone and day.
CACHES["factsheets"] = (
    CACHES["default"] | {"KEY_PREFIX": "factsheets"}
    if _cache_url
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / "cache" / "factsheets"),
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
)

# --- Files ----------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/files/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "edzportal.static_files.PortalStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
    # What senders attach: outside the public media, served to staff only.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "private"), "base_url": None},
    },
}
WHITENOISE_MAX_AGE = 3600
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Mail -----------------------------------------------------------------------

# Three slashes: the first one of the path belongs to the address and is taken off.
vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{DATA_DIR / 'mail'}"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"EDZ Portal <portal@{_site.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20

# --- Languages and time -----------------------------------------------------------

LANGUAGE_CODE = "en"
# A further language is one more line here, `makemigrations` and `migrate`.
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "edzportal" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = "edzportal.formats"
USE_THOUSAND_SEPARATOR = False
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "zh-hans")
MODELTRANSLATION_CUSTOM_FIELDS = ("ProseEditorField",)
# English as ever; named here because the package's own Chinese for them is wrong or unusual in China.
COUNTRIES_OVERRIDE = {
    "DM": _("Dominica"),
    "HK": _("Hong Kong"),
    "MK": _("North Macedonia"),
    "MO": _("Macao"),
    "NP": _("Nepal"),
    "TJ": _("Tajikistan"),
    "TW": _("Taiwan"),
    "WS": _("Samoa"),
}

# --- The portal ------------------------------------------------------------------

# Whether somebody else has to publish what one has changed.
TWO_PERSON_RULE = env.bool("TWO_PERSON_RULE", default=False)
# Demo accounts exist only where this is set; `make run` alone sets it.
DEMO = env.bool("DEMO", default=False)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")

# --- Log -------------------------------------------------------------------------

LOG_FORMAT = env.str("LOG_FORMAT", default="plain")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "edzportal.log.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if LOG_FORMAT == "json" else "plain",
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "axes": {"level": "WARNING"},
    },
}
