"""A programme added by an administrator, and its facts corrected without losing a colleague's words (1, 4)."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from nsss_gender.accounts.models import Ministry, User
from nsss_gender.accounts.permissions import can_manage_register
from programmes.models import Programme, ProgrammeFunction, ProgrammeName
from programmes.services.acts import Changes, act_end, words
from programmes.services.proposals import programme_create

FACTS = (
    "acronym", "name_en", "name_bn", "name_bn_confirmed", "cluster", "cluster_confirmed", "agency",
    "stage_note", "target_note", "approach", "transfer_type", "benefit_rate", "gender_features",
    "start", "start_fy", "end_fy", "grade", "source", "note",
)  # fmt: skip
STALE = "stale"


def programme_add(
    *, key: uuid.UUID, ministry: Ministry, values: Mapping[str, Any], by: User
) -> Programme:
    """A new programme of the register, led by ``ministry``; the same ``key`` again gives the same one (86).

    ``values``: ``FACTS``, "code" (empty: the next free one), "stages", "groups", "functions". Raises
    PermissionDenied, and ValidationError where the code is taken.
    """
    seat = can_manage_register(by).require()
    with transaction.atomic():
        Ministry.objects.select_for_update().get(pk=ministry.pk)  # two clicks at once queue here
        if there := Programme.objects.filter(pk=key).first():
            return there
        facts = _facts(values)
        programme = programme_create(key, ministry, facts | {"code": values.get("code", "")})
        changes = {name: [None, _plain(value)] for name, value in facts.items() if value}
        changes |= _chosen(programme, values)
        changes |= {"code": [None, programme.code], "ministry": [None, ministry.code]}
        return act_end("added", programme, by=by, seat=seat, changes=changes)


def programme_edit(
    *, programme: Programme, base: int, values: Mapping[str, Any], by: User
) -> Programme:
    """Correct the facts; a corrected name replaces the name that holds now (a new name: programme_rename).

    ``base``: the number of the programme that the writer saw. Raises ValidationError with the code
    "stale" where somebody has changed it since, PermissionDenied for others than keepers. Nothing
    changed, nothing recorded.
    """
    seat = can_manage_register(by).require()
    with transaction.atomic():
        locked = Programme.objects.select_for_update().get(pk=programme.pk)
        facts = _facts(values)
        changes = {
            name: [_plain(getattr(locked, name)), _plain(value)]
            for name, value in facts.items()
            if getattr(locked, name) != value
        }
        changes |= _chosen(locked, values, write=False)
        if not changes:
            return locked
        if locked.number != base:
            raise stale()
        for name, value in facts.items():
            setattr(locked, name, value)
        _chosen(locked, values)
        ProgrammeName.objects.filter(programme=locked, valid_to=None).update(
            name_en=locked.name_en, name_bn=locked.name_bn
        )
        return act_end("edited", locked, by=by, seat=seat, changes=changes)


def stale() -> ValidationError:
    """The refusal of a save whose page has been overtaken."""
    message = _(
        "Somebody has changed this since you opened the page. What stands now is shown; what you typed is"
        " still in the fields. Look at both, then save again."
    )
    return ValidationError(message, code=STALE)


def _facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """The facts among ``values`` as they are kept; everything else is left out (reliability 3)."""
    return {
        name: words(value) if isinstance(value, str) else value
        for name, value in values.items()
        if name in FACTS
    }


def _chosen(programme: Programme, values: Mapping[str, Any], *, write: bool = True) -> Changes:
    """Stages, groups and functions as ``values`` say; out: what that changes."""
    changes: Changes = {}
    for name in ("stages", "groups"):
        if name in values:
            related, wanted = getattr(programme, name), sorted(term.code for term in values[name])
            before = sorted(term.code for term in related.all())
            if before != wanted:
                changes[name] = [before, wanted]
            if write and before != wanted:
                related.set(values[name])
    if "functions" in values:
        held = sorted(row.function for row in programme.functions.all())
        wanted = sorted(values["functions"])
        if held != wanted:
            changes["functions"] = [held, wanted]
        if write and held != wanted:
            programme.functions.exclude(function__in=wanted).delete()
            ProgrammeFunction.objects.bulk_create(
                ProgrammeFunction(programme=programme, function=function)
                for function in wanted
                if function not in held
            )
    return changes


def _plain(value: Any) -> Any:
    """A value as the log keeps it: a row by its code or English name."""
    if isinstance(value, models.Model):
        return str(getattr(value, "code", "") or getattr(value, "name_en", "") or value.pk)
    return value
