"""The building code: what no single room can see to."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.settings import BASE_DIR

LABELS = sorted(
    apps.get_app_config(name.rpartition(".")[2]).label for name in settings.FIRST_PARTY_APPS
)
PROJECT = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())
CONTRACTS = {contract["id"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}
BINARY = {".png", ".jpg", ".woff2", ".ico", ".pdf", ".xlsx", ".docx", ".gz"}


def house_files() -> list[Path]:
    """Every text file that git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    files = (BASE_DIR / line for line in listed.stdout.splitlines())
    return [file for file in files if file.is_file() and file.suffix not in BINARY]


def modules(package: str) -> list[str]:
    """The dotted names of the modules and packages directly inside an app, migrations and apps left out."""
    folder = BASE_DIR / package.replace(".", "/")
    files = {file.stem for file in folder.glob("*.py")} - {"__init__", "apps"}
    rooms = {file.parent.name for file in folder.glob("*/__init__.py")} - {"migrations"}
    return sorted(f"{package}.{name}" for name in files | rooms)


@pytest.mark.parametrize("label", LABELS)
def test_an_app_has_at_most_one_last_migration(label):
    leaves = MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes(label)
    assert len(leaves) == len(leaves[:1])


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("lock", ["prod.lock", "dev.lock"])
def test_a_lock_names_no_host_and_every_line_has_a_hash(lock):
    text = (BASE_DIR / lock).read_text()
    assert re.findall(r"\w+://\S+|--(?:extra-)?index-url|--find-links", text) == []
    pinned = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert [block.partition(" ")[0] for block in pinned if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize(("lock", "group"), [("prod.lock", None), ("dev.lock", "dev")])
def test_a_lock_holds_every_dependency_of_the_project(lock, group):
    wanted = PROJECT["dependency-groups"][group] if group else PROJECT["project"]["dependencies"]
    names = {re.split(r"[\[~=<>]", name)[0].lower() for name in wanted}
    locked = set(re.findall(r"^([\w.-]+)==", (BASE_DIR / lock).read_text(), re.MULTILINE))
    assert names - locked == set()


def test_the_two_locks_agree():
    pins = [
        dict(re.findall(r"^([\w.-]+)==([\w.]+)", (BASE_DIR / lock).read_text(), re.MULTILINE))
        for lock in ("prod.lock", "dev.lock")
    ]
    both = pins[0].keys() & pins[1].keys()
    assert {name: pins[0][name] for name in both} == {name: pins[1][name] for name in both}


def test_every_dependency_says_why_it_is_here():
    text = (BASE_DIR / "pyproject.toml").read_text()
    lists = text[text.index("dependencies = [") : text.index("[tool.")]
    entries = re.findall(r'^  ".*$', lists, re.MULTILINE)
    assert [entry for entry in entries if "#" not in entry] == []


def test_no_file_knows_the_machine_it_was_written_on():
    place = re.compile(r"(?<![\w.$}~-])/(?:ro" + r"ot|wo" + r"rk|ho" + r"me/\w+|Us" + r"ers)/")
    told = {
        str(file.relative_to(BASE_DIR))
        for file in house_files()
        if place.search(file.read_text(encoding="utf-8", errors="ignore"))
    }
    assert told == set()


def test_the_settings_fit_on_few_screens():
    lines = (BASE_DIR / "nsss_gender" / "settings.py").read_text().splitlines()
    assert len(lines) == min(len(lines), 250)


@pytest.mark.parametrize(
    "package", ["nsss_gender.accounts", "programmes", "assessments", "reports"]
)
def test_the_screens_of_an_app_are_private_to_it(package):
    screens = {f"{package}.{name}" for name in ("views", "forms", "urls")} & set(modules(package))
    contract = CONTRACTS.get(f"screens-{package.rpartition('.')[2]}", {"protected_modules": []})
    assert set(contract["protected_modules"]) == screens


def test_every_rules_module_is_under_the_pure_contract_and_has_a_mirror():
    rules = (
        "workflow", "scoring", "schema", "sheet", "contradictions", "merge", "deadlines", "documents", "wording",
        "reminding", "icalendar",
    )  # fmt: skip
    standing = {
        name
        for package in ("programmes", "assessments", "reports")
        for name in modules(package)
        if name.rpartition(".")[2] in rules
    }
    assert set(CONTRACTS["pure"]["source_modules"]) == standing
    mirrors = {name: BASE_DIR / "tests" / name.partition(".")[0] for name in standing}
    missing = {
        name
        for name, folder in mirrors.items()
        if not list(folder.glob(f"**/test_{name.rpartition('.')[2]}*.py"))
    }
    assert missing == set()


def test_every_test_folder_is_a_package():
    folders = {file.parent for file in (BASE_DIR / "tests").glob("**/test_*.py")}
    assert {str(folder) for folder in folders if not (folder / "__init__.py").exists()} == set()
