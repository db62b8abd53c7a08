"""PDF: one document from its first byte to its last, with nothing that runs and nothing attached."""

import re
import zlib
from itertools import islice

from nsss_gender.files.refusals import refuse
from nsss_gender.files.traces import none_of_archive, none_of_code

HEAD = re.compile(rb"%PDF-[12]\.\d")
TAIL = re.compile(rb"%%EOF[\x00\t\n\f\r ]*\Z")
TAIL_WITHIN = 1024
# A name may be written with signs as numbers: /J#61vaScript is /JavaScript.
ESCAPED_NAME = re.compile(rb"/[A-Za-z0-9#]{0,60}#[0-9A-Fa-f]{2}[A-Za-z0-9#]{0,60}")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|ImportData)(?![A-Za-z0-9])")
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
BUNDLE = b"ObjStm"
STREAM = re.compile(rb"\bstream\r?\n")
NUMBERS = re.compile(rb"\s*(?:\d|\Z)")  # with what a bundle begins: its list of objects
OTHER_FILTERS = re.compile(rb"LZW|RunLength|ASCII85|ASCIIHex|/Crypt")
HEADING_WITHIN = 2_000
MOST_UNPACKED = 64 * 1024 * 1024
MOST_BUNDLES = 5_000
MOST_ESCAPED = 50_000


def check(content: bytes) -> None:
    """Refuse what is no PDF, what is more than a PDF, and what would run or hide something."""
    if not HEAD.match(content) or not TAIL.search(content[-TAIL_WITHIN:]):
        refuse("content")
    none_of_archive(content)
    none_of_code(content)
    _names(content)
    left = MOST_UNPACKED
    for start, end in _bundles(content):
        bundle = _unpacked(content[start:end], left)
        left -= len(bundle)
        _names(bundle)


def _names(content: bytes) -> None:
    """Refuse by the names that stand in the open, spelt out or with signs as numbers."""
    spelt = b"\n".join(name for _place, name in _escaped(content))
    for text in (content, spelt):
        if LOCKED.search(text):
            refuse("locked")
        if ACTIVE.search(text):
            refuse("active")


def _escaped(content: bytes) -> list[tuple[int, bytes]]:
    """The names that have signs written as numbers: where, and what they spell."""
    found = list(islice(ESCAPED_NAME.finditer(content), MOST_ESCAPED + 1))
    if len(found) > MOST_ESCAPED:
        refuse("hidden")
    return [(name.start(), _spelt(name[0])) for name in found]


def _spelt(name: bytes) -> bytes:
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), name)


def _bundles(content: bytes) -> list[tuple[int, int]]:
    """Where the packed bundles of objects lie, in which names are not seen from outside."""
    named = [found.start() for found in re.finditer(BUNDLE, content)]
    named += [place for place, name in _escaped(content) if BUNDLE in name]
    places = set()
    for place in named:
        places |= _streams(content, place)
        if len(places) > MOST_BUNDLES:
            refuse("hidden")
    return sorted(places)


def _streams(content: bytes, place: int) -> set[tuple[int, int]]:
    """The stream (or what pretends to be one) that follows the name of a bundle."""
    region = content[place : place + HEADING_WITHIN].partition(b"endstream")[0]
    starts = [place + found.end() for found in STREAM.finditer(region)]
    heading = content[max(place - HEADING_WITHIN, 0) : max(starts, default=place)]
    ends = {start: content.find(b"endstream", start) for start in starts}
    if not starts or min(ends.values()) < 0 or OTHER_FILTERS.search(_spelt(heading)):
        refuse("hidden")
    return set(ends.items())


def _unpacked(packed: bytes, most: int) -> bytes:
    """One bundle, unpacked no further than the bound. One that is packed otherwise or twice is refused."""
    if NUMBERS.match(packed):
        return packed
    unpacking = zlib.decompressobj()
    try:
        bundle = unpacking.decompress(packed, most + 1)
    except zlib.error:
        refuse("content")
    if len(bundle) > most:
        refuse("packed")
    if not unpacking.eof or not NUMBERS.match(bundle):
        refuse("hidden")
    return bundle
