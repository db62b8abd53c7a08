"""A programme that a ministry misses on its list: proposed, then confirmed or merged by an administrator (101)."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nsss_gender.accounts.enums import Grade
from nsss_gender.accounts.models import Ministry, Seat, User
from nsss_gender.language.dates import FiscalYear
from programmes.enums import MinistryPart
from programmes.models import Cluster, Programme, ProgrammeMinistry, ProgrammeName
from programmes.permissions import can_confirm_programme
from programmes.selectors import code_next
from programmes.services.acts import act_begin, act_end, words

TRIES = 5


def programme_propose(  # noqa: PLR0913 - each of them is a fact of the proposal
    *,
    key: uuid.UUID,
    ministry: Ministry,
    name_en: str,
    name_bn: str,
    cluster: Cluster | None,
    start: str,
    by: User,
    seat: Seat,
) -> Programme:
    """Put a programme that ``ministry`` runs into the register, marked as proposed and unconfirmed.

    At least one of the names is needed. The caller has asked whether ``seat`` may. The same
    ``key`` again gives the same programme (86). Raises ValidationError where there is no name.
    """
    name_en, name_bn = words(name_en), words(name_bn)
    if not (name_en or name_bn):
        raise ValidationError({"name_en": _("Enter the programme's name.")})
    values = {
        "name_en": name_en or name_bn,
        "name_bn": name_bn,
        "cluster": cluster,
        "start": words(start),
        "start_fy": fiscal_year(start),
        "grade": Grade.BACKGROUND,
        "proposed": True,
        "proposed_by": ministry,
        "source": f"Proposed by {ministry.name_en}",
    }
    with transaction.atomic():
        Ministry.objects.select_for_update().get(pk=ministry.pk)  # two clicks at once queue here
        if there := Programme.objects.filter(pk=key).first():
            return there
        programme = programme_create(key, ministry, values)
        told = {name: [None, values[name]] for name in ("name_en", "name_bn", "start")}
        told |= {"code": [None, programme.code], "ministry": [None, ministry.code]}
        return act_end("proposed", programme, by=by, seat=seat, changes=told)


def programme_confirm(*, programme: Programme, by: User) -> Programme:
    """A proposed programme becomes one of the register. Confirming twice is refused with the reason."""
    with transaction.atomic():
        locked, seat = act_begin(programme, by=by, seat=None, rule=can_confirm_programme)
        locked.proposed = False
        return act_end("confirmed", locked, by=by, seat=seat, changes={"proposed": [True, False]})


def programme_create(key: uuid.UUID, ministry: Ministry, values: dict[str, Any]) -> Programme:
    """A new programme with its first name and its lead, inside the caller's transaction.

    ``values`` are fields of Programme; without a code it gets the next free one. Raises ValidationError
    where the code is taken.
    """
    programme = _inserted(key, values)
    ProgrammeName.objects.create(
        programme=programme, name_en=programme.name_en, name_bn=programme.name_bn, source=programme.source
    )  # fmt: skip
    ProgrammeMinistry.objects.create(
        programme=programme, ministry=ministry, part=MinistryPart.LEAD, source=programme.source
    )
    return programme


def fiscal_year(start: str) -> str:
    """ "1997-98" where the words are a fiscal year, in either digits; else ""."""
    try:
        return FiscalYear.parse(start).label
    except ValueError:
        return ""


def _inserted(key: uuid.UUID, values: dict[str, Any]) -> Programme:
    """The row, under its own code or the next free one; two people may ask for a code at once."""
    wanted = values.get("code", "")
    for _turn in range(TRIES):
        code = wanted or code_next()
        try:
            with transaction.atomic():
                return Programme.objects.create(**{**values, "pk": key, "code": code, "number": 0})
        except IntegrityError:
            if wanted or Programme.objects.filter(pk=key).exists():
                break
    message = _("Another programme has the code %(code)s. Choose another code.")
    raise ValidationError({"code": message % {"code": code}})
