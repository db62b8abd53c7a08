"""What a file is: name, content and declared type agree, and nothing hides in it (reliability 31 to 33)."""

import io
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from nsss_gender.files import kinds, office
from tests.files import samples
from tests.files.samples import HONEST, archive, docx_with, jpeg, pdf, png, xlsx_with

HTML = b"<html><script>alert(1)</script></html>"
PHP = b"<?php system('id'); ?>"
ZIP = archive({"a.txt": b"hello"})
EXE = b"MZ\x90\x00" + b"\x00" * 200
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def read(content, kind, *, name=None, declared=None, allowed=kinds.ALL):
    given = f"demo.{kind.extensions[0]}" if name is None else name
    told = sorted(kind.declared)[0] if declared is None else declared
    return kinds.recognised(io.BytesIO(content), name=given, declared=told, allowed=allowed)


def refusal(content, kind, **how):
    with pytest.raises(ValidationError) as refused:
        read(content, kind, **how)
    (sentence,) = refused.value.messages
    assert "%(" not in sentence
    return refused.value.code


@pytest.mark.parametrize("kind", HONEST, ids=lambda kind: kind.code)
def test_an_honest_file_is_what_it_says(kind):
    file = io.BytesIO(HONEST[kind]())
    found = kinds.recognised(
        file, name=f"Demo.{kind.extensions[-1].upper()}", declared="", allowed=kinds.ALL
    )
    assert (found, file.tell()) == (kind, 0)
    for declared in kind.declared:
        assert read(HONEST[kind](), kind, declared=declared) is kind


def test_more_honest_files():
    assert read(jpeg(progressive=True, quality=95), kinds.JPEG) is kinds.JPEG
    assert read(jpeg() + jpeg(), kinds.JPEG) is kinds.JPEG  # a telephone's file of two pictures
    assert read(pdf(samples.bundled(b"<</Type/Font>>")), kinds.PDF) is kinds.PDF
    assert read("ক,খ\n".encode("utf-16"), kinds.CSV) is kinds.CSV
    assert read(b"\xef\xbb\xbfa,b\n", kinds.CSV, declared="text/csv; charset=utf-8") is kinds.CSV


@pytest.mark.parametrize("kind", HONEST, ids=lambda kind: kind.code)
@pytest.mark.parametrize("other", HONEST, ids=lambda kind: kind.code)
def test_the_three_must_agree(kind, other):
    if kind is other:
        return
    wrong = sorted(other.declared - kind.declared)[0]
    assert refusal(HONEST[kind](), kind, declared=wrong) == "declared"
    assert refusal(HONEST[kind](), other) in {"content", "encoding", "hidden"}
    assert refusal(HONEST[kind](), kind, allowed=(other,)) == "kind"


