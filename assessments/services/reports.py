"""What a ministry records beside its answers: own strategy, consultations, reasons."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import AssessmentStatus, StrategyState, SubmissionStatus
from assessments.models import Assessment, Consultation, OwnStrategy, Submission
from assessments.permissions import can_edit, can_fill
from assessments.services.beside import Writer, beside_write
from assessments.services.consulting import waiver_outgrown
from assessments.services.locking import report_locked
from assessments.services.strategy import commitments_sync, strategy_keep, unchanged
from assessments.services.submissions import submission_touch
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import digest, record
from nsss_gender.language.text import normalise


def strategy_save(
    *, submission: Submission, kind: str, base: int, values: Mapping[str, str], by: User
) -> OwnStrategy:
    """Record what the ministry has of one of its two documents (decision 6.1; capability 100).

    ``values``: state, title, reference, commitments. ``base`` is the number the form was read
    with (0: none yet); raises ValidationError where somebody else saved in between: their text
    stands, and this one is kept as a version.
    """
    new = {name: normalise(text) for name, text in values.items()}
    with transaction.atomic():
        locked = report_locked(submission)
        writer = Writer(by, can_fill(by, locked).require(), locked)
        row = OwnStrategy.objects.select_for_update().filter(submission=locked, kind=kind).first()
        if row is not None and unchanged(row, new):
            return row
        clashed = row is not None and base != row.number
        if row is not None and clashed:
            strategy_keep(row, new, base=base, writer=writer)
        else:
            row = row or OwnStrategy(submission=locked, kind=kind, number=0)
            _strategy_write(row, new, base, writer)
    if clashed:
        raise ValidationError(
            _("A colleague changed this in the meantime. Their text stands; yours is below.")
        )
    return row


def _strategy_write(row: OwnStrategy, new: Mapping[str, str], base: int, writer: Writer) -> None:
    old = row.state
    for name, text in new.items():
        setattr(row, name, text)
    row.number = beside_write(row.target, new, base=base, writer=writer)
    row.save()
    commitments_sync(row)
    submission_touch(writer.submission, by=writer.by)
    record(
        "own strategy saved",
        stream=writer.submission.stream,
        target=row.target,
        by=writer.by,
        seat=writer.seat,
        changes={"state": [old, row.state], "digest": [None, digest(new)]},
    )


def strategy_complaints(values: Mapping[str, str]) -> dict[str, str]:
    """What a strategy's values still lack, by field."""
    if values.get("state") == StrategyState.EXISTS and not values.get("title", "").strip():
        return {"title": _("Give the title of the document.")}
    return {}


def consultation_add(
    *, submission: Submission, key: uuid.UUID, values: Mapping[str, Any], by: User
) -> Consultation:
    """Record a consultation; ``key`` makes a repeated post harmless."""
    with transaction.atomic():
        locked = report_locked(submission)
        seat = can_fill(by, locked).require()
        row, created = Consultation.objects.get_or_create(
            id=key, defaults={**values, "submission": locked, "created_by": by}
        )
        if row.submission_id != locked.pk:
            refuse(_("This form belongs to another report. Reload the page."))
        if created:
            submission_touch(locked, by=by)
            record(
                "consultation recorded",
                stream=locked.stream,
                target=f"consultation:{row.pk}",
                by=by,
                seat=seat,
                changes={"kind": [None, row.kind], "stance": [None, row.stance]},
            )
            waiver_outgrown(locked, by=by, seat=seat)
    return row


def consultation_withdraw(*, consultation: Consultation, by: User) -> None:
    """Take a consultation out of the count; it stays readable."""
    with transaction.atomic():
        locked = report_locked(consultation.submission)
        seat = can_fill(by, locked).require()
        row = Consultation.objects.select_for_update().get(pk=consultation.pk)
        if row.withdrawn_at:
            return
        row.withdrawn_at, row.withdrawn_by = timezone.now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        submission_touch(locked, by=by)
        record(
            "consultation withdrawn",
            stream=locked.stream,
            target=f"consultation:{row.pk}",
            by=by,
            seat=seat,
        )


def not_assessed_set(*, assessment: Assessment, reason: str, by: User) -> None:
    """Mark a programme "not assessed" with its reason; an empty reason takes the mark away.

    Its answers stay; it is listed by name and never scored (product.md section 2.4).
    """
    with transaction.atomic():
        locked = report_locked(assessment.submission)
        row = Assessment.objects.select_for_update().get(pk=assessment.pk)
        seat = can_fill(by, locked).require()
        if row.status == AssessmentStatus.SETTLED:
            refuse(_("This programme is settled and stays locked."))
        if locked.editing_status == SubmissionStatus.RETURNED:
            row.submission = locked
            can_edit(by, row).require()  # something in it must have been named in the return
        old, row.not_assessed_reason = row.not_assessed_reason, normalise(reason).strip()
        if old == row.not_assessed_reason:
            return
        row.save(update_fields=["not_assessed_reason"])
        submission_touch(locked, by=by)
        record(
            "programme not assessed" if row.not_assessed_reason else "programme assessed again",
            stream=locked.stream,
            target=f"assessment:{row.pk}",
            by=by,
            seat=seat,
            reason=row.not_assessed_reason,
        )
