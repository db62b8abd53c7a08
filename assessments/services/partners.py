"""A partner ministry's word on a shared programme: its component, its answers, concur or dissent (103)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import Judgement, PartnerStance
from assessments.models import (
    Assessment,
    BesideVersion,
    PartnerAnswer,
    PartnerStatement,
    Question,
    Submission,
)
from assessments.permissions import can_state
from assessments.services.listing import assessment_locked, report_locked
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import digest, record
from nsss_gender.language.text import normalise


@dataclass(frozen=True)
class Stated:
    """What became of a statement; ``clashed``: a colleague's text stands, this one is kept."""

    statement: PartnerStatement
    clashed: bool = False


@dataclass(frozen=True)
class _Writer:
    by: User
    seat: Seat


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
        writer = _Writer(by, can_state(by, row).require())
        new = _cleaned(submission, values)
        statement = _statement(row, writer.seat, key)
        if statement.values() == new and statement.number:
            return Stated(statement)
        if base != statement.number:
            _keep(statement, submission, new, base, writer)
            return Stated(statement, clashed=True)
        before = digest(statement.values()) if statement.number else None
        _write(statement, submission, new, writer)
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


def _write(
    statement: PartnerStatement, submission: Submission, new: Mapping[str, Any], writer: _Writer
) -> None:
    base = statement.number
    statement.component, statement.stance = new["component"], new["stance"]
    statement.said, statement.number = new["said"], base + 1
    statement.at, statement.by, statement.seat = timezone.now(), writer.by, writer.seat
    statement.save()
    questions = Question.objects.filter(questionnaire=submission.round.questionnaire)
    for question in questions.filter(kind="judged"):
        given = new["answers"].get(question.code, {"judgement": "", "text": ""})
        PartnerAnswer.objects.update_or_create(
            statement=statement, question=question, defaults=given
        )
    _version(statement, submission, new, base, writer)


def _keep(
    statement: PartnerStatement,
    submission: Submission,
    new: Mapping[str, Any],
    base: int,
    writer: _Writer,
) -> None:
    """Keep the text that lost a clash, once."""
    kept = BesideVersion.objects.filter(target=statement.target, kept=True, base=base)
    if statement.number and not any(row.values == new for row in kept):
        _version(statement, submission, new, base, writer, kept=True)


def _version(
    statement: PartnerStatement,
    submission: Submission,
    new: Mapping[str, Any],
    base: int,
    writer: _Writer,
    *,
    kept: bool = False,
) -> None:
    rows = BesideVersion.objects.filter(target=statement.target)
    BesideVersion(
        submission=submission,
        target=statement.target,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        base=base,
        kept=kept,
        values=dict(new),
        by=writer.by,
        seat=writer.seat,
    ).save()
