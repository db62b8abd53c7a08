"""Which commitments of the ministry's own documents a programme carries out (decision 6.1)."""

import uuid
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Assessment, Citation, Commitment
from assessments.permissions import can_cite
from assessments.services.reviews import assessment_locked
from assessments.services.submissions import submission_touch
from nsss_gender.accounts.models import User
from nsss_gender.audit.services import record

Keys = Collection[uuid.UUID]


def citations_save(
    *, assessment: Assessment, seen: Keys, cited: Keys, not_covered: bool, by: User
) -> None:
    """Save the ticks; ``seen`` are those that the form was shown with.

    Only what was changed on the form changes: what a colleague ticked in between stays (law 1).
    Raises ValidationError for a commitment that is not the ministry's, or for both at once.
    """
    with transaction.atomic():
        locked = assessment_locked(assessment)
        seat = can_cite(by, locked).require()
        known = Commitment.objects.filter(strategy__submission=locked.submission_id)
        standing = set(known.filter(withdrawn_at=None).values_list("pk", flat=True))
        old = set(locked.citations.values_list("commitment_id", flat=True))
        added = (set(cited) - set(seen)) & standing
        new = (old | added) - (set(seen) - set(cited))
        if set(cited) - set(known.values_list("pk", flat=True)):
            raise ValidationError(_("Choose only from the commitments shown. Reload the page."))
        if not_covered and new & standing:
            raise ValidationError(
                _("Either tick commitments or say “not covered”, not both."), code="both"
            )
        if (new, not_covered) == (old, locked.strategy_not_covered):
            return
        locked.citations.filter(commitment__in=old - new).delete()
        Citation.objects.bulk_create(
            Citation(assessment=locked, commitment_id=key) for key in new - old
        )
        changes = {
            "cites": [sorted(map(str, old)), sorted(map(str, new))],
            "not covered": [locked.strategy_not_covered, not_covered],
        }
        locked.strategy_not_covered = not_covered
        locked.save(update_fields=["strategy_not_covered"])
        submission_touch(locked.submission, by=by)
        record(
            "commitments cited",
            stream=locked.submission.stream,
            target=f"assessment:{locked.pk}",
            by=by,
            seat=seat,
            changes=changes,
        )
