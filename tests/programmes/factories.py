"""A small register for tests, made without the loader."""

import csv
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings

from nsss_gender.accounts.enums import Grade
from nsss_gender.accounts.models import Ministry
from programmes.models import Cluster, Programme, ProgrammeMinistry, ProgrammeName
from programmes.services.keys import search_keys_settle
from tests.people import make_ministry

REGISTER = Path(settings.BASE_DIR) / "fixtures" / "register"
_numbers = count(1)


def make_programme(ministry: Ministry | None = None, **fields: Any) -> Programme:
    """A programme with its current name and lead ministry."""
    number = next(_numbers)
    given = {
        "code": f"X{number:03}",
        "name_en": f"Programme of tests {number}",
        "name_bn": f"পরীক্ষা কর্মসূচি {number}",
        "name_bn_confirmed": True,
        "cluster": Cluster.objects.get_or_create(
            code="social_allowance",
            defaults={"name_en": "Social Allowance", "name_bn": "সামাজিক ভাতা"},
        )[0],
        "grade": Grade.OFFICIAL,
    }
    programme = Programme.objects.create(**(given | fields))
    ProgrammeName.objects.create(
        programme=programme, name_en=programme.name_en, name_bn=programme.name_bn
    )
    ProgrammeMinistry.objects.create(programme=programme, ministry=ministry or make_ministry())
    return settled(programme)


def settled(programme: Programme) -> Programme:
    """The programme, found by all that it is called now."""
    search_keys_settle([programme.pk])
    programme.refresh_from_db()
    return programme


def copied_register(folder: Path) -> Path:
    """The register's files in a folder where a test may change them."""
    shutil.copytree(REGISTER, folder)
    return folder


def edit(folder: Path, name: str, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Let ``change`` alter the rows of one file."""
    path = folder / name
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, columns = list(reader), list(reader.fieldnames or ())
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
