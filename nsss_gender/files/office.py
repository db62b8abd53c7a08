"""Word and Excel files: a ZIP archive checked to its last byte and unpacked only up to a bound.

Nothing the archive says of itself is believed: members must lie one after the other from the first
byte to the list at the end, and each is unpacked in steps and counted while it is (reliability 31, 32).
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from nsss_gender.files.refusals import refuse
from nsss_gender.files.traces import none_of_pdf

MOST_MEMBERS = 2_000
MOST_UNPACKED = 64 * 1024 * 1024
FREE_UNPACKED = 8 * 1024 * 1024  # small files may be packed as tightly as they like
MOST_RATIO = 150  # tables of blanks reach 100
STEP = 256 * 1024
END = struct.Struct("<4s4H2LH")
LOCAL = struct.Struct("<4s5H3L2H")
DESCRIPTOR = 24  # what may follow a member: its sizes again, in the longest form

CONTENTS = "[Content_Types].xml"
MAIN = re.compile(rb'"[^"]*(?:wordprocessingml\.document|spreadsheetml\.sheet)\.main\+xml"')
MACRO_NAMES = re.compile(r"vbaproject|vbadata|macrosheets/|activex/|dialogsheets/", re.I)
PROGRAM_NAMES = re.compile(
    r"\.(?:exe|dll|com|scr|msi|bat|cmd|ps1|vb[es]?|js|jse|wsf|hta|lnk|jar|sh|py|php|html?|mht(?:ml)?"
    r"|zip|rar|7z|gz|bz2|xz|tar|iso|cab|docx?|docm|xlsx?|xlsm|xlsb|pptx?|pptm|pdf)\Z",
    re.I,
)
NESTED_HEADS = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"MZ",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"%PDF-",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xca\xfe\xba\xbe",
    b"#!",
)
UNSAFE_NAME = re.compile(r"^[/\\]|\\|:|(?:^|/)\.\.?(?:/|$)|//|[\x00-\x1f\x7f]")
ENTITIES = (b"<!doctype", b"<!entity")
CODE = (b"<script", b"<?php", b"<iframe")
OVERLAP = 16
XML_NAMES = re.compile(r"\.(?:xml|rels|vml|svg)\Z", re.I)
ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", re.I)
ENCODINGS = frozenset({b"utf-8", b"utf-16", b"utf-16le", b"utf-16be", b"us-ascii", b"ascii"})


def check_docx(content: bytes) -> None:
    """Refuse what is not exactly one Word document."""
    _check(content, "word/", b"wordprocessingml.document.main+xml")


def check_xlsx(content: bytes) -> None:
    """Refuse what is not exactly one Excel workbook."""
    _check(content, "xl/", b"spreadsheetml.sheet.main+xml")


def _check(content: bytes, folder: str, main: bytes) -> None:
    none_of_pdf(content)
    members = _members(content)
    names = [member.filename for member in members]
    if CONTENTS not in names or not any(name.startswith(folder) for name in names):
        refuse("content")
    _safe(names)
    room = _Room(len(content))
    for member, packed in _placed(content, members):
        types = _unpacked(member, packed, room)
        if member.filename == CONTENTS:
            _of_kind(types, main)


def _members(content: bytes) -> list[zipfile.ZipInfo]:
    """The archive's list, which must stand at the very end and name everything before it."""
    if not content.startswith(b"PK\x03\x04") or len(content) < END.size:
        refuse("content")
    mark, *_disks, count, size, start, comment = END.unpack(content[-END.size :])
    if mark != b"PK\x05\x06" or comment or start + size + END.size != len(content):
        refuse("content" if mark != b"PK\x05\x06" else "hidden")
    if count > MOST_MEMBERS:
        refuse("packed")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        refuse("content")
    if len(members) > MOST_MEMBERS:
        refuse("packed")
    return members


def _safe(names: Sequence[str]) -> None:
    """Refuse names that lead elsewhere, stand twice, or belong to macros, programs and other files."""
    if len({name.casefold() for name in names}) != len(names):
        refuse("hidden")
    for name in names:
        if UNSAFE_NAME.search(name):
            refuse("hidden")
        if MACRO_NAMES.search(name):
            refuse("macros")
        if PROGRAM_NAMES.search(name):
            refuse("nested")


