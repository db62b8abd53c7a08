"""What the register said of a programme on the day of its report, as tables. Call them in the document's language."""

from decimal import Decimal

from django.utils.translation import gettext as _

from nsss_gender.accounts.enums import Grade
from programmes.enums import CoverageUnit
from reports.builders import parts
from reports.documents import Cell, Column, Kind, Row, Table, counted
from reports.selectors.profile import Profile


def facts(found: Profile) -> Table:
    """Names, ministry, cluster, and by what the programme is told apart."""
    programme, sheet, entry = found.programme, found.sheet, found.entry
    other = programme["name_bn"] if parts.language() == "en" else programme["name_en"]
    facts: tuple[tuple[str, str, Cell], ...] = (
        ("name", _("Name in the other language"), Cell(other or None)),
        ("ministry", _("Ministry/Division"), Cell(entry.ministry_name)),
        ("agency", _("Agency"), Cell(programme["agency"] or None)),
        ("cluster", _("Cluster"), Cell(str(entry.cluster) if entry.cluster else None)),
        ("stages", _("Life-cycle stages"), Cell(found.named(programme["stages"]) or None)),
        ("groups", _("Target groups"), Cell(found.named(programme["groups"]) or None)),
        ("approach", _("Approach"), Cell(found.named([*sheet["Q4.approach"].choices]) or None)),
        ("functions", _("Functions"), Cell(found.named([*sheet["Q4.functions"].choices]) or None)),
        ("start", _("Start"), _year(programme["start"])),
        ("end", _("End"), _year(programme["end"])),
        ("grade", _("How sure the register is"), Cell(grade(programme["grade"]))),
    )
    columns = (Column("what", _("What"), width=30), Column("entry", _("Entry"), width=70))
    rows = tuple(Row((Cell(label), cell), key=key) for key, label, cell in facts)
    return Table(_("The programme in the register, on the day of the report"), "", columns, rows)


def _year(text: str) -> Cell:
    """A fiscal year, or the words of the source."""
    return Cell(text or None, own=Kind.YEAR if text else None)


def grade(code: str) -> str:
    """How sure a fact is: background is "to be confirmed"."""
    return str(Grade(code).label)


def coverage(found: Profile) -> Table:
    """People reached by year, each figure with its source; blank is unknown, never zero (5)."""
    sexes = ("women", "men", "hijra", "not_disaggregated")
    columns = (
        Column("period", _("Year"), Kind.YEAR, 12),
        Column("unit", _("Unit"), width=12),
        counted("women", _("Women"), 12),
        counted("men", _("Men"), 12),
        counted("hijra", _("Hijra (transgender)"), 12),
        counted("not_disaggregated", _("Not told by sex"), 12),
        Column("source", _("Source"), width=28),
        Column("grade", _("How sure"), width=14),
    )
    rows = tuple(
        Row(
            (
                Cell(row["period"] or None),
                Cell(str(CoverageUnit(row["unit"]).label)),
                *(Cell(row[name]) for name in sexes),
                Cell(row["source"] or None),
                Cell(grade(row["grade"])),
            ),
            key=str(place),
        )
        for place, row in enumerate(found.programme["coverage"], 1)
    )
    return Table(
        _("People reached"),
        _("– not known"),
        columns,
        rows,
        empty=_("No figure is in the register."),
    )


def budget(found: Profile) -> Table:
    """Money by year, with its source; shown beside, never a weight (6)."""
    columns = (
        Column("period", _("Year"), Kind.YEAR, 14),
        Column("amount", _("Amount"), Kind.DECIMAL, 16, places=2),
        Column("source", _("Source"), width=50),
        Column("grade", _("How sure"), width=20),
    )
    rows = tuple(
        Row(
            (
                Cell(row["period"] or None),
                Cell(Decimal(row["crore_taka"])),
                Cell(row["source"] or None),
                Cell(grade(row["grade"])),
            ),
            key=str(place),
        )
        for place, row in enumerate(found.programme["budget"], 1)
    )
    return Table(
        _("Budget, shown beside and never a weight"),
        _("in crore taka"),
        columns,
        rows,
        empty=_("No amount is in the register."),
    )
