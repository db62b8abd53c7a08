"""Settings: one file. The environment comes in here and nowhere else (see `.env.example`).

A value that is missing, misspelt or, in production, unsafe stops the start with every complaint at once.
"""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from nsss_gender.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(Path(os.environ.get("NSSS_DOTENV", BASE_DIR / ".env")))
VERSION = "0.1.0"

# --- what kind of place this is ---------------------------------------------------------------
NSSS_ENV = env.one_of("NSSS_ENV", "production", ("production", "development"))
PRODUCTION = NSSS_ENV == "production"
DEBUG = env.flag("NSSS_DEBUG")
NSSS_DEMO = env.flag("NSSS_DEMO")
SECRET_KEY = env.needed("NSSS_SECRET_KEY", "" if PRODUCTION else "development only " * 4)
NSSS_SITE = env.needed("NSSS_SITE", "" if PRODUCTION else "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.words("NSSS_ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [NSSS_SITE] if PRODUCTION else []
BEHIND_PROXY = env.flag("NSSS_BEHIND_PROXY")

# --- the rooms --------------------------------------------------------------------------------
FIRST_PARTY_APPS = [
    *("nsss_gender.language", "nsss_gender.audit", "nsss_gender.accounts"),
    *("programmes", "assessments", "reports"),
]
INSTALLED_APPS = [
    *FIRST_PARTY_APPS,
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_linear_migrations",
    "django_tasks",
    "django_tasks_db",
    "import_export",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "nsss_gender.files.middleware.BodySizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nsss_gender.accounts.middleware.SessionClockMiddleware",
    "nsss_gender.accounts.middleware.SignInRequiredMiddleware",
    "nsss_gender.accounts.middleware.SecondFactorMiddleware",
]
ROOT_URLCONF = "nsss_gender.urls"
WSGI_APPLICATION = "nsss_gender.wsgi.application"
CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.template.context_processors.i18n",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "nsss_gender.context.house",
    "nsss_gender.accounts.context.page",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
    }
]

# --- data -------------------------------------------------------------------------------------
DATABASE = env.database("DATABASE_URL", "" if PRODUCTION else f"sqlite:///{BASE_DIR}/db.sqlite3")
SQLITE = DATABASE["ENGINE"] == "django.db.backends.sqlite3"
if SQLITE:
    # IMMEDIATE: a read-then-write transaction waits for its turn instead of failing at once.
    # synchronous FULL: an acknowledged save survives a power cut.
    PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "cache_size=-20000", "mmap_size=134217728")
    PRAGMA = ";".join(f"PRAGMA {setting}" for setting in PRAGMAS)
    DATABASE["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMA}
else:
    DATABASE |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by every worker: sign-in limits and used TOTP codes are counted here.
SHARED = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}
CACHES = {"default": {**SHARED, "OPTIONS": {"MAX_ENTRIES": 20_000}}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("NSSS_STATIC_ROOT", str(BASE_DIR / "var" / "static")))
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Evidence and exports: outside every folder that is served; read only through a permission check.
MEDIA_ROOT = Path(env.needed("NSSS_MEDIA", "" if PRODUCTION else str(BASE_DIR / "var" / "media")))
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STATIC = "nsss_gender.assets.ModuleStorage" if PRODUCTION else PLAIN
KEPT = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
STORAGES = {"default": KEPT, "staticfiles": {"BACKEND": STATIC}}
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
UPLOAD_FILE_MOST = env.whole("NSSS_UPLOAD_FILE_MB", 10, least=1, most=20) << 20
UPLOAD_ASSESSMENT_MOST = env.whole("NSSS_UPLOAD_ASSESSMENT_MB", 50, least=1, most=2_000) << 20
UPLOAD_USER_MOST = env.whole("NSSS_UPLOAD_USER_MB", 500, least=1, most=20_000) << 20
KEEP_FILES_DAYS = env.whole("NSSS_KEEP_FILES_DAYS", 30, least=1, most=3_650)

# --- language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("bn", "বাংলা")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Dhaka"
USE_TZ = True

