"""What a file is: told by its content, which must agree with its name and with what the browser said.

Every check reads no further than the file and unpacks no further than a bound, so that a small
malicious file costs neither memory nor minutes (reliability 31 to 33).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nsss_gender.files import office, pdf, pictures, texts
from nsss_gender.files.refusals import Refused, refuse

OFFICE = "application/vnd.openxmlformats-officedocument."
# What browsers send when the computer does not know the type: it says nothing, so it contradicts nothing.
UNKNOWN = frozenset({"", "application/octet-stream", "binary/octet-stream"})


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken somewhere: its names, and the check of its content."""

    code: str
    media_type: str
    extensions: tuple[str, ...]
    declared: frozenset[str]
    check: Callable[[bytes], None]
    label: str = ""

    @property
    def extension(self) -> str:
        """The ending that a file of this kind gets from us, with its dot."""
        return f".{self.extensions[0]}"


PDF = Kind(
    "pdf",
    "application/pdf",
    ("pdf",),
    frozenset({"application/pdf", "application/x-pdf"}),
    pdf.check,
    "PDF",
)
PNG = Kind("png", "image/png", ("png",), frozenset({"image/png"}), pictures.check_png, "PNG")
JPEG = Kind(
    "jpeg",
    "image/jpeg",
    ("jpg", "jpeg"),
    frozenset({"image/jpeg", "image/jpg", "image/pjpeg"}),
    pictures.check_jpeg,
    "JPEG",
)
DOCX = Kind(
    "docx",
    OFFICE + "wordprocessingml.document",
    ("docx",),
    frozenset({OFFICE + "wordprocessingml.document"}),
    office.check_docx,
    "Word (docx)",
)
XLSX = Kind(
    "xlsx",
    OFFICE + "spreadsheetml.sheet",
    ("xlsx",),
    frozenset({OFFICE + "spreadsheetml.sheet"}),
    office.check_xlsx,
    "Excel (xlsx)",
)
CSV = Kind(
    "csv",
    "text/csv",
    ("csv",),
    # Windows with Excel calls a CSV file by Excel's old type.
    frozenset({"text/csv", "text/plain", "application/csv", "application/vnd.ms-excel"}),
    texts.check_csv,
    "CSV",
)

EVIDENCE = (PDF, PNG, JPEG, DOCX, XLSX)
SCANS = (PDF, PNG, JPEG)
TABLES = (XLSX, CSV)
ALL = (*EVIDENCE, CSV)


def recognised(file: IO[bytes], *, name: str, declared: str, allowed: Sequence[Kind]) -> Kind:
    """The kind of a file whose name, declared type and content agree (decision 14, reliability 33).

    In: an open file, its name, the type the browser declared, the kinds that are taken here.
    Out: the kind; the file stands at its beginning. Raises ValidationError with one plain sentence.
    """
    ending = PurePosixPath(name).suffix.lstrip(".").casefold()
    kind = next((kind for kind in allowed if ending in kind.extensions), None)
    if kind is None:
        raise ValidationError(
            _("This kind of file is not taken here. Save it as %(kinds)s and attach that."),
            code="kind",
            params={"kinds": labels(allowed)},
        )
    try:
        _agreed(kind, declared.partition(";")[0].strip().casefold())
        kind.check(_content(file))
    except Refused as refusal:
        sentence, code = refusal.said(kind.label), refusal.code
        raise ValidationError(sentence, code=code) from None
    return kind


def labels(kinds: Sequence[Kind]) -> str:
    """The kinds as people read them: "PDF, PNG or JPEG"."""
    *first, last = [kind.label for kind in kinds]
    if not first:
        return last
    return _("%(kinds)s or %(last)s") % {"kinds": ", ".join(first), "last": last}


def by_media_type(media_type: str) -> Kind | None:
    """The kind that is served as this type; None where it is none of ours."""
    return next((kind for kind in ALL if kind.media_type == media_type), None)


def _agreed(kind: Kind, declared: str) -> None:
    if declared not in kind.declared | UNKNOWN:
        refuse("declared")


def _content(file: IO[bytes]) -> bytes:
    file.seek(0)
    content = file.read()
    file.seek(0)
    if not content:
        refuse("empty")
    return content
