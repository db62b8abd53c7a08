"""The pages of import and export, and what they refuse before anything is kept (1, 82; reliability 31 to 34)."""

import io
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Ministry, User
from nsss_gender.audit.models import Event
from programmes.enums import JobState
from programmes.models import Programme, RegisterJob
from programmes.schema.lexicon import loose
from tests.files.samples import archive, members, xlsx_with
from tests.people import make_ministry, make_user, signed_in
from tests.programmes.books import HEADS, SOURCE, book, previewed, worked
from tests.programmes.factories import make_programme

pytestmark = pytest.mark.django_db

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NEW = "programmes:import_new"
ROWS = [HEADS, ["P001", "One", "MoWT"]]


@pytest.fixture
def keeper() -> User:
    return make_user("keeper", Role.ADMINISTRATOR)


@pytest.fixture
def welfare() -> Ministry:
    return make_ministry("Ministry of Welfare of Tests", acronym="MoWT", code="M01")


@pytest.fixture
def client(keeper: User) -> Any:
    return signed_in(keeper)


def upload(
    client: Any, content: bytes, name: str = "list.xlsx", declared: str = XLSX, **fields: Any
) -> Any:
    given = {"key": uuid.uuid4(), "source": SOURCE, "grade": "B"}
    file = SimpleUploadedFile(name, content, declared)
    return client.post(reverse(NEW), {**given, "file": file, **fields})


