"""The weekly summary for the Secretary as a Document: one A4 page in words and figures (38)."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from assessments.deadlines import local_day
from assessments.enums import RoundKind
from assessments.models import Round
from nsss_gender.accounts.models import localized
from reports.builders import parts
from reports.builders.board import COUNTS, phone, punctual, state
from reports.documents import Block, Cell, Column, Document, Kind, Listing, Paragraph, Row, Table
from reports.selectors.board import Line
from reports.selectors.stuck import Person, Stuck
from reports.selectors.weekly import Weekly
from reports.selectors.weekly import weekly as weekly_of

MOST = 8  # rows of a table: the page is one sheet


def build(round_: Round, lang: str) -> Document:
    """The summary of a round in one language, as things stand now."""
    return document(weekly_of(round_), lang)


def document(week: Weekly, lang: str) -> Document:
    """The same of a week that is already read."""
    with override(lang):
        round_ = week.board.round
        return Document(
            kind="weekly",
            title=_("The week in one page"),
            subtitle=localized(round_.title_en, round_.title_bn),
            lang=parts.language(),
            letterhead=parts.letterhead(),
            facts=(
                (_("As it stands on"), Cell(timezone.localdate(week.now))),
                (_("Compared with"), Cell(timezone.localdate(week.since))),
            ),
            code=f"WEEK-{str(round_.pk)[:8].upper()}",
            mark=_("PRACTICE") if round_.kind == RoundKind.PRACTICE else "",
            dated=timezone.localdate(week.now),
            cover=False,
            contents=False,
            layout="brief",
            blocks=tuple(_blocks(week)),
        )


def _blocks(week: Weekly) -> Iterator[Block]:
    yield Listing(tuple(Paragraph(text) for text in words(week)), ordered=True)
    yield figures(week)
    yield came(week)
    yield overdue(week)
    yield stuck(week)
    yield decisions(week)


# ── Three lines in words ────────────────────────────────────────────────────────────────────────


def words(week: Weekly) -> tuple[str, str, str]:
    """What came, what did not, and what waits for whom."""
    return _came_words(week), _late_words(week), _waiting_words(week)


def _came_words(week: Weekly) -> str:
    lines = week.board.wanted
    received = [line for line in lines if line.received]
    text = _(
        "%(received)s of %(expected)s expected reports have come in, %(week)s of them this week; %(late)s came late."
    )
    return text % {
        "received": parts.figure(len(received)),
        "expected": parts.figure(len(lines)),
        "week": parts.figure(sum(line.wanted for line in week.came)),
        "late": parts.figure(sum(line.late for line in received)),
    }


def _late_words(week: Weekly) -> str:
    out = sum(line.out for line in week.board.lines)
    if not out:
        return _("Every expected report has come in.")
    if not week.overdue:
        text = ngettext(
            "%(out)s report has not come in; none is overdue.",
            "%(out)s reports have not come in; none is overdue.",
            out,
        )
        return text % {"out": parts.figure(out)}
    first = week.overdue[0]
    days = first.standing.working_days if first.standing else 0
    text = ngettext(
        "%(out)s report has not come in; overdue: %(overdue)s, the longest by %(days)s working days (%(ministry)s).",
        "%(out)s reports have not come in; overdue: %(overdue)s, the longest by %(days)s working days (%(ministry)s).",
        out,
    )
    return text % {
        "out": parts.figure(out),
        "overdue": parts.figure(len(week.overdue)),
        "days": parts.figure(days),
        "ministry": first.ministry,
    }


def _waiting_words(week: Weekly) -> str:
    decisions_ = len(week.waiting) + len(week.requests)
    text = _(
        "Decisions that wait: %(decisions)s. Matters that have not moved for longer than they should: %(stuck)s."
    )
    return text % {
        "decisions": parts.figure(decisions_),
        "stuck": parts.figure(len(_moving_not(week))),
    }


def _moving_not(week: Weekly) -> list[Stuck]:
    """What is stuck, without what stands in the tables of the overdue and of the decisions."""
    return [one for one in week.stuck if one.key not in {"extension", "overdue"}]


# ── Tables ──────────────────────────────────────────────────────────────────────────────────────


def figures(week: Weekly) -> Table:
    """How many ministries are where, now and a week ago."""
    columns = (
        Column("what", _("Reports"), width=22),
        Column("now", _("Now"), Kind.INTEGER, 7),
        Column("before", _("A week ago"), Kind.INTEGER, 9),
        Column("change", _("Change"), Kind.INTEGER, 8),
    )
    rows = []
    for key, (name, meant) in COUNTS.items():
        now, before = sum(map(meant, week.board.lines)), sum(map(meant, week.before))
        rows.append(Row((Cell(str(name)), Cell(now), Cell(before), Cell(now - before)), key=key))
    return Table(_("Reports at a glance"), "", columns, tuple(rows))


def came(week: Weekly) -> Table:
    """What came in within the week."""
    columns = (
        Column("ministry", _("Ministry/Division"), width=36),
        Column("received", pgettext("reports", "Received"), Kind.DATE, 10),
        Column("standing", _("In time"), width=10),
        Column("state", _("State"), width=16),
    )
    rows = tuple(_came(line) for line in week.came[:MOST])
    return Table(
        _("Came in this week"),
        shown_of(len(rows), len(week.came)),
        columns,
        rows,
        empty=_("Nothing came in this week."),
    )


def _came(line: Line) -> Row:
    day = local_day(line.received_at) if line.received_at else None
    return Row(
        (
            Cell(str(line.ministry)),
            Cell(day),
            Cell(punctual(line) or None),
            Cell(state(line) if line.wanted else _("not expected")),
        ),
        key=line.ministry.code,
    )


def overdue(week: Weekly) -> Table:
    """What is overdue, with whom to ring."""
    columns = (
        Column("ministry", _("Ministry/Division"), width=36),
        Column("days", _("Working days late"), Kind.INTEGER, 9),
        Column("focal_point", _("Focal point"), width=24),
        Column("phone", _("Phone"), width=14),
        Column("officer_phone", _("Officer's phone"), width=14),
    )
    rows = tuple(
        Row(
            (
                Cell(str(line.ministry)),
                Cell(line.standing.working_days if line.standing else None),
                person(Person(line.contact.name, line.contact.phone)),
                phone(line.contact.phone),
                phone(line.contact.officer_phone),
            ),
            key=line.ministry.code,
        )
        for line in week.overdue[:MOST]
    )
    shown = shown_of(len(rows), len(week.overdue))
    return Table(_("Overdue"), shown, columns, rows, empty=_("No report is overdue."))


def stuck(week: Weekly) -> Table:
    """What does not move, the longest first, with the next step."""
    columns = (
        Column("ministry", _("Ministry/Division"), width=30),
        Column("what", pgettext("stuck", "What"), width=24),
        Column("days", _("Working days"), Kind.INTEGER, 11),
        Column("whom", _("Whom to ring"), width=20),
        Column("phone", _("Phone"), width=13),
        Column("step", pgettext("step", "Next"), width=30),
    )
    found = _moving_not(week)
    rows = tuple(_stuck(one, place) for place, one in enumerate(found[:MOST], 1))
    shown = shown_of(len(rows), len(found))
    return Table(_("What is stuck"), shown, columns, rows, empty=_("Nothing is stuck."))


def _stuck(one: Stuck, place: int) -> Row:
    whom = one.person or Person(None)
    return Row(
        (
            Cell(", ".join(filter(None, (str(one.ministry), one.named)))),
            Cell(str(one.rule.title)),
            Cell(one.days),
            person(whom),
            phone(whom.phone),
            Cell(str(one.rule.step)),
        ),
        key=f"{one.key}-{one.ministry.code}-{place}",
    )


def decisions(week: Weekly) -> Table:
    """What waits for a decision of the Cabinet Division."""
    columns = (
        Column("ministry", _("Ministry/Division"), width=36),
        Column("what", _("Decision"), width=26),
        Column("since", _("Waits since"), Kind.DATE, 10),
        Column("days", _("Working days"), Kind.INTEGER, 8),
    )
    accept, more = _("Acceptance of the report"), _("More time")
    rows = [(str(row.ministry), accept, row.recommended_at, days) for row, days in week.waiting]
    rows += [(str(one.ministry), more, one.since, one.days) for one in week.requests]
    shown = tuple(
        Row((Cell(name), Cell(what), Cell(local_day(since)), Cell(days)), key=f"decision-{place}")
        for place, (name, what, since, days) in enumerate(rows[:MOST], 1)
        if since
    )
    return Table(
        _("Decisions waiting"),
        shown_of(len(shown), len(rows)),
        columns,
        shown,
        empty=_("No decision waits."),
    )


def person(whom: Person) -> Cell:
    """A name; why there is none."""
    missing = _("vacant seat") if whom.name is None else _("nobody yet")
    return Cell(whom.name or None, missing=missing)


def shown_of(shown: int, found: int) -> str:
    """That a table is cut, because the page is one sheet; nothing where it is whole."""
    if shown == found:
        return ""
    text = _("%(shown)s of %(found)s; all of them stand on the board")
    return text % {"shown": parts.figure(shown), "found": parts.figure(found)}