# --- people -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# allauth's back end is the only door, so that its limits cannot be walked around.
AUTHENTICATION_BACKENDS = ["nsss_gender.accounts.adapter.Backend"]
RULES = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": RULES + "UserAttributeSimilarityValidator"},
    {"NAME": "nsss_gender.accounts.validators.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": RULES + "CommonPasswordValidator"},
    {"NAME": "nsss_gender.accounts.validators.ContextWordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_ADAPTER = "nsss_gender.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation has already reached the address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
# A whole workshop shares one address, so the limits per address are wide and those per name narrow.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "300/m/ip,5/900s/key",
    "reset_password": "300/m/ip,5/m/key",
    "reset_password_from_key": "300/m/ip",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
FORMS = "nsss_gender.accounts.forms.sign_in."
ACCOUNT_FORMS = {
    "login": FORMS + "SignInForm",
    "change_password": FORMS + "ChangePasswordForm",
    "reset_password": FORMS + "ResetPasswordForm",
    "reset_password_from_key": FORMS + "ResetPasswordKeyForm",
    "reauthenticate": FORMS + "ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": FORMS + "SecondFactorForm",
    "reauthenticate": FORMS + "SecondFactorAgainForm",
    "activate_totp": FORMS + "ActivateForm",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that nobody here has
MFA_ADAPTER = "nsss_gender.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "NSSS gender assessment"
MFA_ALLOW_UNVERIFIED_EMAIL = True
CENTRAL_ROLES = "reviewer,technical_support,approver,administrator"
NSSS_TOTP_ROLES = env.words("NSSS_TOTP_ROLES", CENTRAL_ROLES if PRODUCTION else "")

# --- sessions and cookies ---------------------------------------------------------------------
NSSS_SESSION_IDLE_MINUTES = env.whole("NSSS_SESSION_IDLE_MINUTES", 120, least=5, most=1440)
NSSS_SESSION_HOURS = env.whole("NSSS_SESSION_HOURS", 12, least=1, most=168)
COOKIE_PREFIX = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME = COOKIE_PREFIX + "sessionid"
SESSION_COOKIE_AGE = NSSS_SESSION_HOURS * 3600
CSRF_COOKIE_NAME = COOKIE_PREFIX + "csrftoken"
# Read by our scripts: an older tab needs the token of the newest sign-in to save what it holds.
CSRF_COOKIE_HTTPONLY = False
LANGUAGE_COOKIE_NAME = COOKIE_PREFIX + "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "nsss_gender.passing_words.PassingStorage"
CSRF_FAILURE_VIEW = "nsss_gender.accounts.views.csrf_failure"

# --- what the browser is told -----------------------------------------------------------------
NOWHERE = ("default-src", "base-uri", "frame-ancestors", "object-src")
OURSELVES = ("script-src", "style-src", "font-src", "connect-src", "form-action", "worker-src")
DIRECTIVES = dict.fromkeys(NOWHERE, (NONE,)) | dict.fromkeys(OURSELVES, (SELF,))
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**DIRECTIVES, "img-src": (SELF, "data:")}}
# Frame, type, referrer and opener headers are Django's defaults; tests/house/test_answers.py holds them.
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

# --- mail and log -----------------------------------------------------------------------------
vars().update(env.mail("EMAIL_URL", "" if PRODUCTION else "consolemail://"))
EMAIL_TIMEOUT = 20
SENDER = env.needed("NSSS_FROM_EMAIL", "" if PRODUCTION else "nsss@localhost")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = SENDER
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "nsss_gender.logs.QuietFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["stderr"], "level": env.text("NSSS_LOG_LEVEL", "INFO").upper()},
    "loggers": {"django": {"handlers": ["stderr"], "level": "INFO", "propagate": False}}
    | {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools")},  # chatty at INFO
}

# --- refuse to start when unsafe --------------------------------------------------------------
ALLOW_SQLITE = env.flag("NSSS_ALLOW_SQLITE")
LONE_SQLITE = SQLITE and not ALLOW_SQLITE
WEAK_KEY = len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10  # noqa: PLR2004
REFUSED_IN_PRODUCTION = {
    "NSSS_DEBUG must be off in production.": DEBUG,
    "NSSS_DEMO must be off in production: its accounts have a published password.": NSSS_DEMO,
    "NSSS_SECRET_KEY must be random and 50 characters long or more.": WEAK_KEY,
    "NSSS_ALLOWED_HOSTS must name the hosts, without *.": "*" in str(ALLOWED_HOSTS or "*"),
    "NSSS_SITE must start with https://.": not NSSS_SITE.startswith("https://"),
    "NSSS_MEDIA must be an existing folder, by its full path, outside the code.": (
        not (MEDIA_ROOT.is_absolute() and MEDIA_ROOT.is_dir())
        or MEDIA_ROOT.resolve().is_relative_to(BASE_DIR)
    ),
    "NSSS_ALLOW_SQLITE=1 is needed to run on SQLite: it serves one machine only.": LONE_SQLITE,
}
env.refuse(REFUSED_IN_PRODUCTION if PRODUCTION else {})
env.settle()
