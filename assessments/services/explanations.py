"""What a ministry says to answers that seem not to fit together (capability 17)."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Assessment, BesideVersion, Explanation, Submission
from assessments.permissions import can_explain
from assessments.services.submissions import submission_touch
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import record, text_digest
from nsss_gender.language.text import normalise

LONGEST = 2000


@dataclass(frozen=True)
class Explained:
    """What became of a text; ``clashed``: a colleague's stands, this one is kept beside it."""

    explanation: Explanation | None
    clashed: bool = False


@dataclass(frozen=True)
class _Writer:
    by: User
    seat: Seat
    submission: Submission


def explanation_save(
    *, assessment: Assessment, rule: str, base: int, text: str, by: User
) -> Explained:
    """Save why a contradiction is none; an empty text takes the explanation back.

    ``base`` is the number the form was read with (0: none yet). The same post again changes
    nothing; a text that lost a clash is kept as a version. Raises ValidationError for a rule that the
    questionnaire does not have and for a text that is too long, PermissionDenied with the reason.
    """
    said = normalise(text).strip()
    with transaction.atomic():
        locked = _locked(assessment)
        _check(locked, rule, said)
        writer = _Writer(by, can_explain(by, locked).require(), locked.submission)
        row = Explanation.objects.filter(assessment=locked, rule=rule).first()
        if said == (row.text if row else ""):
            return Explained(row)
        if row is not None and base != row.number:
            _keep(row, said, base, writer)
            return Explained(row, clashed=True)
        # The id says of what it is, so that two first posts at once cannot make two.
        row = row or Explanation(id=uuid.uuid5(locked.pk, rule), assessment=locked, rule=rule)
        _write(row, said, base, writer)
    return Explained(row)


def _locked(assessment: Assessment) -> Assessment:
    """The assessment in its report, the report locked."""
    rows = Submission.objects.select_for_update(of=("self",))
    submission = rows.select_related("round__questionnaire", "ministry").get(
        pk=assessment.submission_id
    )
    found = submission.assessments.select_related("programme").get(pk=assessment.pk)
    found.submission = submission
    return found


def _check(assessment: Assessment, rule: str, text: str) -> None:
    known = assessment.submission.round.questionnaire.schema().contradictions
    if rule not in {row.code for row in known}:
        raise ValidationError(
            _("This form is from another version of the report. Reload the page.")
        )
    if len(text) > LONGEST:
        raise ValidationError(_("Shorten this text."))


def _write(row: Explanation, text: str, base: int, writer: _Writer) -> None:
    before = row.text
    row.text, row.number = text, _version(row, text, base, writer)
    row.at, row.by, row.seat = timezone.now(), writer.by, writer.seat
    row.save()
    submission_touch(writer.submission, by=writer.by)
    record(
        "contradiction explained",
        stream=writer.submission.stream,
        target=f"assessment:{row.assessment_id}",
        by=writer.by,
        seat=writer.seat,
        changes={
            "rule": row.rule,
            "number": row.number,
            "digest": [text_digest(before) if before else None, text_digest(text)],
        },
    )


def _keep(row: Explanation, text: str, base: int, writer: _Writer) -> None:
    """Keep the text that lost a clash, once."""
    kept = BesideVersion.objects.filter(target=row.target, kept=True, base=base)
    if not any(old.values == {"text": text} for old in kept):
        _version(row, text, base, writer, kept=True)
        record(
            "explanation kept beside",
            stream=writer.submission.stream,
            target=f"assessment:{row.assessment_id}",
            by=writer.by,
            seat=writer.seat,
            changes={"rule": row.rule, "digest": [None, text_digest(text)]},
        )


def _version(row: Explanation, text: str, base: int, writer: _Writer, *, kept: bool = False) -> int:
    """Store what was typed as the next version; returns its number."""
    rows = BesideVersion.objects.filter(target=row.target)
    number = int(rows.aggregate(last=Max("number"))["last"] or 0) + 1
    BesideVersion(
        submission=writer.submission,
        target=row.target,
        number=number,
        base=base,
        kept=kept,
        values={"text": text},
        by=writer.by,
        seat=writer.seat,
    ).save()
    return number
