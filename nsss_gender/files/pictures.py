"""Pictures: PNG and JPEG, walked part by part to their very end, so that nothing hangs on them."""

import re
import struct
import zlib

from nsss_gender.files.refusals import refuse
from nsss_gender.files.traces import none_of_archive, none_of_code, none_of_pdf

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_CHUNKS = 50_000
MOST_SIDE = 30_000
MOST_POINTS = 150_000_000  # a sheet of A3 scanned at 600 dots an inch has 70 million
JPEG_START, JPEG_END = b"\xff\xd8", 0xD9
JPEG_SCAN, JPEG_ALONE = 0xDA, frozenset({0x01, *range(0xD0, 0xD8)})
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# In the picture data a real marker is FF with anything but 00 (a plain FF) or D0 to D7 (a restart).
JPEG_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
JPEG_MARKER = re.compile(rb"\xff{1,64}([^\x00\xff])")


def check_png(content: bytes) -> None:
    """Refuse a PNG whose chunks do not end exactly at IEND, or that is a second thing as well."""
    if not content.startswith(PNG_SIGNATURE):
        refuse("content")
    _nothing_beside(content)
    place = len(PNG_SIGNATURE)
    names: list[bytes] = []
    while place < len(content) and len(names) < MOST_CHUNKS:
        name, body, place = _chunk(content, place)
        names.append(name)
        if len(names) == 1 and name == b"IHDR":
            _size(*struct.unpack(">II", body[:8]))
        if name == b"IEND":
            break
    if names[:1] != [b"IHDR"] or names[-1] != b"IEND" or b"IDAT" not in names:
        refuse("content")
    if place != len(content):
        refuse("hidden")


def _chunk(content: bytes, place: int) -> tuple[bytes, bytes, int]:
    """One chunk: its name, its body, and where the next begins. A wrong checksum is refused."""
    body = place + 8
    length = int.from_bytes(content[place : place + 4], "big")
    end = body + length
    name = content[place + 4 : body]
    told = content[end : end + 4]
    if len(told) != 4 or zlib.crc32(content[place + 4 : end]) != int.from_bytes(told, "big"):  # noqa: PLR2004  # bytes of a checksum
        refuse("content")
    return name, content[body:end], end + 4


def check_jpeg(content: bytes) -> None:
    """Refuse a JPEG that does not end with its last picture, or that is a second thing as well.

    A telephone may put several pictures into one file, one after the other: each is walked.
    """
    if not content.startswith(JPEG_START + b"\xff"):
        refuse("content")
    _nothing_beside(content)
    place = 0
    while place < len(content):
        if content[place : place + 2] != JPEG_START:
            refuse("hidden")
        place = _picture(content, place + 2)


def _picture(content: bytes, place: int) -> int:
    """Walk one picture's segments; out: where it ends. Refuses what does not hang together."""
    seen = set()
    while True:
        marker, place = _marker(content, place)
        seen.add(marker)
        if marker == JPEG_END:
            break
        if marker in JPEG_ALONE:
            continue
        start, place = place, place + int.from_bytes(content[place : place + 2], "big")
        if place - start < 2 or place > len(content):  # noqa: PLR2004  # a segment's own length bytes
            refuse("content")
        if marker in JPEG_FRAMES:
            _size(*struct.unpack(">HH", content[start + 3 : start + 7].ljust(4, b"\x00")))
        if marker == JPEG_SCAN:
            place = _after_scan(content, place)
    if JPEG_SCAN not in seen or not seen & JPEG_FRAMES:
        refuse("content")
    return place


def _marker(content: bytes, place: int) -> tuple[int, int]:
    found = JPEG_MARKER.match(content, place)
    if not found:
        refuse("content")
    return found[1][0], found.end()


def _after_scan(content: bytes, place: int) -> int:
    """Where the picture data stops and the next marker begins."""
    found = JPEG_NEXT.search(content, place)
    if not found:
        refuse("content")
    return found.start()


def _size(one: int, other: int) -> None:
    if max(one, other) > MOST_SIDE or one * other > MOST_POINTS:
        refuse("picture")


def _nothing_beside(content: bytes) -> None:
    none_of_pdf(content)
    none_of_archive(content)
    none_of_code(content)
