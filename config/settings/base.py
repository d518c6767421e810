"""Settings common to every kind of start. Values that differ by machine: env.py."""

from typing import Any

import dj_database_url
import structlog
from django.utils.csp import CSP
from kombu import Queue

from config.events import MONEY_QUEUE, QUEUES
from config.schedule import beat_schedule
from config.settings import env

ENVIRONMENT = env.read()
BASE_DIR = env.REPOSITORY

# --- what this start is -------------------------------------------------------
DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key.get_secret_value()
ALLOWED_HOSTS = ENVIRONMENT.hosts
SITE_URL = str(ENVIRONMENT.site_url).rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
VAR_DIR = ENVIRONMENT.var
KEYS_DIR = VAR_DIR / "keys"
CITIES_DIR = BASE_DIR / "cities"
IS_DEMO = ENVIRONMENT.clock_file is not None
IS_PRODUCTION = False
PROXIES = ENVIRONMENT.proxies
PAYOUT_WORKING_DAYS = ENVIRONMENT.payout_working_days
RECEIPT_SWEEP_SECONDS = ENVIRONMENT.receipt_sweep_seconds

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "rest_framework",
    "drf_spectacular",
    "config",
    "outbox",
    "city",
    "uploads",
    "accounts",
    "ledger",
    "papers",
    "levies",
    "payments",
    "payments.collection",
    "payments.reconciliation",
    "receipts",
    "complaints",
    "commandcenter",
    "permits",
]

MIDDLEWARE = [
    "config.requests.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.limits.RateLimitMiddleware",
    "config.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- data ---------------------------------------------------------------------
# `default` is the running role; `owner` migrates and is used by nothing else.
_OWNER_URL = ENVIRONMENT.database_owner_url or ENVIRONMENT.database_url


def _database(url: str) -> dict[str, Any]:
    return dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))


DATABASES = {"default": _database(ENVIRONMENT.database_url)}
if ENVIRONMENT.database_owner_url:
    DATABASES["owner"] = _database(ENVIRONMENT.database_owner_url)

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENVIRONMENT.redis_url,
    }
}

# --- people -------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/bp2rd/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "accounts.adapter.StaffAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_NAME = "rempah_session"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- words, time --------------------------------------------------------------
# The city's zone is data (city.CityProfile); Django itself thinks in UTC.
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- pages --------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "config.template_filters",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.city_profile",
            ],
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.StaticFiles"},
}
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
PERMISSIONS_POLICY: dict[str, str | list[str]] = {
    "camera": "self",
    "geolocation": "self",
    "microphone": [],
    "payment": [],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
APPEND_SLASH = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- work ---------------------------------------------------------------------
# Redis may repeat or lose anything (docs/adr/0003): late acknowledgement, a task lost
# with its process comes back, and the sweeps of the beat find what the bell lost.
CELERY_BROKER_URL = ENVIRONMENT.redis_url.replace("unix://", "redis+socket://")
# A worker takes from both in turn: no heap of papers holds up money.
CELERY_TASK_QUEUES = [Queue(name) for name in QUEUES]
CELERY_TASK_DEFAULT_QUEUE = MONEY_QUEUE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = beat_schedule(
    receipt_sweep_seconds=ENVIRONMENT.receipt_sweep_seconds
)

# --- gateway and bank ---------------------------------------------------------
MIDTRANS: dict[str, Any] = {
    "server_key": ENVIRONMENT.midtrans_server_key,
    "previous_server_key": ENVIRONMENT.midtrans_previous_server_key,
    "order_prefix": ENVIRONMENT.order_prefix,
    "client_key": ENVIRONMENT.midtrans_client_key,
    "merchant_id": ENVIRONMENT.midtrans_merchant_id,
    "is_production": ENVIRONMENT.midtrans_is_production,
    "url": str(ENVIRONMENT.midtrans_url or "").rstrip("/"),
}
BANK_URL = str(ENVIRONMENT.bank_url or "").rstrip("/")
# Where people hand cash to the demo's bank; a real bank has a door of its own.
TELLER_URL = f"{BANK_URL}/teller" if IS_DEMO and BANK_URL else ""

# --- machines' API ------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.problems.answer_problem",
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_THROTTLE_CLASSES": ["accounts.limits.ForgivingThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "payments": ENVIRONMENT.payments_rate,
        "reads": "300/min",
        "reports": "10/min",
        "applications": "30/min",
        # Tries to open a receipt by the payer's NPWRD: docs/adr/0015.
        "openings": "20/hour",
        "uploads": "20/10min",
        "uploads_of_an_address": "200/10min",
    },
    "NUM_PROXIES": PROXIES,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rempah",
    "DESCRIPTION": "Levies, payments and receipts of a city.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.api.describe_problems",
        "config.api.describe_headers",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
}

# --- retention ----------------------------------------------------------------
ABANDONED_KEPT_DAYS = ENVIRONMENT.abandoned_kept_days

# --- logs ---------------------------------------------------------------------
# One JSON object a line. Locals are never rendered: they would hold keys and names.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "celery": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
    },
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
