"""The board as its page shows it: the figures of the Document, with what can be clicked beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from assessments.enums import SubmissionStatus
from assessments.selectors.division import TONES
from nsss_gender.accounts.models import Ministry
from reports.builders.board import COUNTS, document
from reports.exports.shown import ShownBlock, ShownCell, show
from reports.selectors.board import Board, Line


@dataclass(frozen=True)
class Count:
    """One count of the strip; its address shows only these ministries, or all again."""

    url: str
    label: ShownCell
    number: ShownCell
    current: bool


@dataclass(frozen=True)
class Shown:
    """One ministry's row: its cells, the tone of its state, as its page shows it."""

    ministry: Ministry
    cells: tuple[ShownCell, ...]
    tone: str
    out: bool


def known(asked: str) -> str:
    """The count that was asked for; "" for all, and for what is none."""
    return asked if asked in COUNTS else ""


def render(board: Board, lang: str, only: str, *, reminders: bool) -> SafeString:
    """The board with the ministries of the count ``only``; with all where it is "".

    ``reminders``: whether the letters to those whose report is out are linked.
    """
    made = document(board, lang)
    with override(lang):
        shown = show(made)
        blocks = [block for section in shown.sections for block in section.blocks]
        counts, clusters, timeline, ministries, excused = (
            one for one in blocks if one.fragment == "table"
        )
        context = {
            "shown": shown,
            "counts": tuple(_counts(counts, only)),
            "clusters": clusters,
            "timeline": timeline,
            "excused": excused,
            "notes": [one for one in blocks if one.fragment == "note"],
            "ministries": ministries,
            "rows": tuple(_rows(board, ministries, only)),
            "only": only,
            "round": board.round,
            "reminders": reminders,
        }
        return render_to_string("reports/board_body.html", context)


def _counts(block: ShownBlock, only: str) -> Iterator[Count]:
    for key, (_total, (label, number)) in zip(COUNTS, block.rows, strict=True):
        url = "?" if key == only else f"?{urlencode({'show': key})}"
        yield Count(url, label, number, current=key == only)


def _rows(board: Board, block: ShownBlock, only: str) -> Iterator[Shown]:
    for line, (_total, cells) in zip(board.wanted, block.rows, strict=True):
        if not only or COUNTS[only][1](line):
            yield Shown(line.ministry, cells, _tone(line), line.out)


def _tone(line: Line) -> str:
    if line.overdue:
        return "problem"
    return TONES[line.status or SubmissionStatus.NOT_STARTED]
