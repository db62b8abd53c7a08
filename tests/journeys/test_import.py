"""An untidy register comes in by a workbook: read, its unknown words asked once, looked at, written, taken away again."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from openpyxl import load_workbook  # noqa: TID253  # reads what was downloaded

from nsss_gender.accounts.enums import Role
from programmes.models import Programme
from tests.journeys.desk import Desk
from tests.journeys.steps import said, write
from tests.people import make_user
from tests.programmes.books import untidy

pytestmark = pytest.mark.django_db(transaction=True)
UNKNOWN = "নতুন কোনো মন্ত্রণালয়"


@pytest.mark.parametrize(
    ("language", "javascript"),
    [pytest.param("en", True, id="english"), pytest.param("bn", False, id="bangla-no-javascript")],
)
def test_an_untidy_workbook(language: str, javascript: bool, desk: Any, tmp_path: Path):
    call_command("load_register", verbosity=0)
    before = Programme.objects.count()
    keeper = desk(make_user("keeper", Role.ADMINISTRATOR), language=language, javascript=javascript)
    file = tmp_path / "list.xlsx"
    file.write_bytes(untidy(ministry=UNKNOWN))
    bring(keeper, file)
    map_the_ministry(keeper)
    assert Programme.objects.count() == before  # nothing is written before it was looked at
    keeper.press("Write it")
    # One row names no ministry: nothing was written, and the summary's link leads to the tick.
    keeper.page.locator(".error-summary a").click()
    keeper.page.locator("#id_leave_out").check()
    keeper.press("Write it")
    said(keeper)
    work(keeper)
    assert Programme.objects.count() == before + 2
    added = Programme.objects.get(name_en="Widow Allowance of tests")
    assert (added.start_fy, str(added.ministry_links.get().ministry.acronym)) == ("1998-99", "MoSW")
    take_away(keeper, tmp_path, before + 2)


def work(desk: Desk) -> None:
    """Let the worker do what waits, and look again."""
    there = desk.page.url
    desk.page.goto("about:blank")
    call_command(
        "db_worker", batch=True, startup_delay=False, interval=0, reload=False, verbosity=0
    )
    desk.page.goto(there)


def bring(desk: Desk, file: Path) -> None:
    desk.open("programmes:jobs")
    desk.follow("Bring a file")
    desk.page.locator('input[type="file"]').set_input_files(file)
    write(desk, "source", desk.words("Demo list of a workshop", "কর্মশালার নমুনা তালিকা"))
    desk.press("Read the file")
    said(desk)
    work(desk)


def map_the_ministry(desk: Desk) -> None:
    """The ministry that nobody knows is asked once, though three rows stand under it."""
    desk.follow("Words to map")
    names = desk.page.locator("main select")
    for number in range(names.count()):
        options = names.nth(number).locator("option")
        label = desk.words("Ministry of Social Welfare", "সমাজকল্যাণ মন্ত্রণালয়")
        wanted = options.filter(has_text=label)
        if wanted.count():
            names.nth(number).select_option(wanted.first.get_attribute("value"))
    desk.press("Read the file again")
    work(desk)


def take_away(desk: Desk, folder: Path, programmes: int) -> None:
    desk.open("programmes:export_new")
    desk.press("Make the file")
    said(desk)
    work(desk)
    file = desk.fetch(desk.link("Download the file"), folder)
    sheet = load_workbook(file).worksheets[0]
    codes = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]]
    assert len(codes) == len(set(codes))
    assert len(codes) >= programmes
    assert {"P001", "P002"} <= set(codes)
