"""The settings refuse what is missing, misspelt or unsafe, and say so all at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.settings import BASE_DIR, env

SAFE = {
    "DJANGO_SETTINGS_MODULE": "nsss_gender.settings",
    "NSSS_DOTENV": "",
    "NSSS_SECRET_KEY": "".join(chr(33 + number) for number in range(60)),
    "NSSS_SITE": "https://gender.example.org",
    "NSSS_ALLOWED_HOSTS": "gender.example.org",
    "NSSS_FROM_EMAIL": "nsss@example.org",
    "DATABASE_URL": "postgres://nsss:secret@db/nsss",
    "EMAIL_URL": "smtp+tls://nsss:secret@mail.example.org:587",
}
READ = "from django.conf import settings; print(settings.NSSS_ENV)"


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python in a process of its own with exactly this environment. Out: what it said."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def safe(tmp_path: Path) -> dict[str, str]:
    """An environment that production starts with."""
    return SAFE | {"NSSS_MEDIA": str(tmp_path)}


def refusal(environment: dict[str, str]) -> list[str]:
    """The complaints with which the settings refuse this environment; none if they start."""
    told = run("-c", READ, **environment)
    if told.returncode == 0:
        return []
    assert "ImproperlyConfigured: The settings were refused." in told.stderr, told.stderr
    lines = told.stderr.split("The settings were refused.\n")[1].splitlines()
    return [line.removeprefix("- ") for line in lines]


def test_a_safe_production_starts_and_production_is_the_default(safe):
    told = run("-c", READ, **safe)
    assert (told.returncode, told.stdout) == (0, "production\n"), told.stderr


def test_the_deployment_check_finds_nothing(safe):
    told = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **safe)
    assert (told.returncode, told.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    ), told.stderr


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("NSSS_DEBUG", "1", "NSSS_DEBUG must be off in production."),
        (
            "NSSS_DEMO",
            "yes",
            "NSSS_DEMO must be off in production: its accounts have a published password.",
        ),
        (
            "NSSS_SECRET_KEY",
            "too short",
            "NSSS_SECRET_KEY must be random and 50 characters long or more.",
        ),
        (
            "NSSS_SECRET_KEY",
            "ab" * 40,
            "NSSS_SECRET_KEY must be random and 50 characters long or more.",
        ),
        (
            "NSSS_ALLOWED_HOSTS",
            "gender.example.org,*",
            "NSSS_ALLOWED_HOSTS must name the hosts, without *.",
        ),
        (
            "NSSS_ALLOWED_HOSTS",
            "*.example.org",
            "NSSS_ALLOWED_HOSTS must name the hosts, without *.",
        ),
        ("NSSS_ALLOWED_HOSTS", "", "NSSS_ALLOWED_HOSTS must name the hosts, without *."),
        ("NSSS_SITE", "http://gender.example.org", "NSSS_SITE must start with https://."),
        (
            "NSSS_MEDIA",
            "/nowhere/at/all",
            "NSSS_MEDIA must be an existing folder, by its full path, outside the code.",
        ),
        (
            "NSSS_MEDIA",
            "static",
            "NSSS_MEDIA must be an existing folder, by its full path, outside the code.",
        ),
        (
            "NSSS_MEDIA",
            str(BASE_DIR / "static"),
            "NSSS_MEDIA must be an existing folder, by its full path, outside the code.",
        ),
        (
            "DATABASE_URL",
            "sqlite:////tmp/nsss.sqlite3",
            "NSSS_ALLOW_SQLITE=1 is needed to run on SQLite: it serves one machine only.",
        ),
        ("NSSS_DEMO", "ture", "NSSS_DEMO must be 1 or 0, not 'ture'."),
        ("NSSS_ENV", "staging", "NSSS_ENV must be one of production, development, not 'staging'."),
        (
            "NSSS_SESSION_HOURS",
            "twelve",
            "NSSS_SESSION_HOURS must be a whole number from 1 to 168, not 'twelve'.",
        ),
        (
            "NSSS_SESSION_IDLE_MINUTES",
            "0",
            "NSSS_SESSION_IDLE_MINUTES must be a whole number from 5 to 1440, not '0'.",
        ),
    ],
)
def test_production_refuses_an_unsafe_value(safe, name, value, complaint):
    assert refusal(safe | {name: value}) == [complaint]


@pytest.mark.parametrize("name", ["EMAIL_URL", "NSSS_FROM_EMAIL"])
def test_production_refuses_a_missing_value(safe, name):
    del safe[name]
    assert refusal(safe) == [f"{name} is missing."]


def test_every_complaint_is_told_at_once():
    assert refusal({"DJANGO_SETTINGS_MODULE": "nsss_gender.settings", "NSSS_DOTENV": ""}) == [
        "NSSS_SECRET_KEY is missing.",
        "NSSS_SITE is missing.",
        "DATABASE_URL is missing.",
        "NSSS_MEDIA is missing.",
        "EMAIL_URL is missing.",
        "NSSS_FROM_EMAIL is missing.",
        "NSSS_SECRET_KEY must be random and 50 characters long or more.",
        "NSSS_ALLOWED_HOSTS must name the hosts, without *.",
        "NSSS_SITE must start with https://.",
        "NSSS_MEDIA must be an existing folder, by its full path, outside the code.",
        "NSSS_ALLOW_SQLITE=1 is needed to run on SQLite: it serves one machine only.",
    ]


def test_a_misspelt_name_is_refused_with_the_names_that_exist(safe):
    known = ", ".join(sorted(name for name in env.names if name.startswith("NSSS_")))
    assert refusal(safe | {"NSSS_SESION_HOURS": "8"}) == [
        f"NSSS_SESION_HOURS is not a setting; the known names are {known}."
    ]


def test_sqlite_in_production_is_a_decision(safe):
    allowed = {"DATABASE_URL": "sqlite:////tmp/nsss.sqlite3", "NSSS_ALLOW_SQLITE": "1"}
    assert refusal(safe | allowed) == []


def test_a_secret_can_come_from_a_file(safe, tmp_path):
    secret = tmp_path / "key"
    secret.write_text(safe.pop("NSSS_SECRET_KEY"))
    assert refusal(safe | {"NSSS_SECRET_KEY_FILE": str(secret)}) == []


def test_a_dotenv_file_is_read_and_checked_as_well(tmp_path):
    dotenv = tmp_path / "dotenv"
    dotenv.write_text("NSSS_ENV=development\nNSSS_DEBUG=maybe\n")
    environment = {"DJANGO_SETTINGS_MODULE": "nsss_gender.settings", "NSSS_DOTENV": str(dotenv)}
    assert refusal(environment) == ["NSSS_DEBUG must be 1 or 0, not 'maybe'."]


def test_cookies_are_bound_to_the_host_in_production(safe):
    names = (
        "from django.conf import settings as s\n"
        "for kind in ('SESSION', 'CSRF', 'LANGUAGE'):\n"
        "    print(*(getattr(s, f'{kind}_COOKIE_{part}')"
        " for part in ('NAME', 'SECURE', 'SAMESITE', 'DOMAIN', 'PATH')))\n"
    )
    assert run("-c", names, **safe).stdout.splitlines() == [
        "__Host-sessionid True Lax None /",
        "__Host-csrftoken True Lax None /",
        "__Host-language True Lax None /",
    ]


def test_proxy_headers_count_only_behind_a_proxy(safe):
    trust = (
        "from django.conf import settings as s\n"
        "print(s.SECURE_PROXY_SSL_HEADER, s.ALLAUTH_TRUSTED_PROXY_COUNT, s.USE_X_FORWARDED_HOST)\n"
    )
    assert run("-c", trust, **safe).stdout == "None 0 False\n"
    behind = run("-c", trust, **safe, NSSS_BEHIND_PROXY="1").stdout
    assert behind == "('HTTP_X_FORWARDED_PROTO', 'https') 1 False\n"


def test_the_example_names_every_setting_and_no_other():
    lines = (BASE_DIR / ".env.example").read_text().splitlines()
    named = {line.lstrip("# ").partition("=")[0] for line in lines if "=" in line.split(" ")[-1]}
    ours = {name for name in named if name.startswith("NSSS_") or name.endswith("_URL")}
    assert ours == env.names - {"NSSS_DOTENV"}
