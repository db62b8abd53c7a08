"""The parts that the national draft and a chapter share. Call them in the language of the document."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments.enums import Expected, Level, SubmissionStatus
from assessments.models import Packet
from assessments.selectors import letters
from nsss_gender.accounts.enums import Role
from nsss_gender.language.numbers import number, points
from reports.documents import Block, Cell, Column, Kind, Note, Paragraph, Row, Table
from reports.enums import Standing
from reports.models import ActionPlan, PlanEntry
from reports.selectors import Draft, MinistryStanding


def language() -> str:
    """The language the document is built in."""
    return "bn" if (get_language() or "").startswith("bn") else "en"


def acted(row: Mapping[str, Any]) -> str:
    """Who entered something for a ministry, why and by which paper, as a packet holds it (79)."""
    memo = _("memo number %(memo)s") % {"memo": row["memo_number"]} if row["memo_number"] else ""
    who = ", ".join(filter(None, (row["by"], row["post"] or str(Role(row["role"]).label))))
    return "; ".join(filter(None, (f"{who}: {row['reason']}", memo)))


def acted_said(packet: Packet) -> Iterator[Paragraph]:
    """The same as lines below a heading; nothing where the ministry wrote everything itself."""
    for row in packet.data.get("on_behalf", ()):
        yield Paragraph(f"{_('Entered for the ministry by')}: {acted(row)}")


def letterhead() -> tuple[str, ...]:
    """The lines above the document, as the Cabinet Division keeps them (107); one query."""
    return letters.letterhead(language())


def facts(draft: Draft) -> tuple[tuple[str, Cell | str], ...]:
    """What stands under the title: round, draft, state, day; each face prints the code itself."""
    plan = draft.plan
    return (
        (_("Assessment round"), str(plan.round)),
        (_("Draft"), Cell(plan.draft_number)),
        (_("State"), plan.get_status_display()),
        (_("Prepared on"), Cell(timezone.localdate(prepared(plan)))),
        (_("Programmes in this draft"), Cell(draft.totals.programmes)),
        (_("Rows"), Cell(draft.totals.rows)),
        (_("Rows for graduation, without points"), Cell(draft.totals.graduation)),
    )


def prepared(plan: ActionPlan) -> dt.datetime:
    """The moment of the last refresh: what the figures are of."""
    return plan.refreshed_at or plan.created_at


def notes(draft: Draft) -> Iterable[Block]:
    """What a reader has to know before the figures."""
    if not draft.plan.refreshed_at:
        yield Note("warning", _("No answers have been taken into this draft yet."))
    early = draft.totals.early
    if early:
        text = ngettext(
            "%(count)s programme is settled and its report not yet accepted; its rows are marked.",
            "%(count)s programmes are settled and their reports not yet accepted; their rows are marked.",
            early,
        )
        yield Note("draft", text % {"count": figure(early)})
    if draft.waiting:
        names = "; ".join(entry.programme_name for entry in draft.waiting)
        text = _("Points were opened again; these programmes wait outside the draft: %(names)s.")
        yield Note("warning", text % {"names": names})
    missing = draft.totals.untranslated(language())
    if missing:
        text = ngettext(
            "%(count)s row is not yet translated: part of it stands in the other language.",
            "%(count)s rows are not yet translated: parts of them stand in the other language.",
            missing,
        )
        yield Note("warning", text % {"count": figure(missing)})


# ── Where the programmes stand ──────────────────────────────────────────────────────────────────


def summary(draft: Draft, *, ministries: bool) -> Table:
    """Points and levels of each programme, in the order of the register."""
    columns = (
        Column("programme", _("Programme"), width=26),
        *((ministry_column(),) if ministries else ()),
        Column("code", _("Code"), Kind.CODE, 11, _("Code of the programme in the register")),
        Column(
            "now",
            _("Points now"),
            width=18,
            meaning=_("Points of the seven gender items; n/a leaves the count"),
        ),
        Column("current", _("Now"), Kind.POINTS, 9, _("Points now, as a figure to reckon with")),
        Column(
            "potential",
            _("Possible"),
            Kind.POINTS,
            12,
            _("Points when everything is done that is possible now or with a modification"),
        ),
        Column("level", _("Level now"), width=19, meaning=_("Level by its conditions")),
        Column("potential_level", _("Level possible"), width=19),
    )
    totals = draft.totals
    last = Row(
        (
            Cell(_("Total")),
            *((Cell(None),) if ministries else ()),
            Cell(None),
            Cell(None),
            Cell(plain(totals.current)),
            Cell(plain(totals.potential)),
            Cell(None),
            Cell(None),
        ),
        key="total",
        total=True,
    )
    rows = tuple(_summary_row(entry, ministries=ministries) for entry in draft.settled)
    return Table(
        _("Programmes: points and levels"),
        _("in points of the seven gender items"),
        columns,
        (*rows, last) if rows else (),
        empty=_("No programme is settled yet."),
    )


def ministry_column() -> Column:
    return Column("ministry", _("Ministry/Division"), width=20)


def _summary_row(entry: PlanEntry, *, ministries: bool) -> Row:
    score = entry.score
    if score is None:
        raise ValueError(f"A settled programme without a score: {entry.pk}")
    return Row(
        (
            Cell(entry.programme_name),
            *((Cell(entry.ministry_name),) if ministries else ()),
            Cell(entry.programme.code),
            Cell(points_of(score.current, score.of, score.na)),
            Cell(plain(score.current)),
            Cell(plain(score.potential)),
            Cell(level(score.level)),
            Cell(level(score.potential_level)),
        ),
        key=f"{entry.ministry.code}-{entry.programme.code}",
    )


def points_of(current: Decimal, of: int, na: int) -> str:
    """2½ of 7 (0 n/a): never without its denominator (44)."""
    return _("%(points)s of %(of)s (%(na)s n/a)") % {
        "points": points(plain(current), language()),
        "of": figure(of),
        "na": figure(na),
    }


def level(value: int) -> str:
    """3 – Responsive."""
    return f"{figure(value)} – {Level(value).label}"


def plain(value: Decimal) -> Decimal:
    """Points as they are written, whatever the database made of them: 3, not 3.0."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def figure(value: int) -> str:
    """A whole number in the digits of the document."""
    return number(value, language())


