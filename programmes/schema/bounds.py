"""How large a table may be, seen without reading it whole: a bomb is refused at the bound. Pure (31)."""

import re
import zipfile
from typing import IO

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_STRINGS = 80_000
MOST_BYTES = 48 * 2**20  # of one part, unpacked
_CHUNK = 2**16
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ROW, _STRING = re.compile(rb"<(?:\w+:)?row[\s>/]"), re.compile(rb"<(?:\w+:)?si[\s>/]")


class TooLargeError(Exception):
    """The table is larger than a register can be; ``what`` is "rows", "texts" or "bytes"."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def workbook_fits(file: IO[bytes]) -> None:
    """Raises TooLargeError at the first bound that a workbook passes; zipfile.BadZipFile for no workbook."""
    file.seek(0)
    with zipfile.ZipFile(file) as book:
        for part in book.infolist():
            if _SHEET.fullmatch(part.filename):
                _count(book, part, _ROW, MOST_ROWS, "rows")
            elif part.filename == "xl/sharedStrings.xml":
                _count(book, part, _STRING, MOST_STRINGS, "texts")
    file.seek(0)


def _count(
    book: zipfile.ZipFile, part: zipfile.ZipInfo, sign: re.Pattern[bytes], most: int, what: str
) -> None:
    found = size = 0
    tail = b""
    with book.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            text = tail + chunk
            cut = text.rfind(b"<")
            found += sum(1 for _one in sign.finditer(text, 0, max(cut, 0)))
            tail = text[cut:] if cut >= 0 and len(text) - cut < _CHUNK else b""
            if found > most:
                raise TooLargeError(what)
            if size > MOST_BYTES:
                raise TooLargeError("bytes")


def text_fits(file: IO[bytes]) -> None:
    """The same for a CSV file, whose size is bounded already: its lines are counted."""
    file.seek(0)
    if file.read().count(b"\n") > MOST_ROWS:
        raise TooLargeError("rows")
    file.seek(0)
