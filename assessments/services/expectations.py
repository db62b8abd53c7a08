"""What a round expects of whom: freely before the opening, with a reason and its effects after it (102)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from assessments.enums import Expected
from assessments.models import Assessment, Mail, Notice, Round, RoundMinistry, Submission
from assessments.notifications import told_opening
from assessments.permissions import can_edit_round, can_expect
from assessments.services.rounds import reports_create
from nsss_gender.accounts.models import Ministry, User
from nsss_gender.audit.services import Entry, record_many
from nsss_gender.language.text import normalise


@dataclass(frozen=True)
class Wanted:
    """What somebody typed for one ministry; ``base`` is the mark of the line as it was read."""

    base: str
    expected: str
    reason: str


def expectation_set(
    *, round_: Round, ministry: Ministry, expected: str, reason: str, by: User
) -> RoundMinistry:
    """Change what is expected of one ministry.

    After the opening a reason is demanded; "not expected" takes back a report that was not begun,
    anything else makes the report that is missing. Raises ValidationError, PermissionDenied.
    """
    reason = normalise(reason).strip()
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round_.pk)
        row = RoundMinistry.objects.select_for_update().get(round=locked, ministry=ministry)
        row.round = locked
        _check(locked, expected, reason)
        seat = can_expect(by, row, expected).require()
        if (row.expected, row.reason) == (expected, reason):
            return row
        old = row.expected
        effect = _effect(row, expected) if locked.is_open else {}
        _write(row, expected, reason)
        entry = _entry(row, old, effect)
        record_many([entry], stream=f"round:{locked.pk}", by=by, seat=seat)
    return row


def _check(round_: Round, expected: str, reason: str) -> None:
    if expected not in Expected.values:
        raise ValidationError({"expected": _("Choose one of the answers shown.")})
    if expected == Expected.NONE and not reason:
        raise ValidationError({"reason": _("Say why nothing is expected of this ministry.")})
    if round_.is_open and not reason:
        raise ValidationError({"reason": _("The round is open: say why this changes.")})


def _effect(row: RoundMinistry, expected: str) -> dict[str, list[object]]:
    """Make the report that is missing, or take back the one that is not expected any more."""
    report = Submission.objects.select_for_update().filter(
        round=row.round_id, ministry=row.ministry_id, number=0
    )
    found = report.first()
    if expected == Expected.NONE and found:
        _take_back(found)
        return {"submission": [str(found.pk), None]}
    if expected != Expected.NONE and found is None:
        told_opening(reports_create(row.round, [row.ministry]))
        return {"submission": [None, str(report.get().pk)]}
    return {}


def _take_back(report: Submission) -> None:
    """Remove a report in which nobody ever wrote; anything that hangs on it stands in the way.

    Reminders do not: they go with it, the log keeps that they were written, a mail stays in the outbox.
    """
    key = report.pk
    try:
        Notice.objects.filter(submission=key).exclude(key=None).delete()
        Mail.objects.filter(submission=key).update(submission=None)
        Assessment.objects.filter(submission=key).delete()
        Submission.objects.filter(pk=key).delete()
    except ProtectedError:
        raise ValidationError(
            {"expected": _("Something was already recorded in this report: it stays expected.")}
        ) from None


def expectations_save(
    *, round_: Round, wanted: Mapping[uuid.UUID, Wanted], by: User
) -> list[RoundMinistry]:
    """Change many lines at once, before the opening; returns those that somebody else had changed.

    All or nothing: where a line clashes, nothing is written. Untouched lines are left as they are.
    """
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round_.pk)
        seat = can_edit_round(by, locked).require()
        rows = locked.expectations.select_for_update(of=("self",)).select_related("ministry")
        changed = [(row, wanted[row.ministry_id]) for row in rows if _typed(row, wanted)]
        clashes = [row for row, one in changed if one.base != row.mark]
        if clashes:
            return clashes
        entries = []
        for row, one in changed:
            _check(locked, one.expected, one.reason)
            old = row.expected
            _write(row, one.expected, normalise(one.reason).strip())
            entries.append(_entry(row, old, {}))
        if entries:
            record_many(entries, stream=f"round:{locked.pk}", by=by, seat=seat)
    return []


def _typed(row: RoundMinistry, wanted: Mapping[uuid.UUID, Wanted]) -> bool:
    """Whether somebody typed something new for this line that does not stand there already."""
    one = wanted.get(row.ministry_id)
    if one is None:
        return False
    mark = RoundMinistry.mark_of(one.expected, one.reason)
    return mark not in {one.base, row.mark}


def _write(row: RoundMinistry, expected: str, reason: str) -> None:
    row.expected, row.reason = expected, reason
    row.save(update_fields=["expected", "reason"])


def _entry(row: RoundMinistry, old: str, effect: dict[str, list[object]]) -> Entry:
    return Entry(
        "expectation changed",
        f"ministry:{row.ministry_id}",
        {"expected": [old, row.expected], **effect},
        row.reason,
    )
