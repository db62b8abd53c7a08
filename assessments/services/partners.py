"""A partner ministry's word on a shared programme: its component, its answers, concur or dissent (103)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import Judgement, PartnerStance
from assessments.models import (
    Assessment,
    PartnerAnswer,
    PartnerStatement,
    Question,
    Submission,
)
from assessments.permissions import can_state
from assessments.services.beside import Writer, beside_keep, beside_write
from assessments.services.locking import assessment_locked, report_locked
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import digest, record
from nsss_gender.language.text import normalise


@dataclass(frozen=True)
class Stated:
    """What became of a statement; ``clashed``: a colleague's text stands, this one is kept."""

    statement: PartnerStatement
    clashed: bool = False


def statement_save(
    *, assessment: Assessment, key: uuid.UUID, base: int, values: Mapping[str, Any], by: User
) -> Stated:
    """Save what the partner says. ``values``: component, stance, said, answers (code → judgement, text).

    ``base`` is the number the form was read with (0: none yet). The same post again changes nothing.
    Raises ValidationError by field, PermissionDenied with the reason.
    """
    with transaction.atomic():
        submission = report_locked(assessment.submission)
        row = assessment_locked(assessment, submission)
        writer = Writer(by, can_state(by, row).require(), submission)
        new = _cleaned(submission, values)
        statement = _statement(row, writer.seat, key)
        if statement.values() == new and statement.number:
            return Stated(statement)
        if base != statement.number:
            if statement.number:
                beside_keep(statement.target, new, base=base, writer=writer)
            return Stated(statement, clashed=True)
        before = digest(statement.values()) if statement.number else None
        _write(statement, new, writer)
        submission.changed_at = timezone.now()
        submission.save(update_fields=["changed_at"])
        record(
            "partner stated",
            stream=submission.stream,
            target=statement.target,
            by=by,
            seat=writer.seat,
            changes={
                "number": [statement.number - 1, statement.number],
                "stance": [None, statement.stance],
                "digest": [before, digest(new)],
            },
        )
    return Stated(statement)


def _cleaned(submission: Submission, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values in NFC, empty answers left out; raises ValidationError where something lacks."""
    stance = values.get("stance", "")
    said = normalise(values.get("said", "")).strip()
    wrong = {}
    if stance not in ("", *PartnerStance.values):
        wrong["stance"] = _("Choose one of the answers shown.")
    if stance == PartnerStance.DISSENT and not said:
        wrong["said"] = _("Say why you dissent.")
    codes = {question.code for question in submission.round.questionnaire.schema().judged}
    answers = {code: _answer(given) for code, given in values.get("answers", {}).items()}
    known = ("", *Judgement.values)
    if set(answers) - codes or any(given["judgement"] not in known for given in answers.values()):
        wrong["stance"] = _("This form is from another version of the report. Reload the page.")
    if wrong:
        raise ValidationError(wrong)
    return {
        "component": normalise(values.get("component", "")).strip(),
        "stance": stance,
        "said": said,
        "answers": {code: given for code, given in answers.items() if any(given.values())},
    }


def _answer(given: Mapping[str, str]) -> dict[str, str]:
    text = normalise(given.get("text", "")).strip()
    return {"judgement": given.get("judgement", ""), "text": text}


def _statement(row: Assessment, seat: Seat, key: uuid.UUID) -> PartnerStatement:
    """The ministry's statement, locked; a new one, not yet saved, where there is none."""
    rows = PartnerStatement.objects.select_for_update(of=("self",)).filter(assessment=row)
    there = rows.filter(ministry=seat.ministry_id).first()
    return there or PartnerStatement(id=key, assessment=row, ministry=seat.ministry)


def _write(statement: PartnerStatement, new: Mapping[str, Any], writer: Writer) -> None:
    base = statement.number
    statement.component, statement.stance = new["component"], new["stance"]
    statement.said, statement.number = new["said"], base + 1
    statement.at, statement.by, statement.seat = timezone.now(), writer.by, writer.seat
    statement.save()
    questions = Question.objects.filter(questionnaire=writer.submission.round.questionnaire)
    for question in questions.filter(kind="judged"):
        given = new["answers"].get(question.code, {"judgement": "", "text": ""})
        PartnerAnswer.objects.update_or_create(
            statement=statement, question=question, defaults=given
        )
    beside_write(statement.target, new, base=base, writer=writer)
