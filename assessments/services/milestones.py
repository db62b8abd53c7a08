"""The milestones of a round: one list, saved as a whole with compare-and-set; each change is logged (38)."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Milestone, Round
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import can_manage_rounds
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise

FIELDS = ("day", "name_en", "name_bn", "note")


@dataclass(frozen=True)
class Wished:
    """One milestone as it shall stand; ``key`` is issued by the form."""

    key: uuid.UUID
    day: dt.date | None
    name_en: str
    name_bn: str
    note: str


def milestones_save(*, round_: Round, base: str, wished: Sequence[Wished], by: User) -> None:
    """Put ``wished`` in the place of the list that was read as ``base``. The same list again changes
    nothing. Raises ValidationError where somebody changed it in between, or a milestone has no name."""
    seat = can_manage_rounds(by).require()
    rows = {row.key: _clean(row) for row in wished}
    if any(not (row["name_en"] or row["name_bn"]) for row in rows.values()):
        raise ValidationError(_("Give each milestone a name, in English or in Bangla."))
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round_.pk)
        stands = {row.pk: row for row in locked.milestones.all()}
        changes = dict(_changes(stands, rows))
        if not changes:
            return
        if base != milestones_mark(stands.values()):
            raise ValidationError(
                _(
                    "Somebody changed the milestones in the meantime: their list stands below. Save again to put "
                    "yours in its place."
                )
            )
        _write(locked, stands, rows)
        record(
            "milestones saved",
            stream=f"round:{locked.pk}",
            target=f"round:{locked.pk}",
            by=by,
            seat=seat,
            changes=changes,
        )


def milestones_mark(rows: Iterable[Milestone]) -> str:
    """The mark of a list, whatever its order: another mark means another list."""
    return Milestone.mark_of(rows)


def _clean(row: Wished) -> dict[str, Any]:
    values = asdict(row)
    return {
        name: normalise(value).strip() if isinstance(value, str) else value
        for name, value in values.items()
        if name in FIELDS
    }


def _changes(
    stands: Mapping[uuid.UUID, Milestone], rows: Mapping[uuid.UUID, dict[str, Any]]
) -> Iterable[tuple[str, list[Any]]]:
    for key in dict.fromkeys((*stands, *rows)):
        old = {name: getattr(stands[key], name) for name in FIELDS} if key in stands else None
        new = rows.get(key)
        if old != new:
            yield str(key), [_said(old), _said(new)]


def _said(values: Mapping[str, Any] | None) -> str | None:
    """A milestone in one line, as the log shows it."""
    if values is None:
        return None
    return " · ".join(str(value) for value in values.values() if value)


def _write(
    round_: Round,
    stands: Mapping[uuid.UUID, Milestone],
    rows: Mapping[uuid.UUID, dict[str, Any]],
) -> None:
    for key, row in stands.items():
        if key not in rows:
            row.delete()
    for key, values in rows.items():
        if key in stands:
            Milestone.objects.filter(pk=key).update(**values)
        else:
            Milestone.objects.create(id=key, round=round_, **values)
