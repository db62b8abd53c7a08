"""The ledger of extensions as a Document: who asked for more time, what was decided, and the new date (34)."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.deadlines import local_day
from assessments.enums import RoundKind
from assessments.models import Extension, Round
from assessments.selectors.extensions import round_lines
from nsss_gender.accounts.models import localized
from nsss_gender.language.dates import moment
from reports.builders import parts
from reports.documents import Cell, Column, Document, Kind, Row, Table


def build(round_: Round, lang: str) -> Document:
    """Every line of a round's ledger in one language, the newest first."""
    with override(lang):
        today = timezone.localdate()
        return Document(
            kind="ledger",
            title=_("Ledger of extensions"),
            subtitle=localized(round_.title_en, round_.title_bn),
            lang=parts.language(),
            letterhead=parts.letterhead(),
            facts=(
                (_("First deadline"), Cell(moment(round_.deadline_at, parts.language()))),
                (_("As it stands on"), Cell(today)),
            ),
            code=f"LEDGER-{str(round_.pk)[:8].upper()}",
            mark=_("PRACTICE") if round_.kind == RoundKind.PRACTICE else "",
            dated=today,
            cover=False,
            contents=False,
            blocks=(table(round_lines(round_)),),
        )


def table(lines: Iterable[Extension]) -> Table:
    """One row for each line of the ledger."""
    columns = (
        Column("ministry", _("Ministry/Division"), width=30),
        Column("asked", _("Asked on"), Kind.DATE, 10),
        Column("by", _("Asked by"), width=20),
        Column("until", _("New deadline, or asked until"), width=16),
        Column("reason", _("Reason"), width=40),
        Column("state", _("State"), width=12),
        Column("decided", _("Decided on"), Kind.DATE, 10),
        Column("decided_by", _("Decided by"), width=20),
        Column("note", _("Note"), width=30),
    )
    rows = tuple(_row(line, place) for place, line in enumerate(lines, 1))
    empty = _("Nobody has asked for more time, and none was given.")
    return Table(_("Extensions, the newest first"), "", columns, rows, empty=empty, wide=True)


def _row(line: Extension, place: int) -> Row:
    return Row(
        (
            Cell(str(line.ministry) if line.ministry else _("All ministries of this round")),
            Cell(local_day(line.asked_at)),
            Cell(str(line.asked_by)),
            Cell(moment(line.until_at, parts.language())),
            Cell(line.reason),
            Cell(line.get_state_display()),
            Cell(local_day(line.decided_at) if line.decided_at else None),
            Cell(str(line.decided_by) if line.decided_by else None),
            Cell(line.decision_note or None),
        ),
        key=f"line-{place}",
    )