# ── Annexes ─────────────────────────────────────────────────────────────────────────────────────


def not_assessed(draft: Draft, *, ministries: bool) -> Table:
    """The programmes that were not assessed, by name and never scored."""
    columns = (
        Column("code", _("Code"), Kind.CODE, 11),
        *((ministry_column(),) if ministries else ()),
        Column("programme", _("Programme"), width=34),
        Column("reason", _("Reason"), width=48),
    )
    rows = tuple(
        Row(
            (
                Cell(entry.programme.code),
                *((Cell(entry.ministry_name),) if ministries else ()),
                Cell(entry.programme_name),
                Cell(entry.not_assessed_reason),
            ),
            key=f"{entry.ministry.code}-{entry.programme.code}",
        )
        for entry in draft.not_assessed
    )
    empty = _("Every programme was assessed, or its report is still out.")
    return Table(_("Programmes not assessed"), "", columns, rows, empty=empty)


def standings(draft: Draft) -> Table:
    """Who is settled, unsettled, nil or missing of those expected, in official order."""
    columns = (
        Column("ministry", _("Ministry/Division"), width=30),
        Column("expected", _("Expected"), width=20),
        Column("standing", _("Where it stands"), width=20),
        Column("state", _("State of the report"), width=20),
        Column("settled", _("Settled"), Kind.INTEGER, 13, _("Programmes settled")),
        Column("unsettled", _("Unsettled"), Kind.INTEGER, 17, _("Programmes not yet settled")),
        Column("not_assessed", _("Not assessed"), Kind.INTEGER, 13),
        Column("rows", _("Rows"), Kind.INTEGER, 9, _("Rows in this draft")),
    )
    expected = [one for one in draft.standings if one.standing != Standing.NOT_EXPECTED]
    rows = tuple(_standing(draft, one) for one in expected)
    return Table(
        _("Reports of the round"),
        _("in programmes and rows"),
        columns,
        rows,
        empty=_("Nothing is expected."),
    )


def _standing(draft: Draft, one: MinistryStanding) -> Row:
    known = one.standing in {Standing.SETTLED, Standing.UNSETTLED}
    return Row(
        (
            Cell(draft.ministry_name(one.ministry)),
            Cell(str(Expected(one.expected).label)),
            Cell(str(one.standing.label)),
            Cell(str(SubmissionStatus(one.status).label) if one.status else None),
            *(
                Cell(count if known else None)
                for count in (one.settled, one.unsettled, one.not_assessed)
            ),
            Cell(one.rows),
        ),
        key=one.ministry.code,
    )


def tally(draft: Draft) -> Paragraph:
    """How many ministries are where, in one sentence."""
    counts = {
        standing: sum(one.standing == standing for one in draft.standings) for standing in Standing
    }
    said = "; ".join(
        f"{standing.label}: {figure(count)}" for standing, count in counts.items() if count
    )
    return Paragraph(_("Ministries and divisions – %(counts)s.") % {"counts": said})
