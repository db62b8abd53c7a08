"""What a ministry says to answers that seem not to fit together (capability 17)."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import Channel
from assessments.models import Assessment, Explanation
from assessments.permissions import can_explain, can_explain_itself
from assessments.services.beside import Writer, beside_keep, beside_write
from assessments.services.locking import assessment_locked, report_locked
from assessments.services.submissions import submission_touch
from nsss_gender.accounts.models import User
from nsss_gender.audit.services import record, text_digest
from nsss_gender.language.text import normalise

LONGEST = 2000


@dataclass(frozen=True)
class Explained:
    """What became of a text; ``clashed``: a colleague's stands, this one is kept beside it."""

    explanation: Explanation | None
    clashed: bool = False


def explanation_save(
    *,
    assessment: Assessment,
    rule: str,
    base: int,
    text: str,
    by: User,
    channel: str = Channel.PAGE,
) -> Explained:
    """Save why a contradiction is none; an empty text takes the explanation back.

    ``base`` is the number the form was read with (0: none yet). The same post again changes
    nothing; a text that lost a clash is kept as a version. Through the channel AUTOSAVE nothing is saved
    that would void a clearance. Raises ValidationError for a rule that the
    questionnaire does not have and for a text that is too long, PermissionDenied with the reason.
    """
    said = normalise(text).strip()
    with transaction.atomic():
        locked = assessment_locked(assessment, report_locked(assessment.submission))
        _check(locked, rule, said)
        itself = channel == Channel.AUTOSAVE
        can_say = can_explain_itself if itself else can_explain
        writer = Writer(by, can_say(by, locked).require(), locked.submission)
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


def _check(assessment: Assessment, rule: str, text: str) -> None:
    known = assessment.submission.round.questionnaire.schema().contradictions
    if rule not in {row.code for row in known}:
        raise ValidationError(
            _("This form is from another version of the report. Reload the page.")
        )
    if len(text) > LONGEST:
        raise ValidationError(_("Shorten this text."))


def _write(row: Explanation, text: str, base: int, writer: Writer) -> None:
    before = row.text
    row.text, row.number = text, beside_write(row.target, {"text": text}, base=base, writer=writer)
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


def _keep(row: Explanation, text: str, base: int, writer: Writer) -> None:
    """Keep the text that lost a clash, once."""
    if beside_keep(row.target, {"text": text}, base=base, writer=writer):
        record(
            "explanation kept beside",
            stream=writer.submission.stream,
            target=f"assessment:{row.assessment_id}",
            by=writer.by,
            seat=writer.seat,
            changes={"rule": row.rule, "digest": [None, text_digest(text)]},
        )
