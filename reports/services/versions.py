"""Saving what is typed into a plan with compare-and-set, as answers are saved (architecture decision 1; law 1).

Different fields merge. Where both sides changed the same field, what stands stays, the other text is
stored as *kept*, and the caller shows both. The same post again changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments.merge import Merged, merge, same
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import digest, record
from reports.models import ActionPlan, PlanVersion


class Versioned(Protocol):
    """A row or a section of part A: what is typed into it has versions."""

    number: int

    @property
    def plan(self) -> ActionPlan: ...
    @property
    def target_name(self) -> str: ...


@dataclass(frozen=True)
class Typed:
    """What a form says: the number it started from, and its fields as plain values."""

    base: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What became of a save: the values and number that stand now. ``clashes`` names the fields in which
    both sides differ; then what was typed is kept beside."""

    number: int
    values: Mapping[str, Any]
    clashes: tuple[str, ...] = ()
    written: bool = False


def version_save(
    *, row: Versioned, standing: Mapping[str, Any], typed: Typed, by: User, seat: Seat
) -> Outcome:
    """Merge what was typed into what stands, and store the versions; the caller writes the row itself.

    The caller holds the lock of ``row`` and knows that ``by`` may write it. Raises ValidationError where
    the number that the form started from was never shown.
    """
    if all(same(standing[name], value) for name, value in typed.values.items()):
        return Outcome(row.number, standing)
    base = standing if typed.base == row.number else _base(row, typed.base)
    # A field that the form leaves as it was equals its base: only what was changed counts as mine.
    merged = merge(base, standing, {**base, **typed.values}, fields=tuple(standing))
    _first(row, standing)
    if merged.clashes:
        _keep(row, {**base, **typed.values}, typed.base, by, seat)
    if _equal(merged, standing):
        return Outcome(row.number, standing, merged.clashes)
    number = _write(row, merged.values, base=typed.base, kept=False, by=by, seat=seat)
    return Outcome(number, merged.values, merged.clashes, written=True)


def _base(row: Versioned, number: int) -> Mapping[str, Any]:
    """What the form started from."""
    found = PlanVersion.objects.filter(target=row.target_name, number=number, kept=False).first()
    if found is None:
        raise ValidationError(_("This form is from another version. Reload the page."))
    return dict(found.values)


def _first(row: Versioned, standing: Mapping[str, Any]) -> None:
    """Store what stood before anybody typed, so that it can be compared with and brought back."""
    if not PlanVersion.objects.filter(target=row.target_name).exists():
        PlanVersion(
            plan=row.plan,
            target=row.target_name,
            number=row.number,
            base=0,
            values=dict(standing),
        ).save()


def _equal(merged: Merged, standing: Mapping[str, Any]) -> bool:
    return all(same(value, standing[name]) for name, value in merged.values.items())


def _keep(row: Versioned, values: Mapping[str, Any], base: int, by: User, seat: Seat) -> None:
    """Keep a text that lost a clash beside, once."""
    rows = PlanVersion.objects.filter(target=row.target_name, kept=True, base=base)
    if any(old.values == values for old in rows):
        return
    _write(row, values, base=base, kept=True, by=by, seat=seat)
    record(
        "text kept beside",
        stream=row.plan.stream,
        target=row.target_name,
        by=by,
        seat=seat,
        changes={"digest": [None, digest(values)]},
    )


def _write(
    row: Versioned, values: Mapping[str, Any], *, base: int, kept: bool, by: User, seat: Seat
) -> int:
    """Store the next version, and give its number."""
    rows = PlanVersion.objects.filter(target=row.target_name)
    number = int(rows.aggregate(last=Max("number"))["last"] or 0) + 1
    PlanVersion(
        plan=row.plan,
        target=row.target_name,
        number=number,
        base=base,
        kept=kept,
        values=dict(values),
        by=by,
        seat=seat,
    ).save()
    return number
