"""Whom the settled programmes reach, by sex where it is known and how many do not say so (capability 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from programmes.enums import CoverageUnit
from reports.enums import Axis
from reports.selectors.scope import Scope, along, labels

SEXES = ("women", "men", "hijra")


@dataclass(frozen=True)
class Reach:
    """Of the programmes of one line: how many say whom they reach by sex, only as one figure, or not
    at all; and the persons together. ``elsewise`` count households, houses or another unit."""

    code: str
    label: str
    by_sex: int = 0
    undivided: int = 0
    without: int = 0
    elsewise: int = 0
    women: int | None = None
    men: int | None = None
    hijra: int | None = None
    not_disaggregated: int | None = None

    @property
    def n(self) -> int:
        return self.by_sex + self.undivided + self.without


@dataclass(frozen=True)
class Reached:
    """Coverage by sex along an axis; ``first`` and ``last`` are the years that the figures are of."""

    axis: Axis
    lines: tuple[Reach, ...]
    total: Reach
    first: str = ""
    last: str = ""


_BY_SEX = Q(women__isnull=False) | Q(men__isnull=False) | Q(hijra__isnull=False)
_UNDIVIDED = ~_BY_SEX & Q(not_disaggregated__isnull=False)
_PERSONS = Q(coverage_unit=CoverageUnit.PERSONS)
_REACH: dict[str, Any] = {
    "with_sex": Count("pk", filter=_BY_SEX),
    "undivided": Count("pk", filter=_UNDIVIDED),
    "elsewise": Count("pk", filter=(_BY_SEX | _UNDIVIDED) & ~_PERSONS),
    "n": Count("pk"),
    **{f"sum_{name}": Sum(name, filter=_PERSONS) for name in (*SEXES, "not_disaggregated")},
}


def reached(scope: Scope, axis: Axis) -> Reached:
    """Whom the programmes reach, in the newest year each has a figure of. Two or three statements."""
    rows = along(scope.settled(), axis).values("facet__code").annotate(**_REACH)
    by_code = {row["facet__code"]: row for row in rows}
    years = {
        "first": Min("coverage_period", filter=~Q(coverage_period="")),
        "last": Max("coverage_period", filter=~Q(coverage_period="")),
    }
    whole = scope.settled().aggregate(**_REACH, **years)
    return Reached(
        axis,
        tuple(
            _reach(code, label, by_code.get(code or None))
            for code, label in labels(axis, by_code, narrow=scope.narrow)
        ),
        _reach("", "", whole),
        whole["first"] or "",
        whole["last"] or "",
    )


def _reach(code: str, label: str, row: Mapping[str, Any] | None) -> Reach:
    if row is None:
        return Reach(code, label)
    return Reach(
        code,
        label,
        by_sex=row["with_sex"],
        undivided=row["undivided"],
        without=row["n"] - row["with_sex"] - row["undivided"],
        elsewise=row["elsewise"],
        women=row["sum_women"],
        men=row["sum_men"],
        hijra=row["sum_hijra"],
        not_disaggregated=row["sum_not_disaggregated"],
    )
