"""New names and ministries of a programme, each from a day on; what held before stays as a closed row (1, 75)."""

import datetime as dt
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nsss_gender.accounts.models import Ministry, Seat, User
from programmes.enums import MinistryPart
from programmes.models import Programme, ProgrammeMinistry, ProgrammeName, ValidityRow
from programmes.permissions import can_change_programme
from programmes.services.acts import act_begin, act_end, day_come, grounds, standing, words

_Row = TypeVar("_Row", bound=ValidityRow)


def programme_rename(
    *,
    programme: Programme,
    names: tuple[str, str],
    day: dt.date,
    reason: str,
    source: str,
    by: User,
    seat: Seat | None = None,
) -> Programme:
    """From ``day`` on the programme has these names (English, Bangla). ``seat``: as in ``act_begin``.

    The names that it has already change nothing. Renamed twice on one day, the last name of the day
    stands, and the log knows both. Raises PermissionDenied where it has ended, ValidationError for a
    missing name or reason and for a day that has not come or lies before the present name's first day.
    """
    with transaction.atomic():
        locked, acting = act_begin(programme, by=by, seat=seat, rule=can_change_programme)
        reason, source = grounds(reason, source)
        wanted = _named(names)
        held = [locked.name_en, locked.name_bn]
        if wanted == held:
            return locked
        current = ProgrammeName.objects.get(programme=locked, valid_to=None)
        day_come(day, since=current.valid_from)
        row = _renewed(current, day) or ProgrammeName(programme=locked, valid_from=day)
        row.name_en, row.name_bn = locked.name_en, locked.name_bn = wanted
        row.source = source
        row.save()
        locked.name_bn_confirmed = locked.name_bn_confirmed and held[1] == wanted[1]
        changes = {"name": [held, wanted], "day": [None, str(day)], "source": [None, source]}
        return act_end("renamed", locked, by=by, seat=acting, reason=reason, changes=changes)


def programme_move(
    *,
    programme: Programme,
    ministry: Ministry,
    day: dt.date,
    reason: str,
    source: str,
    by: User,
    seat: Seat | None = None,
) -> Programme:
    """From ``day`` on ``ministry`` leads the programme; as a partner it no longer counts from then.

    The lead that it has already changes nothing. Raises as ``programme_rename``, and ValidationError at
    "ministry" for one that no longer exists.
    """
    with transaction.atomic():
        locked, acting = act_begin(programme, by=by, seat=seat, rule=can_change_programme)
        reason, source = grounds(reason, source)
        lead = _open(locked).filter(part=MinistryPart.LEAD).select_related("ministry").first()
        if lead and lead.ministry_id == ministry.pk:
            return locked
        day_come(day, since=lead.valid_from if lead else None)
        standing(ministry, day)
        _partner_left(locked, ministry, day)
        row = _renewed(lead, day) if lead else None
        before = lead.ministry.code if lead else None
        row = row or ProgrammeMinistry(programme=locked, part=MinistryPart.LEAD, valid_from=day)
        row.ministry, row.source = ministry, source
        row.save()
        changes = {
            "lead": [before, ministry.code],
            "day": [None, str(day)],
            "source": [None, source],
        }
        return act_end("moved", locked, by=by, seat=acting, reason=reason, changes=changes)


def partner_add(
    *,
    programme: Programme,
    ministry: Ministry,
    day: dt.date,
    reason: str,
    source: str,
    by: User,
    seat: Seat | None = None,
) -> Programme:
    """From ``day`` on ``ministry`` shares the programme (103). A ministry that does already changes nothing."""
    with transaction.atomic():
        locked, acting = act_begin(programme, by=by, seat=seat, rule=can_change_programme)
        reason, source = grounds(reason, source)
        held = _open(locked).filter(ministry=ministry).first()
        if held and held.part == MinistryPart.PARTNER:
            return locked
        if held:
            raise ValidationError({"ministry": _("This ministry leads the programme.")})
        standing(ministry, day_come(day))
        ProgrammeMinistry.objects.create(
            programme=locked, ministry=ministry, part=MinistryPart.PARTNER,
            valid_from=day, source=source,
        )  # fmt: skip
        changes = {"partner": [None, ministry.code], "day": [None, str(day)]}
        return act_end("partner_added", locked, by=by, seat=acting, reason=reason, changes=changes)


def partner_end(
    *,
    programme: Programme,
    ministry: Ministry,
    day: dt.date,
    reason: str,
    by: User,
    seat: Seat | None = None,
) -> Programme:
    """From ``day`` on ``ministry`` no longer shares the programme. One that does not changes nothing."""
    with transaction.atomic():
        locked, acting = act_begin(programme, by=by, seat=seat, rule=can_change_programme)
        reason, _source = grounds(reason, "")
        held = _open(locked).filter(ministry=ministry, part=MinistryPart.PARTNER).first()
        if held is None:
            return locked
        day_come(day, since=held.valid_from)
        _partner_left(locked, ministry, day)
        changes = {"partner": [ministry.code, None], "day": [None, str(day)]}
        return act_end("partner_ended", locked, by=by, seat=acting, reason=reason, changes=changes)


def _named(names: tuple[str, str]) -> list[str]:
    """The names as they are kept; a name in one language only stands for both in English."""
    name_en, name_bn = map(words, names)
    if not (name_en or name_bn):
        raise ValidationError({"name_en": _("Enter the programme's name.")})
    return [name_en or name_bn, name_bn]


def _open(programme: Programme) -> QuerySet[ProgrammeMinistry]:
    return ProgrammeMinistry.objects.filter(programme=programme, valid_to=None)


def _renewed(current: _Row, day: dt.date) -> _Row | None:
    """Close the present row on ``day``; where it began that very day it is given back to be replaced."""
    if current.valid_from == day:
        return current
    current.valid_to = day
    current.save()
    return None


def _partner_left(programme: Programme, ministry: Ministry, day: dt.date) -> None:
    """The ministry's open part as a partner ends on ``day``."""
    for link in _open(programme).filter(ministry=ministry, part=MinistryPart.PARTNER):
        link.valid_to = max(day, link.valid_from or day)
        link.save()
