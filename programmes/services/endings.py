"""How a programme ends, and how an end made by mistake is taken back (1). Its history stays."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nsss_gender.accounts.models import Ministry, Seat, User
from nsss_gender.accounts.permissions import can_manage_register
from programmes.enums import EndKind, MinistryPart
from programmes.models import Programme, ProgrammeFunction, Succession
from programmes.permissions import can_change_programme, can_reopen_programme
from programmes.services.acts import Changes, act_begin, act_end, day_come, grounds, standing, words
from programmes.services.proposals import programme_create

FEWEST_PARTS = 2
COPIED = (
    "cluster", "cluster_confirmed", "agency", "stage_note", "target_note", "transfer_type",
    "benefit_rate", "gender_features", "approach", "grade",
)  # fmt: skip


@dataclass(frozen=True)
class PartOf:
    """One programme that a split makes: its key (86), names and lead ministry."""

    key: uuid.UUID
    name_en: str
    name_bn: str
    ministry: Ministry


def programme_end(
    *,
    programme: Programme,
    day: dt.date,
    reason: str,
    source: str,
    by: User,
    seat: Seat | None = None,
) -> Programme:
    """The programme no longer runs from ``day`` on. ``seat``: as in ``act_begin``.

    The end that it has already changes nothing. Raises PermissionDenied where it has another one,
    ValidationError for a day that has not come or no reason.
    """
    with transaction.atomic():
        held = Programme.objects.get(pk=programme.pk)
        if (held.end_kind, held.ended_on) == (EndKind.CLOSED, day):
            _allowed(by, seat)
            return held
        locked, acting = act_begin(programme, by=by, seat=seat, rule=can_change_programme)
        reason, source = grounds(reason, source)
        changes = _ended(locked, EndKind.CLOSED, day_come(day)) | {"source": [None, source]}
        return act_end("closed", locked, by=by, seat=acting, reason=reason, changes=changes)


def programme_merge(
    *,
    programme: Programme,
    into: Programme,
    day: dt.date,
    reason: str,
    source: str,
    by: User,
    seat: Seat | None = None,
) -> Programme:
    """The programme goes over into ``into`` on ``day``; what was answered for it stays where it is.

    Out: the merged programme. Merging into the same one again changes nothing. Raises as
    ``programme_end``, and ValidationError at "into" for itself or an ended programme.
    """
    with transaction.atomic():
        if Succession.objects.filter(predecessor=programme, successor=into).exists():
            _allowed(by, seat)
            return Programme.objects.get(pk=programme.pk)
        locked, acting = act_begin(programme, by=by, seat=seat, rule=can_change_programme)
        reason, source = grounds(reason, source)
        target = _target(locked, into)
        changes = _ended(locked, EndKind.MERGED, day_come(day)) | {"source": [None, source]}
        locked.proposed = False
        Succession.objects.create(predecessor=locked, successor=target, day=day, source=source)
        changes["into"] = [None, target.code]
        return act_end("merged", locked, by=by, seat=acting, reason=reason, changes=changes)


def programme_split(
    *,
    programme: Programme,
    parts: Sequence[PartOf],
    day: dt.date,
    reason: str,
    source: str,
    by: User,
) -> list[Programme]:
    """The programme becomes ``parts``, two or more, on ``day``; each starts with its facts. Out: the parts.

    Sent twice, the same parts are given back. Raises as ``programme_end``, and ValidationError for
    fewer than two parts.
    """
    keys = [part.key for part in parts]
    with transaction.atomic():
        made = list(Programme.objects.filter(pk__in=keys, precedents__predecessor=programme))
        if made:
            _allowed(by, None)
            return made
        locked, acting = act_begin(programme, by=by, seat=None, rule=can_change_programme)
        reason, source = grounds(reason, source)
        if len(parts) < FEWEST_PARTS:
            raise ValidationError(_("Name at least two programmes that it becomes."))
        day_come(day)
        made = [_part(locked, part, day, source) for part in parts]
        for row in made:
            act_end("added", row, by=by, seat=acting, reason=reason,
                    changes={"code": [None, row.code], "from": [None, locked.code]})  # fmt: skip
        changes = _ended(locked, EndKind.SPLIT, day) | {"source": [None, source]}
        changes["into"] = [None, [row.code for row in made]]
        act_end("split", locked, by=by, seat=acting, reason=reason, changes=changes)
        return made


def programme_reopen(*, programme: Programme, reason: str, by: User) -> Programme:
    """Take back an end that was a mistake: the programme runs again, its successions are gone.

    What a split made stays in the register; close it there. Raises PermissionDenied where it has not
    ended, ValidationError where no reason is given.
    """
    with transaction.atomic():
        locked = Programme.objects.select_for_update().get(pk=programme.pk)
        seat = can_reopen_programme(by, locked).require()
        reason, _source = grounds(reason, "")
        successions = locked.successions.select_related("successor")
        changes = {
            "ended_on": [str(locked.ended_on), None],
            "end_kind": [locked.end_kind, None],
            "into": [[row.successor.code for row in successions], None],
        }
        locked.successions.all().delete()
        locked.ended_on, locked.end_kind = None, ""
        return act_end("reopened", locked, by=by, seat=seat, reason=reason, changes=changes)


def _allowed(by: User, seat: Seat | None) -> None:
    """Asked where the act is done already: nobody else is told that it was."""
    if seat is None:
        can_manage_register(by).require()


def _ended(programme: Programme, kind: EndKind, day: dt.date) -> Changes:
    programme.ended_on, programme.end_kind = day, kind
    return {"ended_on": [None, str(day)], "end_kind": [None, str(kind)]}


def _target(programme: Programme, into: Programme) -> Programme:
    """The programme that goes on, as it stands now."""
    target = Programme.objects.get(pk=into.pk)
    if target.pk == programme.pk:
        raise ValidationError({"into": _("A programme cannot go over into itself.")})
    if target.ended_on and target.ended_on <= timezone.localdate():
        raise ValidationError({"into": _("This programme has ended. Choose one that runs.")})
    return target


def _part(whole: Programme, part: PartOf, day: dt.date, source: str) -> Programme:
    """One programme of a split, with the facts of the whole."""
    values = {name: getattr(whole, name) for name in COPIED}
    values |= {
        "name_en": words(part.name_en) or words(part.name_bn),
        "name_bn": words(part.name_bn),
    }
    values |= {"source": source, "start": str(day)}
    row = programme_create(part.key, standing(part.ministry, day), values)
    row.names.update(valid_from=day)
    row.ministry_links.filter(part=MinistryPart.LEAD).update(valid_from=day)
    row.stages.set(whole.stages.all())
    row.groups.set(whole.groups.all())
    ProgrammeFunction.objects.bulk_create(
        ProgrammeFunction(programme=row, function=held.function) for held in whole.functions.all()
    )
    Succession.objects.create(predecessor=whole, successor=row, day=day, source=source)
    return row
