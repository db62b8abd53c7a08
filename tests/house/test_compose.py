"""The container files agree with the settings and hold no secret (no engine is needed to see that)."""

import re
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from tests.settings import BASE_DIR, env

COMPOSE: dict[str, Any] = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())
DOCKERFILE = (BASE_DIR / "Dockerfile").read_text()
CADDYFILE = (BASE_DIR / "deploy" / "Caddyfile").read_text()
OURS = ("prepare", "web", "worker", "clock")
FROM_ENV = re.compile(r"\$\{([A-Z_]+)(?::\?[^}]*)?\}")
NEEDED_IN_PRODUCTION = {
    *("NSSS_SECRET_KEY", "NSSS_SITE", "NSSS_ALLOWED_HOSTS", "NSSS_MEDIA", "NSSS_FROM_EMAIL"),
    *("DATABASE_URL", "EMAIL_URL"),
}
# What production may do without; only development sets them, or the office adds them itself.
LEFT_TO_THE_OFFICE = {
    *("NSSS_DOTENV", "NSSS_DEBUG", "NSSS_DEMO", "NSSS_ALLOW_SQLITE", "NSSS_LOG_LEVEL"),
    *("NSSS_TOTP_ROLES", "NSSS_SESSION_IDLE_MINUTES", "NSSS_SESSION_HOURS"),
    *("NSSS_UPLOAD_FILE_MB", "NSSS_UPLOAD_ASSESSMENT_MB", "NSSS_UPLOAD_USER_MB"),
    "NSSS_KEEP_FILES_DAYS",
}


def image_environment() -> set[str]:
    """The names that the image sets for whoever runs in it."""
    block = re.search(r"^ENV (.*?[^\\])$", DOCKERFILE, re.MULTILINE | re.DOTALL)
    assert block
    return {pair.partition("=")[0] for pair in block[1].replace("\\\n", " ").split()}


@pytest.mark.parametrize("service", OURS)
def test_every_service_of_ours_is_given_exactly_what_the_settings_know(service):
    given = set(COMPOSE["services"][service]["environment"]) | image_environment()
    ours = {name for name in given if name.startswith("NSSS_") or name.endswith("_URL")}
    assert ours >= NEEDED_IN_PRODUCTION
    assert ours == env.names - LEFT_TO_THE_OFFICE


def test_no_value_in_the_compose_file_is_a_secret():
    secret = re.compile("SECRET|PASSWORD|KEY|TOKEN|_URL")
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            if secret.search(name):
                literal = FROM_ENV.sub("", value)
                assert literal in {"", "postgres://nsss:@db/nsss"}, name


def test_every_value_from_outside_is_explained_in_the_example():
    example = (BASE_DIR / ".env.example").read_text()
    asked = set(FROM_ENV.findall((BASE_DIR / "docker-compose.yml").read_text()))
    assert asked == {name for name in asked if re.search(rf"^(# )?{name}=", example, re.MULTILINE)}


def test_the_proxy_is_given_what_its_file_asks_for():
    asked = set(re.findall(r"\{\$([A-Z_]+)\}", CADDYFILE))
    assert asked == set(COMPOSE["services"]["proxy"]["environment"])


def test_only_the_proxy_is_open_to_the_outside():
    assert {name for name, part in COMPOSE["services"].items() if "ports" in part} == {"proxy"}


def test_every_named_volume_is_used_and_every_used_one_is_named():
    used = {
        volume.partition(":")[0]
        for part in COMPOSE["services"].values()
        for volume in part["volumes"]
        if not volume.startswith(".")
    }
    assert used == set(COMPOSE["volumes"])


def test_everything_that_stays_up_has_a_health_check():
    watched = {
        name
        for name, part in COMPOSE["services"].items()
        if "test" in part.get("healthcheck", {})
        or ("build" in part and "healthcheck" not in part and "HEALTHCHECK" in DOCKERFILE)
    }
    assert watched == set(COMPOSE["services"]) - {"prepare"}


def test_the_image_copies_only_what_exists_and_leaves_out_nothing_django_needs():
    copied = set(re.findall(r"^COPY (\w[\w.]*) ", DOCKERFILE, re.MULTILINE))
    let_in = (BASE_DIR / ".dockerignore").read_text().splitlines()
    assert copied == {line[1:] for line in let_in if line.startswith("!")}
    assert {name for name in copied if not (BASE_DIR / name).exists()} == set()


def test_the_image_does_not_run_as_root():
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users == ["nsss"]


def test_every_command_named_in_the_house_exists():
    places = ("docker-compose.yml", "docs/operations.md", "deploy/demo.sh", "deploy/run.sh")
    text = "\n".join(
        (BASE_DIR / place).read_text() for place in (*places, "Dockerfile", "Makefile")
    )
    called = set(re.findall(r"(?:manage\.py,?|manage) ([a-z_]+)", text))
    assert called == called & set(get_commands())