def _placed(
    content: bytes, members: Sequence[zipfile.ZipInfo]
) -> Iterator[tuple[zipfile.ZipInfo, memoryview]]:
    """Each member with its packed bytes. Gaps, overlaps and two names for one member are refused."""
    view, expected = memoryview(content), 0
    start_of_list = END.unpack(content[-END.size :])[6]
    ordered = sorted(members, key=lambda member: member.header_offset)
    for member in ordered:
        if not 0 <= member.header_offset - expected <= (DESCRIPTOR if expected else 0):
            refuse("hidden")
        data = member.header_offset + LOCAL.size
        if data > start_of_list:
            refuse("content")
        head = LOCAL.unpack(content[member.header_offset : data])
        name = content[data : data + head[9]]
        if head[0] != b"PK\x03\x04" or name != _raw_name(member):
            refuse("hidden")
        data += head[9] + head[10]
        expected = data + member.compress_size
        if expected > start_of_list:
            refuse("content")
        yield member, view[data:expected]
    if not 0 <= start_of_list - expected <= DESCRIPTOR:
        refuse("hidden")


def _raw_name(member: zipfile.ZipInfo) -> bytes:
    """The name as the list has it; it is UTF-8 where the list says so, else an old code page."""
    return member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437")


class _Room:
    """How much may still be unpacked of one file, all its members together."""

    def __init__(self, size: int) -> None:
        self.left = min(MOST_UNPACKED, max(FREE_UNPACKED, size * MOST_RATIO))

    def take(self, length: int) -> None:
        self.left -= length
        if self.left < 0:
            refuse("packed")


def _unpacked(member: zipfile.ZipInfo, packed: memoryview, room: _Room) -> bytes:
    """The beginning of a member (at most one step); all of it is unpacked, counted and looked through."""
    if member.flag_bits & 0x1:
        refuse("locked")
    first, tail, length, crc = b"", b"", 0, 0
    for piece in _pieces(member, packed):
        room.take(len(piece))
        length, crc = length + len(piece), zlib.crc32(piece, crc)
        if not first:
            first = piece
            _head(member.filename, piece)
        _look(tail + piece)
        tail = piece[-OVERLAP * 2 :]
    if length != member.file_size or crc != member.CRC:
        refuse("content")
    return first


def _pieces(member: zipfile.ZipInfo, packed: memoryview) -> Iterator[bytes]:
    """A member's bytes in steps, whatever its header says of their number."""
    if member.compress_type == zipfile.ZIP_DEFLATED:
        try:
            yield from _inflated(bytes(packed))
        except zlib.error:
            refuse("content")
    elif member.compress_type == zipfile.ZIP_STORED:
        for start in range(0, len(packed), STEP):
            yield bytes(packed[start : start + STEP])
    else:
        refuse("content")


def _inflated(packed: bytes) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(-15)
    while not unpacking.eof:
        piece = unpacking.decompress(packed, STEP)
        packed = unpacking.unconsumed_tail
        if piece:
            yield piece
        elif not unpacking.eof:
            refuse("content")
    if unpacking.unused_data:
        refuse("hidden")


def _head(name: str, piece: bytes) -> None:
    """Refuse a member that is itself an archive or a program, and XML in an unread encoding."""
    if piece.startswith(NESTED_HEADS):
        refuse("nested")
    if XML_NAMES.search(name):
        told = ENCODING.search(piece[:400].replace(b"\x00", b""))
        if told and told[1].lower() not in ENCODINGS:
            refuse("entities")


def _look(piece: bytes) -> None:
    """Refuse declarations that let XML grow or read elsewhere, and page code, in wide letters too."""
    plain = piece.replace(b"\x00", b"").lower()
    if any(mark in plain for mark in ENTITIES):
        refuse("entities")
    if any(mark in plain for mark in CODE):
        refuse("hidden")


def _of_kind(types: bytes, main: bytes) -> None:
    """Refuse when the table of contents does not name exactly one main part, of the right kind."""
    if b"macroenabled" in types.lower():
        refuse("macros")
    if [main in found for found in MAIN.findall(types)] != [True]:
        refuse("content")
