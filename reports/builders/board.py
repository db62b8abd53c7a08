"""The board of a round as a Document: one page of the screen, one sheet of A4, one workbook (38)."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext, pgettext_lazy

from assessments.deadlines import local_day
from assessments.enums import Expected, RoundKind, SubmissionStatus
from assessments.models import Round
from nsss_gender.accounts.models import localized
from nsss_gender.language.dates import moment
from reports.builders import parts
from reports.documents import Block, Cell, Column, Document, Kind, Note, Row, Table
from reports.selectors.board import REVIEWING, Board, Line, Mark, Share
from reports.selectors.board import board as board_of

S = SubmissionStatus
# state → its sign: a state is a sign and a word, so that black and white says as much as colour
SIGNS: dict[str, str] = {
    S.NOT_STARTED: "○",
    S.IN_PROGRESS: "◔",
    S.CLEARED: "◕",
    S.SUBMITTED: "●",
    S.UNDER_REVIEW: "▶",
    S.RETURNED: "↩",
    S.RECOMMENDED: "◆",
    S.ACCEPTED: "✓",
}
# state → a word short enough for a table of forty ministries
WORDS = {
    S.CLEARED: gettext_lazy("Cleared"),
    S.RETURNED: gettext_lazy("Returned"),
    S.RECOMMENDED: gettext_lazy("Recommended"),
}
# what can be counted, and shown alone: name, and which ministries are meant
COUNTS: dict[str, tuple[object, Callable[[Line], bool]]] = {
    "expected": (pgettext_lazy("reports", "Expected"), lambda line: line.wanted),
    "received": (pgettext_lazy("reports", "Received"), lambda line: line.received),
    "on_time": (
        pgettext_lazy("reports", "Received on time"),
        lambda line: line.received and not line.late,
    ),
    "late": (
        pgettext_lazy("reports", "Received late"),
        lambda line: line.received and line.late,
    ),
    "out": (pgettext_lazy("reports", "Not received"), lambda line: line.out),
    "overdue": (pgettext_lazy("reports", "Overdue"), lambda line: line.overdue),
    "returned": (pgettext_lazy("reports", "Returned"), lambda line: line.status == S.RETURNED),
    "review": (pgettext_lazy("reports", "In review"), lambda line: line.status in REVIEWING),
    "recommended": (
        pgettext_lazy("reports", "Recommended"),
        lambda line: line.status == S.RECOMMENDED,
    ),
    "accepted": (pgettext_lazy("reports", "Accepted"), lambda line: line.status == S.ACCEPTED),
}
KNOWN = {
    "opened": gettext_lazy("The round opened"),
    "short_form": gettext_lazy("Date of the short form"),
    "deadline": gettext_lazy("Deadline of the reports"),
    "extended": gettext_lazy("Deadline extended for all"),
    "last_extension": gettext_lazy("Latest deadline of a single ministry"),
}


def build(round_: Round, lang: str) -> Document:
    """The board of a round in one language, as the reports stand now."""
    return document(board_of(round_), lang)


def document(board: Board, lang: str) -> Document:
    """The same of a board that is already read."""
    with override(lang):
        return _document(board)


def _document(board: Board) -> Document:
    round_ = board.round
    return Document(
        kind="board",
        title=_("Board of the round"),
        subtitle=localized(round_.title_en, round_.title_bn),
        lang=parts.language(),
        letterhead=parts.letterhead(),
        facts=(
            (_("As it stands on"), Cell(board.today)),
            (_("Deadline"), Cell(moment(board.deadline, parts.language()))),
        ),
        code=f"BOARD-{str(round_.pk)[:8].upper()}",
        mark=_("PRACTICE") if round_.kind == RoundKind.PRACTICE else "",
        dated=board.today,
        cover=False,
        contents=False,
        layout="sheet",
        blocks=tuple(_blocks(board)),
    )


def _blocks(board: Board) -> Iterator[Block]:
    yield counts(board)
    yield clusters(board)
    yield timeline(board)
    yield Note(
        "info",
        _(
            "A ministry counts in every cluster in which it has a programme; the clusters therefore add up to "
            "more than there are ministries."
        ),
    )
    yield ministries(board)
    yield not_expected(board)


def counts(board: Board) -> Table:
    """How many ministries are where."""
    columns = (
        Column("what", _("Reports"), width=22),
        Column("ministries", _("Ministries"), Kind.INTEGER, 9),
    )
    rows = tuple(
        Row((Cell(str(name)), Cell(sum(map(meant, board.lines)))), key=key)
        for key, (name, meant) in COUNTS.items()
    )
    return Table(_("Reports at a glance"), "", columns, rows)


def clusters(board: Board) -> Table:
    """The same by cluster, each with its number of ministries."""
    columns = (
        Column("cluster", _("Cluster"), width=34),
        Column(
            "ministries", _("Ministries"), Kind.INTEGER, 9, _("With a programme in the cluster")
        ),
        Column("received", pgettext("reports", "Received"), Kind.INTEGER, 9),
        Column("accepted", pgettext("reports", "Accepted"), Kind.INTEGER, 9),
        Column("assessed", _("Assessed"), Kind.INTEGER, 9, _("Programmes to assess")),
        Column("not_assessed", _("Not assessed"), Kind.INTEGER, 9, _("Programmes not assessed")),
    )
    rows = tuple(_cluster(share, lines) for share, lines in board.clusters())
    return Table(
        _("By cluster"), "", columns, rows, empty=_("No ministry has a programme in its list yet.")
    )


def _cluster(share: Share, lines: list[Line]) -> Row:
    return Row(
        (
            Cell(share.name or _("In no cluster yet")),
            Cell(len(lines)),
            Cell(sum(line.received for line in lines)),
            Cell(sum(line.status == S.ACCEPTED for line in lines)),
            Cell(share.assessed),
            Cell(share.not_assessed),
        ),
        key=f"cluster-{share.cluster[0] if share.cluster else 'none'}",
    )


def timeline(board: Board) -> Table:
    """The days everybody works towards, past ones marked."""
    columns = (
        Column("day", _("Day"), Kind.DATE, 12),
        Column("name", _("Milestone"), width=40),
        Column("when", pgettext("milestone", "When"), width=14),
    )
    rows = tuple(_mark(board, mark, place) for place, mark in enumerate(board.marks, 1))
    return Table(_("Milestones"), "", columns, rows)


def _mark(board: Board, mark: Mark, place: int) -> Row:
    row = mark.milestone
    name = str(row) if row else str(KNOWN[mark.known])
    if row and row.note:
        name = f"{name} ({row.note})"
    return Row(
        (Cell(mark.day, missing=_("not fixed yet")), Cell(name), Cell(_when(board, mark))),
        key=f"milestone-{row.pk}" if row else f"known-{mark.known}-{place}",
    )


def _when(board: Board, mark: Mark) -> str:
    if mark.day is None:
        return _("○ planned")
    if mark.day < board.today:
        return _("✓ past")
    return _("▶ today") if mark.day == board.today else _("○ to come")


# ── Ministries ──────────────────────────────────────────────────────────────────────────────────


def ministries(board: Board) -> Table:
    """One line for each ministry, in official order, never sorted by how well it does."""
    columns = (
        Column("ministry", _("Ministry/Division"), width=42),
        Column("expected", pgettext("reports", "Expected"), width=7),
        Column("state", _("State"), width=12, meaning=_("State of the report")),
        Column("answered", _("Per cent"), Kind.INTEGER, 5, _("Answered so far, in per cent")),
        Column("assessed", _("Prog."), Kind.INTEGER, 5, _("Programmes to assess")),
        Column("not_assessed", _("Not as."), Kind.INTEGER, 6, _("Programmes not assessed")),
        Column("due", _("Deadline"), Kind.DATE, 9, _("The deadline in force for this ministry")),
        Column("extended", _("More time"), width=7, meaning=_("Whether more time was granted")),
        Column("received", pgettext("reports", "Received"), Kind.DATE, 9),
        Column("standing", _("In time"), width=8, meaning=_("On time, late, overdue or running")),
        Column(
            "days", _("W. days"), Kind.INTEGER, 6, _("Working days late, or before the deadline")
        ),
        Column("focal_point", _("Focal point"), width=26),
        Column("phone", _("Phone"), width=13),
        Column("seen", _("Last seen"), Kind.DATE, 9, _("When the focal point last signed in")),
        Column("officer", _("Supervising officer"), width=26),
        Column("officer_phone", _("Officer's phone"), width=13),
    )
    rows = tuple(_ministry(line) for line in board.wanted)
    return Table(
        _("Ministries and divisions in official order"),
        "",
        columns,
        rows,
        empty=_("Nothing is expected."),
        wide=True,
    )


def _ministry(line: Line) -> Row:
    contact, standing = line.contact, line.standing
    return Row(
        (
            Cell(str(line.ministry)),
            Cell(expected(line)),
            Cell(state(line)),
            Cell(line.percent),
            *(_programmes(line)),
            Cell(local_day(line.due) if line.due else None),
            Cell(_("extended") if line.extended else None),
            Cell(local_day(line.received_at) if line.received_at else None),
            Cell(punctual(line) or None),
            Cell(standing.working_days if standing and punctual(line) else None),
            Cell(contact.name or None, missing=_("vacant") if contact.name is None else ""),
            phone(contact.phone),
            Cell(contact.seen),
            Cell(contact.officer or None),
            phone(contact.officer_phone),
        ),
        key=line.ministry.code,
    )


def not_expected(board: Board) -> Table:
    """Of whom nothing is expected, by reason, each by name."""
    columns = (
        Column("reason", _("Reason"), width=40),
        Column("number", _("Ministries"), Kind.INTEGER, 9),
        Column("ministries", _("Names"), width=120),
    )
    rows = tuple(
        Row(
            (Cell(reason), Cell(len(names)), Cell("; ".join(names))),
            key=f"reason-{place}",
        )
        for place, (reason, names) in enumerate(board.excused().items(), 1)
    )
    empty = _("Something is expected of every ministry.")
    return Table(_("Nothing is expected"), "", columns, rows, empty=empty)


def _programmes(line: Line) -> tuple[Cell, Cell]:
    if not line.shares:
        return Cell(None), Cell(None)
    return Cell(line.assessed), Cell(line.not_assessed)


def phone(text: str) -> Cell:
    """A number to ring, as it was typed: the same signs in every language."""
    return Cell(text or None, own=Kind.CODE)


def expected(line: Line) -> str:
    """What is expected of the ministry, in a word."""
    words = {
        Expected.REPORT: pgettext("expected", "Report"),
        Expected.NIL: pgettext("expected", "Nil"),
        Expected.NONE: str(Expected.NONE.label),
    }
    return words[Expected(line.expected)]


def state(line: Line) -> str:
    """Sign and word of the report's state."""
    if not line.status:
        return f"{SIGNS[S.NOT_STARTED]} {S.NOT_STARTED.label}"
    status = S(line.status)
    return f"{SIGNS[status]} {WORDS.get(status, status.label)}"


def punctual(line: Line) -> str:
    """Whether it came, or is, in time; nothing where nothing is expected."""
    standing = line.standing
    if standing is None:
        return ""
    if line.received:
        return _("! late") if standing.late else _("✓ on time")
    if standing.late:
        return _("! overdue")
    return _("▶ today") if standing.today else _("○ running")
