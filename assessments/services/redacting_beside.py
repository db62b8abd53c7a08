"""Taking a personal text out of what stands beside the answers (87; ADR 7)."""

import uuid
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from assessments.models import BesideVersion, Commitment, OwnStrategy
from assessments.models.kept import Kept
from assessments.permissions import beside_kept_from_redaction, can_redact_beside
from assessments.services.locking import report_locked
from assessments.services.redacting import redaction_check
from assessments.services.strategy import commitment_lines
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise

TAKEN_OUT = "[…]"


def beside_redact(
    *, kept: Kept, versions: Collection[uuid.UUID], reason: str, by: User
) -> list[int]:
    """Empty the typed texts of some versions; returns the numbers of those emptied now.

    The same rules as for an answer: what stands and what was submitted stays, the same post changes
    nothing. Raises ValidationError without a reason or a version, PermissionDenied with the reason.
    """
    why = normalise(reason).strip()
    with transaction.atomic():
        submission = report_locked(kept.submission)
        kept.row.refresh_from_db(fields=["number"])  # what stands now, under the lock
        seat = can_redact_beside(by, kept).require()
        rows = list(BesideVersion.objects.filter(target=kept.target, pk__in=versions))
        redaction_check(rows, why)
        fresh = [row for row in rows if not row.redacted_at]
        for refusal in beside_kept_from_redaction(kept, fresh).values():
            refuse(refusal)
        if not fresh:
            return []
        emptied = {row.pk: kept.emptied(row.values) for row in fresh}
        _commitments(kept, fresh)
        BesideVersion.objects.filter(target=kept.target).redact(
            emptied, by=by, reason=why, at=timezone.now()
        )
        numbers = sorted(row.number for row in fresh)
        record(
            "text beside redacted",
            stream=submission.stream,
            target=kept.target,
            by=by,
            seat=seat,
            reason=why,
            changes={"versions": numbers},
        )
    return numbers


def _commitments(kept: Kept, fresh: Iterable[BesideVersion]) -> None:
    """A document's lines are rows of their own: those that no other version holds go, too."""
    if not isinstance(kept.row, OwnStrategy):
        return
    going = {line for row in fresh for line in commitment_lines(row.values.get("commitments", ""))}
    others = BesideVersion.objects.filter(target=kept.target).exclude(
        pk__in=[row.pk for row in fresh]
    )
    staying = {
        line for row in others for line in commitment_lines(row.values.get("commitments", ""))
    }
    rows = Commitment.objects.filter(strategy=kept.row, withdrawn_at__isnull=False)
    rows.filter(text__in=going - staying).update(text=TAKEN_OUT)
