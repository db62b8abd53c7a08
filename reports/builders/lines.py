"""What the lines of every roll-up share: the axis, the count, and what is not stated. Call in the document's language."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reports.documents import Column, Paragraph, counted
from reports.enums import Axis


def axis_name(axis: Axis) -> str:
    """The axis inside a sentence: by cluster, by life-cycle stage."""
    return str(axis.label).lower()


def axis_column(axis: Axis) -> Column:
    """The first column: what a line is of."""
    return Column("group", str(axis.label), width=24)


def n_column() -> Column:
    """How many programmes a line has: always shown (44)."""
    return counted("n", _("n"), 7, _("Number of programmes"))


def stated(label: str) -> str:
    """The word of a line; what the packets do not say is said."""
    return label or _("not stated")


def several_said(*, several: bool) -> Iterator[Paragraph]:
    """That the lines add up to more than all programmes, where they do."""
    if several:
        yield Paragraph(
            _(
                "A programme that belongs to several lines counts in each; in “all programmes” it counts once."
            )
        )
