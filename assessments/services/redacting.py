"""Taking a wrongly pasted personal text out of the history, without breaking the log (87; decision 3)."""

import uuid
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Answer, AnswerVersion, Submission
from assessments.permissions import can_redact, kept_from_redaction
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise


def answer_redact(
    *, answer: Answer, versions: Collection[uuid.UUID], reason: str, by: User
) -> list[int]:
    """Empty the typed texts of some versions of an answer; returns the numbers of those emptied now.

    Who, when and why stay on the versions and in the log. What stands and what was submitted cannot
    be taken out; versions taken out before are passed over, so that the same post changes nothing.
    Raises ValidationError without a reason or a version, PermissionDenied with the reason.
    """
    why = normalise(reason).strip()
    with transaction.atomic():
        submission = Submission.objects.select_for_update(of=("self",)).get(
            pk=answer.assessment.submission_id
        )
        locked = Answer.objects.select_related("question", "assessment__submission").get(
            pk=answer.pk
        )
        seat = can_redact(by, locked).require()
        rows = {row.pk: row for row in locked.versions.filter(pk__in=versions)}
        redaction_check(rows, why)
        fresh = {key: row for key, row in rows.items() if not row.redacted_at}
        for refusal in kept_from_redaction(locked, fresh).values():
            refuse(refusal)
        if not fresh:
            return []
        AnswerVersion.objects.filter(pk__in=fresh).redact(by=by, reason=why, at=timezone.now())
        numbers = sorted(row.number for row in fresh.values())
        record(
            "answer redacted",
            stream=submission.stream,
            target=f"assessment:{locked.assessment_id}",
            by=by,
            seat=seat,
            reason=why,
            changes={locked.question.code: {"versions": numbers}},
        )
    return numbers


def redaction_check(rows: Collection[object], reason: str) -> None:
    """Raise ValidationError, at its field, for what a redaction lacks: a text, a reason."""
    wrong = {}
    if not rows:
        wrong["versions"] = _("Choose at least one text.")
    if not reason:
        wrong["reason"] = _("Give a reason.")
    if wrong:
        raise ValidationError(wrong)
