"""Typed text as blocks: paragraphs and simple lists, and nothing else becomes markup (law 7). Pure."""

import re
from collections.abc import Iterator

from reports.documents.blocks import Listing, Paragraph

_BULLET = re.compile(r"[-*\u2022\u2013]\s+")
_NUMBER = re.compile(r"[0-9\u09e6-\u09ef]{1,3}[.)\u0964]\s+")


def prose(text: str) -> Iterator[Paragraph | Listing]:
    """The blocks of a text: an empty line ends a paragraph; lines that begin with "- " or "1. " are a list."""
    kind, lines = "", list[str]()
    for line in (*text.splitlines(), ""):
        now = _kind(line)
        if now != kind and lines:
            yield _block(kind, lines)
            lines = []
        kind = now
        if now:
            lines.append(_bare(line, now))


def _kind(line: str) -> str:
    """What a line is part of; "" for an empty one."""
    words = line.strip()
    if not words:
        return ""
    if _BULLET.match(words):
        return "bullet"
    return "number" if _NUMBER.match(words) else "words"


def _bare(line: str, kind: str) -> str:
    words = line.strip()
    if kind == "bullet":
        return _BULLET.sub("", words, count=1)
    return _NUMBER.sub("", words, count=1) if kind == "number" else words


def _block(kind: str, lines: list[str]) -> Paragraph | Listing:
    if kind == "words":
        return Paragraph("\n".join(lines))
    return Listing(tuple(Paragraph(line) for line in lines), ordered=kind == "number")
