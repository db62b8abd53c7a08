"""Public holidays: data of the administrators, with source and grade; every change is logged (33)."""

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Holiday
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import can_manage_rounds
from nsss_gender.audit.services import record

STREAM = "holidays"
FIELDS = ("day", "name_en", "name_bn", "grade", "source")


def holiday_save(*, key: uuid.UUID, base: str, values: dict[str, Any], by: User) -> Holiday:
    """Write one holiday; ``key`` makes a repeated post harmless, ``base`` is its mark when it was read.

    Raises ValidationError where the day has a holiday already, or somebody changed this one.
    """
    seat = can_manage_rounds(by).require()
    with transaction.atomic():
        row = Holiday.objects.select_for_update().filter(pk=key).first()
        old = {name: getattr(row, name) for name in FIELDS} if row else dict.fromkeys(FIELDS)
        if row and old == values:
            return row
        _check(row, key, base, values["day"])
        row, _created = Holiday.objects.update_or_create(id=key, defaults=values)
        record(
            "holiday saved",
            stream=STREAM,
            target=f"holiday:{key}",
            by=by,
            seat=seat,
            changes={
                name: [old[name], values[name]] for name in FIELDS if old[name] != values[name]
            },
        )
    return row


def _check(row: Holiday | None, key: uuid.UUID, base: str, day: dt.date) -> None:
    if row and base != row.mark:
        raise ValidationError(
            _("Somebody changed this holiday in the meantime. Open it again, then save.")
        )
    if base and row is None:
        raise ValidationError(_("Somebody removed this holiday in the meantime."))
    if Holiday.objects.filter(day=day).exclude(pk=key).exists():
        raise ValidationError({"day": _("This day already has a holiday. Change that one.")})


def holiday_remove(*, holiday: Holiday, by: User) -> None:
    """Take a day that was entered in error out of the calendar; the log keeps what it said."""
    seat = can_manage_rounds(by).require()
    with transaction.atomic():
        row = Holiday.objects.select_for_update().filter(pk=holiday.pk).first()
        if row is None:
            return
        row.delete()
        record(
            "holiday removed",
            stream=STREAM,
            target=f"holiday:{holiday.pk}",
            by=by,
            seat=seat,
            changes={name: [getattr(row, name), None] for name in FIELDS},
        )
