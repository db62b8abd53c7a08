"""Workbooks as people keep them, and the way of a file through the worker, for tests."""

import datetime as dt
import hashlib
import io
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook  # noqa: TID253 - people bring such files

from nsss_gender.accounts.models import User
from nsss_gender.files import store
from nsss_gender.language.numbers import to_bangla
from programmes import tasks
from programmes.models import RegisterJob
from programmes.services.jobs import Brought, import_ask

SOURCE = "List of the workshop, 31 January 2019"
AUGUST = dt.datetime(2001, 8, 5)  # noqa: DTZ001 - a cell of Excel knows no zone
HEADS = ("Code", "Name in English", "Lead ministry", "Cluster", "Start (fiscal year)")


def book(rows: Iterable[Sequence[Any]], title: str = "Programmes") -> bytes:
    """A workbook with one sheet of these rows."""
    made = Workbook(write_only=True)
    sheet = made.create_sheet(title)
    for row in rows:
        sheet.append(list(row))
    return saved(made)


def saved(made: Workbook) -> bytes:
    """The bytes of a workbook."""
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def untidy(ministry: str = "সমাজকল্যান মন্ত্রনালয়") -> bytes:
    """A register as it comes: titles, two languages, column numbers, merged cells, sums, a stray sheet.

    Row 5 is the header; rows 7 to 9 and 13 hold programmes, rows 10 and 12 are no programmes.
    """
    made = Workbook()
    first = made.active
    first.title = "Cover"
    first["A1"] = "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার"
    sheet = made.create_sheet("তালিকা")
    sheet["A1"] = "সামাজিক নিরাপত্তা কর্মসূচির তালিকা, ২০১৮-১৯ অর্থবছর"
    sheet.merge_cells("A1:G1")
    sheet["A3"] = "Demonstration only"
    heads = ["ক্রমিক\nনং", "কর্মসূচির\n নাম ", "মন্ত্রণালয়/\nবিভাগ", "Thematic  Cluster"]
    for place, text in enumerate([*heads, "শুরুর বছর", "Remarks ", "Life-cycle stages"], 1):
        sheet.cell(5, place, text)
    rows = {
        6: [to_bangla(str(number)) for number in range(1, 8)],
        7: ["১", "বয়স্ক  ভাতা", ministry, "Social Allowance", "১৯৯৭-৯৮", None, "old age"],
        8: [2, " Widow Allowance of tests\n", None, "social allowance cluster", "01/07/1998", "–", "Old age; Working age"],
        9: [3, "Total Literacy Movement of tests", None, "SOCIAL ALLOWANCE", AUGUST, "x", "all ages"],
        10: ["মোট", None, None, None, None, 3],
        12: ["Ministry of Welfare of Tests"],
        13: [to_bangla("4"), "Orphan Grant of tests", None, "Social Allowance", "2005-2006", None, "School  age"],
    }  # fmt: skip
    for number, cells in rows.items():
        for place, value in enumerate(cells, 1):
            sheet.cell(number, place, value)
    sheet.merge_cells("C7:C9")
    return saved(made)


def brought(
    content: bytes, by: User, *, name: str = "register.xlsx", key: Any = None
) -> RegisterJob:
    """The file, kept and waiting for the worker."""
    kept = store.keep(io.BytesIO(content))
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    given = Brought(kept.sha256, kept.size, "text/csv", name, name.rpartition(".")[2], SOURCE, "B")
    return import_ask(key=key or uuid.uuid4(), brought=given, by=by)


def worked(job: RegisterJob) -> str:
    """One step of the worker; out: what became of it."""
    said = str(tasks.run_job.call(str(job.pk)))
    job.refresh_from_db()
    return said


def previewed(content: bytes, by: User, **given: Any) -> RegisterJob:
    """The file, read by the worker."""
    job = brought(content, by, **given)
    assert worked(job) == "done", job.problem
    return job
