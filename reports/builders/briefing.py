"""The briefing of a seat as a Document: what waits, the draft, who sat here, whom to ask (76)."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.deadlines import local_day
from assessments.selectors.briefing import Briefing, Draft
from assessments.selectors.briefing import briefing as briefing_of
from assessments.selectors.places import short_code
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat
from nsss_gender.language.dates import day as day_in_words
from nsss_gender.language.dates import moment
from reports.builders import parts
from reports.documents import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Kind,
    Paragraph,
    Row,
    Table,
)
from reports.selectors.briefing import rows_lacking


def build(seat: Seat, lang: str) -> Document:
    """The briefing of a seat in one language, as things stand now."""
    with override(lang):
        return document(briefing_of(seat))


def document(found: Briefing) -> Document:
    """The same of what is already read, in the active language."""
    seat = found.seat
    return Document(
        kind="briefing",
        title=_("Briefing: %(seat)s") % {"seat": seat},
        lang=parts.language(),
        letterhead=parts.letterhead()[:1],
        facts=tuple(_facts(found)),
        code=f"SEAT-{str(seat.pk)[:8].upper()}",
        dated=timezone.localdate(),
        cover=False,
        contents=False,
        blocks=tuple(_blocks(found)),
    )


def _facts(found: Briefing) -> Iterator[tuple[str, Cell | str]]:
    yield _("As it stands on"), Cell(timezone.localdate())
    if found.draft:
        submission = found.draft.submission
        yield _("Round"), str(submission.round)
        yield _("State of the report"), str(submission.get_status_display())
        if not submission.number:
            yield _("Deadline"), moment(found.draft.due.in_force, parts.language())
    if found.former:
        yield _("Who sat here before"), Cell(str(found.former.user))
    yield _("Things that wait"), Cell(len(found.waiting))


def _blocks(found: Briefing) -> Iterator[Block]:
    yield Heading(1, _("What waits now"))
    yield _waiting(found)
    if found.draft:
        yield from _draft(found.draft)
    lacking = rows_lacking(found.seat)
    if lacking:
        text = _("Rows of the action plan that still lack something: %(total)s.")
        yield Paragraph(text % {"total": parts.figure(lacking)})
    if found.held:
        yield Heading(1, _("Reports of this seat"))
        yield _held(found)
    yield Heading(1, _("How it came to this"))
    yield _happened(found)
    yield _sittings(found)
    yield Heading(1, _("Whom to ask"))
    yield _contacts(found)


def _waiting(found: Briefing) -> Table:
    columns = (
        Column("what", _("What is to be done"), width=44),
        Column("of", _("Of what"), width=32),
        Column("until", _("Until"), Kind.DATE, 12),
        Column("left", _("Working days left"), Kind.INTEGER, 12),
    )
    rows = []
    for place, todo in enumerate(found.waiting):
        standing = todo.standing
        text = f"{todo.text} ({parts.figure(todo.total)})" if todo.total else todo.text
        left = None if standing is None or standing.late else standing.working_days
        until = Cell(local_day(standing.due) if standing else None)
        rows.append(
            Row((Cell(text), Cell(str(todo.of) or None), until, Cell(left)), key=str(place))
        )
    return _table(_("What waits on this seat"), columns, rows, _("Nothing waits now."))


# ── The ministry's draft ────────────────────────────────────────────────────────────────────────


def _draft(draft: Draft) -> Iterator[Block]:
    yield Heading(1, _("The draft of the report"))
    if draft.due.asked:
        text = _(
            "More time was asked for, until %(day)s; the Cabinet Division has not decided yet."
        )
        asked = day_in_words(local_day(draft.due.asked), parts.language())
        yield Paragraph(text % {"day": asked})
    yield _lacking(draft)
    if draft.points:
        yield _points(draft)
    yield _handed(draft)
    if draft.asked:
        yield _asked(draft)


def _lacking(draft: Draft) -> Table:
    columns = (
        Column("code", _("Code"), Kind.CODE, 10),
        Column("programme", _("Programme"), width=44),
        Column("answered", _("Answered, per cent"), Kind.INTEGER, 14),
        Column("next", _("Go on with"), width=32),
    )
    rows = [
        Row(
            (
                Cell(row.assessment.programme.code),
                Cell(str(row.assessment)),
                Cell(row.percent),
                Cell(row.next_cell.title if row.next_cell else None),
            ),
            key=row.assessment.programme.code,
        )
        for row in draft.lacking
    ]
    text = _("No programme lacks an answer.")
    return _table(_("Programmes that still lack answers"), columns, rows, text)


def _points(draft: Draft) -> Table:
    columns = (
        Column("programme", _("Programme"), width=30),
        Column("question", _("Question"), Kind.CODE, 10),
        Column("kind", _("Kind"), width=14),
        Column("text", _("What the Cabinet Division says"), width=46),
    )
    rows = [
        Row(
            (
                Cell(str(point.assessment)),
                Cell(short_code(point.question.code)),
                Cell(point.get_kind_display()),
                Cell(point.text),
            ),
            key=str(place),
        )
        for place, point in enumerate(draft.points)
    ]
    return _table(_("Points that are not answered yet"), columns, rows, "")


def _handed(draft: Draft) -> Table:
    columns = (
        Column("programme", _("Programme"), width=36),
        Column("part", _("Part of it"), width=20),
        Column("who", _("In whose hands"), width=30),
        Column("until", _("Until"), Kind.DATE, 14),
    )
    rows = [
        Row(
            (
                Cell(one.programme),
                Cell(one.part or _("the whole programme")),
                Cell(one.holder),
                Cell(one.until),
            ),
            key=str(place),
        )
        for place, one in enumerate(draft.handed)
    ]
    return _table(_("What colleagues write"), columns, rows, _("Nothing is handed out."))


def _asked(draft: Draft) -> Table:
    columns = (
        Column("programme", _("Programme"), width=34),
        Column("question", _("Question"), Kind.CODE, 10),
        Column("who", _("Who was asked"), width=30),
        Column("until", _("Until"), Kind.DATE, 12),
        Column("waiting", _("To look at"), Kind.INTEGER, 14),
    )
    rows = [
        Row(
            (
                Cell(one.programme),
                Cell(one.question),
                Cell(one.reader),
                Cell(one.until),
                Cell(one.waiting),
            ),
            key=str(place),
        )
        for place, one in enumerate(draft.asked)
    ]
    return _table(_("Asked by a link"), columns, rows, "")


# ── The seat ────────────────────────────────────────────────────────────────────────────────────


def _held(found: Briefing) -> Table:
    columns = [
        Column("ministry", _("Ministry/Division"), width=44),
        Column("state", _("State"), width=18),
        Column("since", _("Submitted"), Kind.DATE, 14),
    ]
    reviews = found.seat.role == Role.REVIEWER
    if reviews:
        columns.append(Column("open", _("Open remarks"), Kind.INTEGER, 14))
    rows = []
    for place, one in enumerate(found.held):
        sent = one.submission.submitted_at
        cells = [Cell(str(one.submission.ministry)), Cell(one.word)]
        cells.append(Cell(local_day(sent) if sent else None))
        rows.append(Row((*cells, *([Cell(one.open)] if reviews else [])), key=str(place)))
    return _table(_("Reports in this seat, the oldest first"), tuple(columns), rows, "")


def _happened(found: Briefing) -> Table:
    columns = (
        Column("day", _("Day"), Kind.DATE, 12),
        Column("what", _("What happened"), width=48),
        Column("reason", _("Reason"), width=40),
    )
    rows = [
        Row(
            (
                Cell(local_day(one.notice.created_at)),
                Cell(one.text),
                Cell(one.notice.reason or None),
            ),
            key=str(place),
        )
        for place, one in enumerate(found.happened)
    ]
    return _table(_("The last messages to this seat"), columns, rows, _("No message yet."))


def _sittings(found: Briefing) -> Table:
    columns = (
        Column("name", _("Who sat here"), width=34),
        Column("since", _("Since"), Kind.DATE, 14),
        Column("until", _("Until"), Kind.DATE, 14),
        Column("reason", _("Reason"), width=38),
    )
    rows = [
        Row(
            (
                Cell(str(row.user)),
                Cell(local_day(row.since)),
                Cell(local_day(row.until) if row.until else None),
                Cell(row.reason or None),
            ),
            key=str(place),
        )
        for place, row in enumerate(found.sittings)
    ]
    return _table(_("Who sat in this seat, the latest first"), columns, rows, _("Nobody yet."))


def _contacts(found: Briefing) -> Table:
    columns = (
        Column("role", _("Role"), width=20),
        Column("name", _("Name"), width=26),
        Column("post", _("Post"), width=24),
        Column("phone", _("Telephone"), Kind.CODE, 14),
        Column("mail", _("E-mail"), Kind.CODE, 22),
    )
    rows = [
        Row(
            (
                Cell(one.role),
                Cell(one.name),
                Cell(one.post or None),
                Cell(one.phone or None),
                Cell(one.mail or None),
            ),
            key=str(place),
        )
        for place, one in enumerate(found.contacts)
    ]
    return _table(_("The Cabinet Division and the administrators"), columns, rows, _("Nobody yet."))


def _table(caption: str, columns: tuple[Column, ...], rows: Iterable[Row], empty: str) -> Table:
    return Table(caption, "", columns, tuple(rows), empty=empty)
