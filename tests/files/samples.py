"""Small honest files of every kind, and the dishonest ones made of them."""

import io
import struct
import zipfile
import zlib

import docx
from PIL import Image

from nsss_gender.files import kinds


def png(size=(8, 8)) -> bytes:
    return _picture("PNG", size)


def jpeg(size=(64, 64), **options) -> bytes:
    return _picture("JPEG", size, **options)


def _picture(form, size, **options) -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(file, form, **options)
    return file.getvalue()


def pdf(body: bytes = b"", tail: bytes = b"") -> bytes:
    """One empty page; ``body`` goes among its objects, ``tail`` after its end."""
    parts = [
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n",
        body,
        b"trailer<</Root 1 0 R>>\n%%EOF\n",
        tail,
    ]
    return b"".join(parts)


FLAT = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"


def bundled(names: bytes, heading: bytes = FLAT, times: int = 1) -> bytes:
    """An object stream, in which names are not seen from outside."""
    packed = b"9 0 " + names
    for _time in range(times):
        packed = zlib.compress(packed)
    return b"9 0 obj<<" + heading + b">>stream\n" + packed + b"\nendstream endobj\n"


def docx_file() -> bytes:
    file, document = io.BytesIO(), docx.Document()
    document.add_heading("Demo strategy")
    document.add_paragraph("প্রদর্শনী: নারীর ক্ষমতায়ন")
    document.add_picture(io.BytesIO(png()))
    document.save(file)
    return file.getvalue()


def xlsx_file() -> bytes:
    import openpyxl  # the rule of the house: never at the top of a module

    file, book = io.BytesIO(), openpyxl.Workbook()
    book.active.append(["programme", "women", "নারী"])
    book.save(file)
    return file.getvalue()


def csv_file() -> bytes:
    return "programme,women\nভাতা,12\n=1+1,'-2\n".encode()


def archive(files: dict[str, bytes], *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file with just these members, in this order."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packed) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return file.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def docx_with(**changes: bytes) -> bytes:
    """An honest Word file with members added or changed; ``__`` in a name stands for a slash."""
    return archive(members(docx_file()) | _named(changes))


def xlsx_with(**changes: bytes) -> bytes:
    return archive(members(xlsx_file()) | _named(changes))


def _named(changes: dict[str, bytes]) -> dict[str, bytes]:
    names = {name: name.replace("__", "/").replace("_dot_", ".") for name in changes}
    return {names[name]: content for name, content in changes.items()}


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


HONEST = {
    kinds.PDF: pdf,
    kinds.PNG: png,
    kinds.JPEG: jpeg,
    kinds.DOCX: docx_file,
    kinds.XLSX: xlsx_file,
    kinds.CSV: csv_file,
}