POLYGLOTS = {
    "page before a PDF": (kinds.PDF, HTML + pdf()),
    "page inside a PDF": (kinds.PDF, pdf(HTML)),
    "page after a PDF": (kinds.PDF, pdf(tail=HTML)),
    "PHP in a PDF": (kinds.PDF, pdf(PHP)),
    "ZIP after a PDF": (kinds.PDF, pdf(tail=ZIP)),
    "ZIP in a PDF's comment": (kinds.PDF, pdf(ZIP[:-2] + b"\x2a\x00")),
    "script in a PDF": (kinds.PDF, pdf(b"4 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n")),
    "script spelt with numbers": (kinds.PDF, pdf(b"4 0 obj<</S/J#61vaScr#69pt>>endobj\n")),
    "script in a bundle": (kinds.PDF, pdf(samples.bundled(b"<</S/JavaScript>>"))),
    "bundle spelt with numbers": (
        kinds.PDF,
        pdf(samples.bundled(b"<</S/Launch>>", b"/Type/Obj#53tm/Filter/FlateDecode")),
    ),
    "bundle packed twice": (
        kinds.PDF,
        pdf(samples.bundled(b"<</S/Launch>>", b"/Type/ObjStm/Filter[/FlateDecode/FlateDecode]", 2)),
    ),
    "command in a PDF": (kinds.PDF, pdf(b"4 0 obj<</S/Launch/F(cmd.exe)>>endobj\n")),
    "file attached to a PDF": (kinds.PDF, pdf(b"4 0 obj<</Type/EmbeddedFile>>endobj\n")),
    "locked PDF": (kinds.PDF, pdf(b"5 0 obj<</Encrypt 6 0 R>>endobj\n")),
    "program called PDF": (kinds.PDF, EXE),
    "page called PNG": (kinds.PNG, HTML),
    "drawing called PNG": (kinds.PNG, SVG),
    "ZIP after a PNG": (kinds.PNG, png() + ZIP),
    "page after a PNG": (kinds.PNG, png() + HTML),
    "PHP in a PNG's note": (
        kinds.PNG,
        png()[:33] + samples.chunk(b"tEXt", b"Note\x00" + PHP) + png()[33:],
    ),
    "PNG without an end": (kinds.PNG, png()[:-12]),
    "PNG with a wrong sum": (kinds.PNG, png()[:-1] + b"\x00"),
    "endless PNG": (
        kinds.PNG,
        png()[:8] + samples.chunk(b"IHDR", struct.pack(">IIBBBBB", 10**6, 10**6, 8, 2, 0, 0, 0)),
    ),
    "GIF called JPEG": (kinds.JPEG, b"GIF89a" + b"\x00" * 100),
    "ZIP after a JPEG": (kinds.JPEG, jpeg() + ZIP),
    "film after a JPEG": (kinds.JPEG, jpeg() + b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40),
    "PHP in a JPEG's note": (
        kinds.JPEG,
        jpeg()[:2] + b"\xff\xfe" + struct.pack(">H", len(PHP) + 2) + PHP + jpeg()[2:],
    ),
    "PDF in a JPEG's note": (
        kinds.JPEG,
        jpeg()[:2] + b"\xff\xfe\x00\x0a%PDF-1.4" + jpeg()[2:],
    ),
    "JPEG without an end": (kinds.JPEG, jpeg()[:-2]),
    "ZIP called Word": (kinds.DOCX, ZIP),
    "Excel called Word": (kinds.DOCX, samples.xlsx_file()),
    "page before Word": (kinds.DOCX, HTML + samples.docx_file()),
    "page after Word": (kinds.DOCX, samples.docx_file() + HTML),
    "Word after a ZIP": (kinds.DOCX, ZIP + samples.docx_file()),
    "macros in Word": (kinds.DOCX, docx_with(word__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0")),
    "archive in Word": (kinds.DOCX, docx_with(word__a_dot_dat=ZIP)),
    "program in Word": (kinds.DOCX, docx_with(word__a_dot_dat=EXE)),
    "workbook in Word": (kinds.DOCX, docx_with(word__embeddings__a_dot_xlsx=samples.xlsx_file())),
    "page in Word": (kinds.DOCX, docx_with(word__a_dot_htm=HTML)),
    "script in Word's drawing": (kinds.DOCX, docx_with(word__media__a_dot_svg=SVG)),
    "way out of Word": (kinds.DOCX, archive(samples.members(samples.docx_file()) | {"../a": b"x"})),
    "way to the top in Word": (
        kinds.DOCX,
        archive(samples.members(samples.docx_file()) | {"/etc/a": b"x"}),
    ),
    "macro workbook renamed": (
        kinds.XLSX,
        archive(
            {
                name: content.replace(
                    b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"ms-excel.sheet.macroEnabled.main+xml",
                )
                for name, content in samples.members(samples.xlsx_file()).items()
            }
        ),
    ),
    "old macros in Excel": (kinds.XLSX, xlsx_with(xl__macrosheets__sheet1_dot_xml=b"<a/>")),
    "page called CSV": (kinds.CSV, HTML),
    "drawing called CSV": (kinds.CSV, SVG),
    "program called CSV": (kinds.CSV, EXE),
    "shell script called CSV": (kinds.CSV, b"#!/bin/sh\nid\n"),
    "PDF called CSV": (kinds.CSV, pdf()),
}


@pytest.mark.parametrize("name", POLYGLOTS)
def test_a_file_that_is_two_things_is_refused(name):
    kind, content = POLYGLOTS[name]
    assert refusal(content, kind) in {
        "active", "content", "encoding", "hidden", "locked", "macros", "markup", "nested", "picture",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        ("demo.exe", "application/pdf"),
        ("demo.pdf.exe", "application/pdf"),
        ("demo.php", "application/pdf"),
        ("demo.svg", "image/svg+xml"),
        ("demo", "application/pdf"),
        (".pdf", "application/pdf"),
        ("", "application/pdf"),
    ],
)
def test_a_name_that_is_not_taken(name, declared):
    assert refusal(pdf(), kinds.PDF, name=name, declared=declared) == "kind"


def test_an_empty_file_is_said_to_be_empty():
    assert refusal(b"", kinds.PDF) == "empty"


class TestXml:
    BOMB = (
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'
    )
    OUTSIDE = b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>'

    @pytest.mark.parametrize("text", [BOMB, OUTSIDE], ids=["laughs", "outside"])
    @pytest.mark.parametrize("wide", [None, "utf-16-le", "utf-16-be"])
    def test_declarations_are_refused_in_every_member(self, text, wide):
        body = text.decode().encode(wide) if wide else text
        assert refusal(docx_with(word__document_dot_xml=body), kinds.DOCX) == "entities"
        assert refusal(xlsx_with(xl__a_dot_rels=body), kinds.XLSX) == "entities"

    def test_a_declaration_across_two_steps_is_seen(self):
        for shift in range(12):
            body = b"<a>" + b" " * (office.STEP - 3 - shift) + b"<!ENTITY x 'y'>"
            assert refusal(docx_with(word__a_dot_xml=body), kinds.DOCX) == "entities"

    def test_letters_that_nobody_reads_are_refused(self):
        body = b'<?xml version="1.0" encoding="utf-7"?><a/>'
        assert refusal(docx_with(word__a_dot_xml=body), kinds.DOCX) == "entities"


class TestArchives:
    """The archive is not believed: what it says of its sizes and places is counted and compared."""

    def _patched(self, content, old, new):
        assert old in content
        return content.replace(old, new, 1)

    def test_a_bomb_is_stopped_at_the_bound(self):
        """1 GB from 1 MB: refused quickly, and without unpacking more than the bound."""
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        blanks = b" " * 2**20
        body = b"".join(packer.compress(blanks) for _ in range(1024)) + packer.flush()
        content = self._with_raw("word/a.xml", body, 2**30)
        assert len(content) < 2 * 2**20
        begun = time.perf_counter()
        assert refusal(content, kinds.DOCX) == "packed"
        assert time.perf_counter() - begun < 5  # 0.3 s on a free machine
        tracemalloc.start()
        assert refusal(content, kinds.DOCX) == "packed"
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 32 * 2**20

    def test_a_bomb_that_says_it_is_small(self):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        body = packer.compress(b" " * 2**27) + packer.flush()
        assert refusal(self._with_raw("word/a.xml", body, 10), kinds.DOCX) == "packed"

    def _with_raw(self, name, body, told):
        """An honest Word file and one member of which the archive says what we like."""
        whole = archive(samples.members(samples.docx_file()))
        end = whole[-22:]
        start = struct.unpack("<I", end[16:20])[0]
        sizes = struct.pack("<3I", 0, len(body), told)
        lengths = struct.pack("<2H", len(name), 0)
        head = b"PK\x03\x04" + struct.pack("<5H", 20, 0, 8, 0, 33) + sizes + lengths
        entry = (
            b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, 8, 0, 33) + sizes + lengths
            + struct.pack("<3H2I", 0, 0, 0, 0, start) + name.encode()
        )  # fmt: skip
        member, listed = head + name.encode() + body, whole[start:-22] + entry
        count = struct.unpack("<H", end[10:12])[0] + 1
        tail = struct.pack(
            "<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(listed), start + len(member), 0
        )
        return whole[:start] + member + listed + tail

    def test_a_member_shorter_than_it_says(self):
        body = zlib.compress(b"<a/>")[2:-4]
        assert refusal(self._with_raw("word/a.xml", body, 5), kinds.DOCX) == "content"

    def test_too_many_members(self):
        many = {f"word/{number}.xml": b"<a/>" for number in range(office.MOST_MEMBERS)}
        content = archive(samples.members(samples.docx_file()) | many)
        assert refusal(content, kinds.DOCX) == "packed"

    def test_many_small_members_are_counted_together(self):
        blanks = b" " * (1024 * 1024)
        many = {f"word/{number}.xml": blanks for number in range(70)}
        assert refusal(archive(samples.members(samples.docx_file()) | many), kinds.DOCX) == "packed"

    def test_something_between_two_members(self):
        content = samples.docx_file()
        second = content.index(b"PK\x03\x04", 4)
        padded = content[:second] + b"x" * 100 + content[second:]
        assert refusal(padded, kinds.DOCX) in {"content", "hidden"}

    def test_a_member_with_two_names(self):
        content = archive(samples.members(samples.docx_file()) | {"word/aaa.xml": b"<a/>"})
        assert refusal(self._patched(content, b"word/aaa.xml", b"word/bbb.xml"), kinds.DOCX) == (
            "hidden"
        )

    def test_a_comment_at_the_end(self):
        content = samples.docx_file()
        assert refusal(content[:-2] + b"\x04\x00abcd", kinds.DOCX) in {"content", "hidden"}

    def test_the_same_name_twice(self):
        file = io.BytesIO(samples.docx_file())
        with zipfile.ZipFile(file, "a") as opened:
            opened.writestr("WORD/document.xml", b"<a/>")
        assert refusal(file.getvalue(), kinds.DOCX) == "hidden"


def test_hostile_files_of_ten_megabytes_take_no_time():
    filler = {
        kinds.PDF: [pdf(b"/#41" * 2_500_000), pdf(b"stream\n" * 1_400_000), pdf(b"/" * 10**7)],
        kinds.PNG: [png()[:33] + samples.chunk(b"tEXt", b"") * 800_000 + png()[33:]],
        kinds.JPEG: [jpeg()[:2] + b"\xff" * 10**7, jpeg()[:2] + b"\xff\xfe\x00\x02" * 2_500_000],
    }
    for kind, contents in filler.items():
        for content in contents:
            begun = time.perf_counter()
            try:
                read(content, kind)
            except ValidationError as refused:
                assert refused.code in {"content", "hidden"}  # noqa: PT017  # some are merely odd
            assert time.perf_counter() - begun < 10


def test_the_sentences_speak_bangla():
    with override("bn"), pytest.raises(ValidationError) as refused:
        read(HTML, kinds.PDF)
    assert any("\u0980" <= sign <= "\u09ff" for sign in refused.value.messages[0])
