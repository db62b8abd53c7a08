"""The focal point looks at what colleagues wrote, and adopts it (capability 19).

What a colleague writes stands in the draft at once; adopting says that the focal point has seen this
very version. A later save of the colleague waits for a look again. No answer is changed here.
"""

import uuid
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assessments.enums import Channel
from assessments.models import Answer, Assessment, Submission
from assessments.permissions import can_adopt
from assessments.services.answers import Draft, Saved, answers_save
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import record


@dataclass(frozen=True)
class Adopted:
    """How many answers were adopted, and how many were changed since the page was made."""

    count: int
    changed: int = 0


def answers_adopt(*, assessment: Assessment, seen: Mapping[uuid.UUID, int], by: User) -> Adopted:
    """Adopt exactly the versions that were ``seen`` (numbers by answer); a newer one stays to be looked
    at. The same post again adopts nothing. Raises PermissionDenied."""
    with transaction.atomic():
        submission = _locked(assessment)
        seat = can_adopt(by, submission).require()
        rows = list(_unlooked(assessment).filter(pk__in=seen))
        same = [row for row in rows if row.head and row.head.number == seen[row.pk]]
        _adopt(submission, assessment, same, by=by, seat=seat)
    return Adopted(len(same), len(rows) - len(same))


def section_save(
    *,
    assessment: Assessment,
    drafts: Mapping[str, Draft],
    adopt: Set[str],
    token: uuid.UUID,
    by: User,
    channel: str = Channel.PAGE,
) -> tuple[dict[str, Saved], int]:
    """Save a form, and adopt the answers ``adopt`` (codes) in the version that the form was read with.

    One act, so that nothing typed is lost by pressing "adopt". See ``answers_save``. Out: what became
    of the questions, and how many of ``adopt`` a colleague has changed since, so that they still wait.
    """
    left = 0
    with transaction.atomic():
        saved = answers_save(
            assessment=assessment, drafts=drafts, token=token, by=by, channel=channel
        )
        if adopt:
            submission = _locked(assessment)
            seat = can_adopt(by, submission).require()
            rows = list(_unlooked(assessment).filter(question__code__in=adopt))
            same = [row for row in rows if _seen(row, drafts)]
            left = len(rows) - len(same)
            _adopt(submission, assessment, same, by=by, seat=seat)
    return saved, left


def _seen(row: Answer, drafts: Mapping[str, Draft]) -> bool:
    """Whether the form showed the version that stands."""
    draft = drafts.get(row.question.code)
    return draft is not None and row.head is not None and row.head.number == draft.base


def _locked(assessment: Assessment) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",))
    return rows.select_related("round", "ministry").get(pk=assessment.submission_id)


def _unlooked(assessment: Assessment) -> QuerySet[Answer]:
    rows = Answer.objects.unlooked().filter(assessment=assessment)
    return rows.select_related("head", "question")


def _adopt(
    submission: Submission, assessment: Assessment, rows: Iterable[Answer], *, by: User, seat: Seat
) -> None:
    """Mark the heads as looked at; one event that names versions, never words."""
    now, changes = timezone.now(), {}
    found = list(rows)
    for row in found:
        number = row.head.number if row.head else 0
        changes[row.question.code] = [row.adopted_number, number]
        row.adopted_number, row.adopted_at, row.adopted_by = number, now, by
    if not found:
        return
    Answer.objects.bulk_update(found, ["adopted_number", "adopted_at", "adopted_by"])
    record(
        "answers adopted",
        stream=submission.stream,
        target=f"assessment:{assessment.pk}",
        by=by,
        seat=seat,
        changes=changes,
    )
