"""Every setting of Tableside, in one file. What an installation may change is read from its environment."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from tableside.config import env

DATA = Path(env.text("TABLESIDE_DATA", "data")).resolve()
DEMO = env.truth("TABLESIDE_DEMO")
DEMO_WEEKS = env.number("TABLESIDE_DEMO_WEEKS", 26)  # the past of the demo practice
DEBUG = env.truth("TABLESIDE_DEBUG")
WORKERS = env.number("TABLESIDE_WORKERS", 1, at_least=1)  # processes that answer requests
HTTPS = env.truth("TABLESIDE_HTTPS")  # set when a proxy in front speaks https

SECRET_KEY = env.secret("TABLESIDE_SECRET_KEY", kept_in=DATA / "secret.key", size=48)
MASTER_KEYS = tuple(env.secret("TABLESIDE_MASTER_KEY", kept_in=DATA / "master.key").split())  # newest first

ALLOWED_HOSTS = env.text("TABLESIDE_HOSTS", "127.0.0.1 localhost [::1]").split()
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if HTTPS and host != "*"]
PUBLIC_URL = env.text("TABLESIDE_URL", "http://127.0.0.1:8000").rstrip("/")  # for links in mail

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "tableside.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "tableside.records.audit",
    "tableside.records.outbox",
    "tableside.records.accounts",
    "tableside.records.practice",
    "tableside.records.clients",
    "tableside.records.scheduling",
    "tableside.records.intake",
    "tableside.records.charting",
    "tableside.records.outcomes",
    "tableside.records.plans",
    "tableside.records.calendars",
    "tableside.site",
    "tableside.portal",
    "tableside.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tableside.config.middleware.HeadReads",
    "tableside.config.middleware.CleanInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tableside.config.middleware.Surroundings",
    "tableside.config.middleware.Guarded",
    "tableside.config.middleware.InWords",
]

ROOT_URLCONF = "tableside.config.urls"
WSGI_APPLICATION = "tableside.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tableside.ui.context.surroundings",
            ]
        },
    }
]
FORM_RENDERER = "tableside.ui.forms.Renderer"
CSRF_FAILURE_VIEW = "tableside.ui.errors.csrf_failure"

DATABASES = {"default": env.database("DATABASE_URL", folder=DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {  # shared by all processes, because rate limits count in it; so no count is thrown away to make room
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # of one process, for what must leave nothing behind
    "in_memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}},
}

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "uploads"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Signing in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_REDIRECT_URL = "/welcome/"
ACCOUNT_ADAPTER = "tableside.config.accounts.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True  # one address each; a new one takes its place once it is confirmed
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # whoever changes the address can have a new password sent there
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "tableside.config.account_forms.LoginForm",
    "add_email": "tableside.config.account_forms.AddEmailForm",
    "change_password": "tableside.config.account_forms.ChangePasswordForm",
    "set_password": "tableside.config.account_forms.SetPasswordForm",
    "reset_password": "tableside.config.account_forms.ResetPasswordForm",
    "reset_password_from_key": "tableside.config.account_forms.ResetPasswordKeyForm",
    "reauthenticate": "tableside.config.account_forms.ReauthenticateForm",
    "request_login_code": "tableside.config.account_forms.RequestLoginCodeForm",
    "confirm_login_code": "tableside.config.account_forms.ConfirmLoginCodeForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(HTTPS)  # rate limits count by the address the proxy saw, not by the proxy's own
HOLD_COOKIE_NAME = "hold"
BOOKINGS_PER_ADDRESS = env.number("TABLESIDE_BOOKINGS_PER_ADDRESS", 20)
BOOKINGS_PER_MAIL = env.number("TABLESIDE_BOOKINGS_PER_MAIL", 5)
CHECKS_PER_ADDRESS = env.number("TABLESIDE_CHECKS_PER_ADDRESS", 300)
MFA_ADAPTER = "tableside.config.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "tableside.config.account_forms.AuthenticateForm",
    "reauthenticate": "tableside.config.account_forms.ReauthenticateWithCodeForm",
    "activate_totp": "tableside.config.account_forms.ActivateAppForm",
    "add_webauthn": "tableside.config.account_forms.AddPasskeyForm",
    "edit_webauthn": "tableside.config.account_forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # who has a second factor changes their address too; it counts once confirmed
MFA_TOTP_ISSUER = "Tableside"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.truth("TABLESIDE_INSECURE_PASSKEYS")  # tests on http://localhost only

# Mail: without a host, what would have been sent is shown to the owner
MAIL_HOST = env.text("TABLESIDE_SMTP_HOST")
EMAIL_HOST = MAIL_HOST or "localhost"
EMAIL_PORT = env.number("TABLESIDE_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("TABLESIDE_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("TABLESIDE_SMTP_PASSWORD")
EMAIL_USE_TLS = env.truth("TABLESIDE_SMTP_STARTTLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("TABLESIDE_MAIL_FROM", "practice@localhost")
SMS_URL = env.text("TABLESIDE_SMS_URL")  # without one, SMS is not offered
SMS_TOKEN = env.text("TABLESIDE_SMS_TOKEN")
SMS_SENDER = env.text("TABLESIDE_SMS_SENDER")
SMS_FIELDS = env.names("TABLESIDE_SMS_FIELDS", {"to": "to", "from": "from", "text": "text", "key": "key"})
SMS_INBOUND_TOKEN = env.text("TABLESIDE_SMS_INBOUND_TOKEN")  # without one, answers to texts are not taken

# What browsers may do
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    HOLD_COOKIE_NAME = "__Host-hold"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# What people upload may be about their health: it never lies on the disk before it is sealed. A larger form is refused
# unread.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 10_100_000
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "tableside.config.log_lines.WithoutTokens",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("TABLESIDE_LOG", "WARNING")},
    "loggers": {  # what a visitor gets wrong is no matter for the log; what we get wrong is
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
    },
}
