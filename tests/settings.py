"""The settings of the tests: those of development, with what makes tests quick and self-contained."""

import os

os.environ["NSSS_ENV"] = "development"
os.environ["NSSS_DOTENV"] = ""  # somebody's .env must not colour the tests
for name in [n for n in os.environ if n.startswith("NSSS_")]:
    if name not in {"NSSS_ENV", "NSSS_DOTENV"}:
        del os.environ[name]
os.environ.pop("EMAIL_URL", None)

from nsss_gender.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
