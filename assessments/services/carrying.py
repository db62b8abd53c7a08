"""The answers of an earlier accepted report come along as unconfirmed first answers (capability 7)."""

import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction

from assessments.enums import Origin
from assessments.models import Answer, AnswerVersion, Assessment, Submission
from assessments.models.answer import sheets_of
from assessments.permissions import can_fill
from assessments.schema import Question, Questionnaire
from assessments.selectors.grid import codes_of, earlier_report
from assessments.services.answers import Brought, Draft, answers_save, offered
from assessments.services.locking import report_locked
from assessments.sheet import EMPTY, Sheet
from nsss_gender.accounts.models import User

Heads = Mapping[uuid.UUID, Mapping[str, AnswerVersion]]


def answers_carry(*, submission: Submission, token: uuid.UUID, by: User) -> int:
    """Bring what the ministry said of the same programmes last time; gives how many answers came.

    Only a question without any answer takes one, so that nothing written here is touched and the same
    post again brings nothing. A question that the new questionnaire does not have, and a choice that
    it does not offer, stay behind. Raises PermissionDenied.
    """
    with transaction.atomic():
        locked = report_locked(submission)
        can_fill(by, locked).require()
        earlier = earlier_report(locked)
        if earlier is None:
            return 0
        assessments = list(locked.assessments.listed().filter(not_assessed_reason=""))
        sheets, heads = sheets_of(locked, assessments), _heads(earlier, assessments)
        questionnaire = locked.round.questionnaire.schema()
        count = 0
        for row in assessments:
            row.submission = locked
            drafts = _drafts(questionnaire, sheets[row.pk], heads.get(row.programme_id, {}))
            if drafts:
                saved = answers_save(assessment=row, drafts=drafts, token=token, by=by)
                count += sum(one.written for one in saved.values())
    return count


def _heads(earlier: Submission, assessments: Iterable[Assessment]) -> Heads:
    """What stood in the earlier report, by programme and code."""
    programmes = [row.programme_id for row in assessments]
    rows = Answer.objects.filter(
        assessment__submission=earlier,
        assessment__programme__in=programmes,
        assessment__not_assessed_reason="",
        head__isnull=False,
    )
    found: dict[uuid.UUID, dict[str, AnswerVersion]] = {}
    for row in rows.select_related("head__by", "question", "assessment"):
        if row.head and row.head.given().values() != EMPTY.values():
            found.setdefault(row.assessment.programme_id, {})[row.question.code] = row.head
    return found


def _drafts(
    questionnaire: Questionnaire, sheet: Sheet, heads: Mapping[str, AnswerVersion]
) -> dict[str, Draft]:
    return {
        code: Draft(
            sheet[code].number,
            heads[code].given().values(),
            brought=Brought(Origin.CARRIED, heads[code]),
        )
        for question in questionnaire.questions
        if not sheet.touched(question)
        for code in codes_of(question)
        if code in heads and _fits(question, heads[code])
    }


def _fits(question: Question, head: AnswerVersion) -> bool:
    """Whether the new questionnaire offers what was chosen under the old one."""
    return offered({option.code for option in question.options}, head.choices)
