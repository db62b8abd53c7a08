"""The register as a file: typed, safe, complete, and the same again when it is brought back (82; reliability 30, 36)."""

import csv
import datetime as dt
import io
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook  # noqa: TID253 - looks into the made file

from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import User
from nsss_gender.files import store
from programmes.enums import JobState
from programmes.models import Programme, RegisterJob
from programmes.services.jobs import export_ask
from tests.people import make_ministry, make_user, signed_in
from tests.programmes.books import previewed, worked
from tests.programmes.factories import make_programme

pytestmark = pytest.mark.django_db

TEMPTING = (
    "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", "=cmd|'/c calc'!A1", "'=1", "_x0041_",
)  # fmt: skip


@pytest.fixture
def keeper() -> User:
    return make_user("keeper", Role.ADMINISTRATOR)


def made(keeper: User, kind: str = "xlsx", language: str = "en", **asked: Any) -> RegisterJob:
    given = {"state": "all", **asked, "language": language}
    job = export_ask(key=uuid.uuid4(), format_=kind, asked_for=given, by=keeper)
    assert worked(job) == "done", job.problem
    return job


def content(job: RegisterJob) -> bytes:
    with store.opened(job.sha256) as file:
        return file.read()


def cells(job: RegisterJob) -> list[list[str]]:
    if job.format == "csv":
        return list(csv.reader(io.StringIO(content(job).decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(content(job))).worksheets[0]
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_brought_back_it_changes_nothing(keeper: User, kind: str, language: str) -> None:
    call_command("load_register", verbosity=0)
    job = made(keeper, kind, language)
    assert job.counts == {"rows": 70}
    again = previewed(content(job), keeper, name=f"back.{kind}")
    assert again.mapping["unknown"] == {}
    wrong = [(row.label, row.changes, row.errors) for row in again.rows.exclude(outcome="same")]
    assert wrong == []
    assert again.counts["same"] == 70


class TestNothingIsAFormula:
    @pytest.fixture
    def notes(self) -> dict[str, str]:
        ministry = make_ministry()
        for number, text in enumerate(TEMPTING):
            make_programme(ministry, code=f"P{number:03}", note=text)
        return {f"P{number:03}": text for number, text in enumerate(TEMPTING)}

    def test_in_excel_every_text_is_a_text(self, keeper: User, notes: dict[str, str]) -> None:
        job = made(keeper)
        book = load_workbook(io.BytesIO(content(job)))
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                assert [cell.coordinate for cell in row if cell.data_type == "f"] == []
        sheet = book.worksheets[0]
        place = [cell.value for cell in sheet[1]].index("Note")
        found = {row[0].value: row[place].value for row in sheet.iter_rows(min_row=2)}
        assert {code: text.replace("_x005F_", "_") for code, text in found.items()} == notes

    def test_in_csv_it_is_quoted(self, keeper: User, notes: dict[str, str]) -> None:
        head, *rows = cells(made(keeper, "csv"))
        place = head.index("Note")
        safe = {row[0]: row[place] for row in rows}
        assert {code: text.removeprefix("'") for code, text in safe.items() if code != "P013"} == {
            code: text for code, text in notes.items() if code != "P013"
        }
        assert safe["P013"] == "''=1"
        assert [
            text for text in safe.values() if text.lstrip()[:1] in "=+-@\uff1d\uff0b\uff0d\uff20"
        ] == []

    @pytest.mark.parametrize("kind", ["xlsx", "csv"])
    def test_brought_back_it_is_the_same(
        self, keeper: User, notes: dict[str, str], kind: str
    ) -> None:
        again = previewed(content(made(keeper, kind)), keeper, name=f"back.{kind}")
        assert [(row.changes, row.errors) for row in again.rows.exclude(outcome="same")] == []


def test_the_workbook_is_fit_to_be_used(keeper: User) -> None:
    make_programme(code="P001", name_en="One", start_fy="1997-98")
    sheet = load_workbook(io.BytesIO(content(made(keeper)))).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    titles = [cell.value for cell in sheet[1]]
    assert titles[:3] == ["Code", "Name in English", "Name in Bangla"]
    assert titles[-1] == "State"
    row = dict(zip(titles, [cell.value for cell in sheet[2]], strict=True))
    assert (row["Code"], row["Start (fiscal year)"], row["State"]) == ("P001", "1997-98", "Running")
    assert load_workbook(io.BytesIO(content(made(keeper)))).sheetnames == [
        "Programmes",
        "Dictionary",
    ]
    bangla = load_workbook(io.BytesIO(content(made(keeper, language="bn")))).worksheets[0]
    assert bangla["A1"].value == "কোড"


def test_a_text_that_no_cell_holds_stands_whole_elsewhere(keeper: User) -> None:
    text = "x" * 40_000
    make_programme(code="P001", name_en="One", note=text)
    job = made(keeper)
    book = load_workbook(io.BytesIO(content(job)))
    parts = [row[3].value for row in book["Long texts"].iter_rows(min_row=2)]
    assert "".join(parts) == text
    again = previewed(content(job), keeper)
    assert again.counts["same"] == 1


def test_it_holds_what_the_filter_holds(keeper: User) -> None:
    ministry = make_ministry(code="M77")
    make_programme(ministry, code="P001")
    make_programme(code="P002")
    ended = make_programme(ministry, code="P003")
    Programme.objects.filter(pk=ended.pk).update(ended_on=timezone.localdate(), end_kind="closed")
    assert [row[0] for row in cells(made(keeper, "csv", ministry="M77", state=""))[1:]] == ["P001"]
    assert [row[0] for row in cells(made(keeper, "csv", ministry="M77"))[1:]] == ["P001", "P003"]
    browser = signed_in(keeper)
    address = reverse("programmes:export_new") + "?ministry=M77"
    assert browser.get(address).context["count"] == 1
    browser.post(address, {"key": uuid.uuid4(), "format": "csv", "language": "en"})
    assert RegisterJob.objects.latest("asked_at").asked_for["ministry"] == "M77"


def test_it_leaves_as_an_attachment_and_expires(keeper: User, time_machine: Any) -> None:
    make_programme(code="P001")
    job = made(keeper)
    address = reverse("programmes:job_file", args=[job.pk])
    answer = signed_in(keeper).get(address)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content == content(job)
    stranger = signed_in(make_user("stranger", Role.REVIEWER))
    assert stranger.get(address).status_code == 403
    time_machine.move_to(timezone.now() + dt.timedelta(days=8))
    late = signed_in(keeper).get(address)
    assert late.status_code == 403
    assert "no longer kept" in late.content.decode()


def test_a_file_that_is_not_made_yet_is_refused(keeper: User) -> None:
    job = export_ask(key=uuid.uuid4(), format_="csv", asked_for={"language": "en"}, by=keeper)
    assert job.state == JobState.READING
    address = reverse("programmes:job_file", args=[job.pk])
    assert signed_in(keeper).get(address).status_code == 403


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no spreadsheet program here")
def test_a_spreadsheet_program_opens_it(keeper: User, tmp_path: Path) -> None:
    make_programme(code="P001", name_en="One", name_bn="বয়স্ক ভাতা", note="=1+1")
    source = tmp_path / "register.xlsx"
    source.write_bytes(content(made(keeper)))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [
        "soffice",
        "--headless",
        "--norestore",
        profile,
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = (tmp_path / "register.csv").read_text(encoding="utf-8")
    head, row = csv.reader(io.StringIO(text))
    assert row[:3] == ["P001", "One", "বয়স্ক ভাতা"]
    assert row[head.index("Note")] == "=1+1"
