"""Ministries as dated data: renamed, split, merged, closed; old submissions keep the old name (75)."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nsss_gender.accounts.models import Ministry, MinistryName, MinistrySuccession, Seat, User
from nsss_gender.accounts.permissions import can_manage_register
from nsss_gender.audit.services import record
from programmes.enums import MinistryPart
from programmes.models import Programme
from programmes.permissions import can_change_ministry, can_reopen_ministry
from programmes.services.acts import Changes, day_come, grounds, standing, words
from programmes.services.dating import programme_move
from programmes.services.keys import search_keys_settle
from programmes.services.register import STREAM

CODE = re.compile(r"M(\d{1,9})")
FACTS = ("acronym", "kind", "order", "parent_name", "name_en", "name_bn", "aliases", "grade", "source", "note")  # fmt: skip


def ministry_add(*, key: Any, values: Mapping[str, Any], by: User) -> Ministry:
    """A ministry or division that the register lacks, under the next free code; the same key, the same one."""
    seat = can_manage_register(by).require()
    with transaction.atomic():
        if there := Ministry.objects.filter(pk=key).first():
            return there
        facts = _facts(values)
        try:
            with transaction.atomic():
                ministry = Ministry.objects.create(pk=key, code=_code_next(), **facts)
        except IntegrityError:
            raise ValidationError(_("Somebody added a ministry at the same moment. Save again.")) from None  # fmt: skip
        MinistryName.objects.create(
            ministry=ministry, name_en=ministry.name_en, name_bn=ministry.name_bn, source=ministry.source
        )  # fmt: skip
        changes = {name: [None, value] for name, value in facts.items() if value != ""}
        return _told("added", ministry, by=by, seat=seat, changes=changes)


def ministry_edit(*, ministry: Ministry, values: Mapping[str, Any], by: User) -> Ministry:
    """Correct acronym, other names, order, kind and source; a corrected name replaces the one that holds now.

    Nothing changed, nothing recorded. Raises PermissionDenied for others than keepers.
    """
    seat = can_manage_register(by).require()
    with transaction.atomic():
        locked = Ministry.objects.select_for_update().get(pk=ministry.pk)
        changes: Changes = {
            name: [getattr(locked, name), value]
            for name, value in _facts(values).items()
            if getattr(locked, name) != value
        }
        if not changes:
            return locked
        for name, (_old, new) in changes.items():
            setattr(locked, name, new)
        locked.save(update_fields=list(changes))
        MinistryName.objects.filter(ministry=locked, valid_to=None).update(
            name_en=locked.name_en, name_bn=locked.name_bn
        )
        return _told("edited", locked, by=by, seat=seat, changes=changes)


def ministry_rename(
    *, ministry: Ministry, names: tuple[str, str], day: dt.date, reason: str, source: str, by: User
) -> Ministry:
    """From ``day`` on the ministry has these names (English, Bangla); what it sent before keeps the old one.

    The names that it has already change nothing. Raises PermissionDenied where it has ended,
    ValidationError without a name or a reason, for a day to come or before the present name's first.
    """
    with transaction.atomic():
        locked = Ministry.objects.select_for_update().get(pk=ministry.pk)
        seat = can_change_ministry(by, locked).require()
        reason, source = grounds(reason, source)
        wanted, held = [words(name) for name in names], [locked.name_en, locked.name_bn]
        if not wanted[0]:
            raise ValidationError({"name_en": _("Enter the name in English.")})
        if wanted == held:
            return locked
        current = MinistryName.objects.get(ministry=locked, valid_to=None)
        day_come(day, since=current.valid_from)
        if current.valid_from != day:
            current.valid_to = day
            current.save()
            current = MinistryName(ministry=locked, valid_from=day)
        current.name_en, current.name_bn, current.source = *wanted, source
        current.save()
        locked.name_en, locked.name_bn = wanted
        locked.save(update_fields=["name_en", "name_bn"])
        changes = {"name": [held, wanted], "day": [None, str(day)], "source": [None, source]}
        return _told("renamed", locked, by=by, seat=seat, changes=changes, reason=reason)


def ministry_close(
    *,
    ministry: Ministry,
    successors: Sequence[Ministry],
    day: dt.date,
    reason: str,
    source: str,
    by: User,
) -> Ministry:
    """The ministry ends on ``day`` and goes over into ``successors``: one is a merger, several are a split.

    With one successor the programmes that it leads move there on that day; after a split each is moved by
    hand, because nobody else knows where it belongs. Its seats stay, listed as to be handed on. Closing
    again with the same day changes nothing. Raises as ``ministry_rename``.
    """
    with transaction.atomic():
        locked = Ministry.objects.select_for_update().get(pk=ministry.pk)
        if locked.closed_on == day:
            can_manage_register(by).require()
            return locked
        seat = can_change_ministry(by, locked).require()
        reason, source = grounds(reason, source)
        day_come(day)
        for successor in successors:
            _successor(locked, successor, day, source)
        if len(successors) == 1:
            _move_all(locked, successors[0], day=day, reason=reason, source=source, by=by)
        locked.closed_on = day
        locked.save(update_fields=["closed_on"])
        codes = [successor.code for successor in successors]
        changes = {"closed_on": [None, str(day)], "into": [None, codes], "source": [None, source]}
        return _told("closed", locked, by=by, seat=seat, changes=changes, reason=reason)


def ministry_reopen(*, ministry: Ministry, reason: str, by: User) -> Ministry:
    """Take back an end that was a mistake. Programmes that moved stay where they are; move them back by hand."""
    with transaction.atomic():
        locked = Ministry.objects.select_for_update().get(pk=ministry.pk)
        seat = can_reopen_ministry(by, locked).require()
        reason, _source = grounds(reason, "")
        codes = [row.successor.code for row in locked.successions.select_related("successor")]
        changes = {"closed_on": [str(locked.closed_on), None], "into": [codes, None]}
        locked.successions.all().delete()
        locked.closed_on = None
        locked.save(update_fields=["closed_on"])
        return _told("reopened", locked, by=by, seat=seat, changes=changes, reason=reason)


def _successor(ministry: Ministry, successor: Ministry, day: dt.date, source: str) -> None:
    if successor.pk == ministry.pk:
        message = _("A ministry cannot go over into itself.")
        raise ValidationError({"successors": message})
    try:
        standing(successor, day)
    except ValidationError as refusal:
        raise ValidationError({"successors": refusal.messages}) from None
    MinistrySuccession.objects.create(
        predecessor=ministry, successor=successor, day=day, source=source
    )


def _move_all(
    ministry: Ministry, successor: Ministry, *, day: dt.date, reason: str, source: str, by: User
) -> None:
    """Every running programme that the ministry leads today goes to its successor."""
    led = Programme.objects.filter(
        ministry_links__ministry=ministry,
        ministry_links__part=MinistryPart.LEAD,
        ministry_links__valid_to=None,
        ended_on=None,
    )
    for programme in led.order_by("code"):
        programme_move(
            programme=programme, ministry=successor, day=day, reason=reason, source=source, by=by
        )


def _code_next() -> str:
    codes = Ministry.objects.filter(code__startswith="M").values_list("code", flat=True)
    numbers = (int(match[1]) for code in codes if (match := CODE.fullmatch(code)))
    return f"M{max(numbers, default=0) + 1:02}"


def _facts(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: words(value) if isinstance(value, str) else value
        for name, value in values.items()
        if name in FACTS
    }


def _told(
    verb: str, ministry: Ministry, *, by: User, seat: Seat, changes: Changes, reason: str = ""
) -> Ministry:
    """Settle what the ministry's programmes are found by, and record."""
    linked = ministry.programme_links.filter(valid_to=None)
    search_keys_settle(linked.values_list("programme_id", flat=True))
    record(
        f"ministry.{verb}",
        stream=STREAM,
        target=f"ministry:{ministry.pk}",
        by=by,
        seat=seat,
        reason=reason,
        changes=changes,
    )
    return ministry