def kept(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


class TestTheWay:
    def test_from_the_file_to_the_register(self, client: Any, welfare: Ministry) -> None:
        answer = upload(client, book([HEADS, ["P001", "One", "Nowhere"]]))
        job = RegisterJob.objects.get()
        assert answer["Location"] == reverse("programmes:job", args=[job.pk])
        assert (job.file_name, job.format, job.source) == ("list.xlsx", "xlsx", SOURCE)
        assert "Being read" in client.get(answer["Location"]).content.decode()
        worked(job)
        words = reverse("programmes:job_map", args=[job.pk])
        assert words in client.get(answer["Location"]).content.decode()
        page = client.get(words)
        [name] = page.context["form"].fields
        assert "Nowhere" in page.content.decode()
        missing = client.post(words, {name: ""})
        assert missing.status_code == 422
        assert "Choose what this stands for." in missing.content.decode()
        assert client.post(words, {name: "M01"}).status_code == 302
        worked(job)
        assert "Ready to look at" in client.get(answer["Location"]).content.decode()
        client.post(reverse("programmes:job_write", args=[job.pk]))
        worked(job)
        assert "What was written" in client.get(answer["Location"]).content.decode()
        assert Programme.objects.get().code == "P001"

    def test_old_and_new_stand_beside_each_other(
        self, client: Any, keeper: User, welfare: Ministry
    ) -> None:
        make_programme(welfare, code="P001", name_en="One", benefit_rate="Tk 500")
        job = previewed(
            book(
                [
                    (*HEADS, "Rate"),
                    ["P001", "One", None, None, None, "Tk 650"],
                    ["P002", "Two", "Nowhere"],
                ]
            ),
            keeper,
        )
        job.mapping["chosen"] = {"ministry": {loose("Nowhere"): "?"}}
        job.state = JobState.READING
        job.heartbeat_at = None
        job.save()
        worked(job)
        here = reverse("programmes:job", args=[job.pk])
        page = client.get(here).content.decode()
        assert "<del>" in page
        assert "Tk 500" in page
        assert "Tk 650" in page
        wrong = client.get(here, {"show": "invalid"}).content.decode()
        assert "C3" in wrong
        assert "“Nowhere” is not known." in wrong
        refused = client.post(reverse("programmes:job_write", args=[job.pk]))
        assert refused.status_code == 422
        assert "Tick that the rows" in refused.content.decode()
        sent = client.post(reverse("programmes:job_write", args=[job.pk]), {"leave_out": "on"})
        assert sent.status_code == 302

    def test_fifty_rows_a_page(self, client: Any, keeper: User, welfare: Ministry) -> None:
        rows = [[f"P{number:03}", f"Number {number} of tests", "MoWT"] for number in range(1, 52)]
        job = previewed(book([HEADS, *rows]), keeper)
        here = reverse("programmes:job", args=[job.pk])
        assert len(client.get(here).context["preview"].rows) == 50
        assert len(client.get(here, {"show": "add", "page": "2"}).context["preview"].rows) == 1
        assert client.get(here, {"show": "nonsense", "page": "-1"}).status_code == 200

    def test_a_preview_is_stopped(self, client: Any, keeper: User, welfare: Ministry) -> None:
        job = previewed(book(ROWS), keeper)
        client.post(reverse("programmes:job_stop", args=[job.pk]))
        job.refresh_from_db()
        assert job.state == JobState.CANCELLED
        again = client.post(reverse("programmes:job_write", args=[job.pk]))
        assert again.status_code == 403
        assert Programme.objects.count() == 0

    def test_sent_twice_it_is_one_job(self, client: Any) -> None:
        key = uuid.uuid4()
        for _time in range(2):
            upload(client, book(ROWS), key=key)
        assert RegisterJob.objects.count() == 1

    def test_what_is_missing_is_said_and_what_was_typed_stays(self, client: Any) -> None:
        answer = client.post(
            reverse(NEW), {"key": uuid.uuid4(), "source": "Typed here", "grade": "X"}
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Choose a file." in page
        assert "Choose one of the answers shown." in page
        assert "Typed here" in page

    @pytest.mark.parametrize("name", ["jobs", "import_new", "export_new"])
    def test_a_stranger_is_told_why(self, name: str) -> None:
        stranger = signed_in(make_user("stranger", Role.FOCAL_POINT))
        assert stranger.get(reverse(f"programmes:{name}")).status_code == 403

    def test_a_strangers_file_is_not_even_kept(self, media: Path) -> None:
        stranger = signed_in(make_user("stranger", Role.FOCAL_POINT))
        assert upload(stranger, book(ROWS)).status_code == 403
        assert kept(media) == []
        assert not RegisterJob.objects.exists()

    def test_another_keeper_looks_but_does_not_write(self, keeper: User, welfare: Ministry) -> None:
        job = previewed(book(ROWS), keeper)
        other = signed_in(make_user("other", Role.ADMINISTRATOR))
        page = other.get(reverse("programmes:job", args=[job.pk]))
        assert "Only the person who brought this file" in page.content.decode()
        assert other.post(reverse("programmes:job_write", args=[job.pk])).status_code == 403


def many_rows() -> bytes:
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    rows = b"".join(row % (number, number) for number in range(1, 1_000_001))
    head = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return xlsx_with(**{"xl/worksheets/sheet1.xml": head + rows + b"</sheetData></worksheet>"})


def many_strings() -> bytes:
    head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    texts = b"".join(b"<si><t>%d</t></si>" % number for number in range(100_000))
    return xlsx_with(**{"xl/sharedStrings.xml": head + texts + b"</sst>"})


def bomb() -> bytes:
    """A gigabyte of spaces in a megabyte."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members(xlsx_with()).items():
            made.writestr(name, content)
        with made.open("xl/worksheets/sheet9.xml", "w", force_zip64=True) as sheet:
            for _time in range(1024):
                sheet.write(b" " * 2**20)
    return written.getvalue()


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'
HOSTILE = {
    "bomb": bomb,
    "many rows": many_rows,
    "many texts": many_strings,
    "nested": lambda: xlsx_with(**{"xl/media/inner.zip": archive({"a": b"b"})}),
    "laughs": lambda: xlsx_with(**{"xl/worksheets/sheet1.xml": LAUGHS}),
    "entity": lambda: xlsx_with(**{"xl/worksheets/sheet1.xml": ENTITY}),
    "page": lambda: b"<html><script>alert(1)</script></html>",
    "torn": lambda: book(ROWS)[:-40],
    "empty": lambda: b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_and_not_kept(client: Any, media: Path, name: str) -> None:
    answer = upload(client, HOSTILE[name]())
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"file"}
    assert kept(media) == []
    assert not RegisterJob.objects.exists()
    assert not Event.objects.filter(action="import asked").exists()


@pytest.mark.parametrize(
    ("content", "name", "declared"),
    [
        (book(ROWS), "list.csv", "text/csv"),
        (b"Code,Name\n", "list.xlsx", XLSX),
        (book(ROWS), "list.xlsx", "application/pdf"),
        (book(ROWS), "list.xlsm", XLSX),
        (b"Code,Name\nP1,<script>alert(1)</script>\n", "list.csv", "text/csv"),
        (b"x" * (5 * 2**20 + 1), "list.csv", "text/csv"),
        (b"\n" * 20_002, "list.csv", "text/csv"),
    ],
)
def test_name_content_and_declared_type_must_agree(
    client: Any, media: Path, content: bytes, name: str, declared: str
) -> None:
    answer = upload(client, content, name, declared)
    assert answer.status_code == 422
    assert kept(media) == []
    assert not RegisterJob.objects.exists()


def test_a_csv_file_is_read_as_well(client: Any, welfare: Ministry) -> None:
    text = "কোড;Name of programme;মন্ত্রণালয়\r\nP001;বাংলা নাম;MoWT\r\nP002;Two;MoWT\r\n"
    upload(client, text.encode("utf-16"), "list.csv", "text/csv")
    job = RegisterJob.objects.get()
    worked(job)
    found = {
        row.position: (row.outcome, [one["code"] for one in row.errors]) for row in job.rows.all()
    }
    assert found == {2: ("invalid", ["name"]), 3: ("add", [])}
