"""What colleagues wrote and the focal point has not looked at yet, beside what stood before (19)."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F
from django.urls import reverse
from django.utils.translation import get_language

from assessments.models import Answer, AnswerVersion, Assessment
from assessments.models.answer import unlooked as is_unlooked
from assessments.schema import Part, Question, Questionnaire
from assessments.selectors.compared import fields_compared
from assessments.selectors.history import asked
from assessments.selectors.places import section_of, section_url, short_code
from assessments.selectors.shown import FieldShown, Options, options
from assessments.sheet import ANSWER_FIELDS, EMPTY, Given
from nsss_gender.accounts.models import User


@dataclass(frozen=True)
class Unlooked:
    """One answer of a colleague: what it says now, with the words that changed since the last look."""

    answer: Answer
    code: str
    title: str
    by: User
    at: dt.datetime
    number: int
    fields: Sequence[FieldShown]
    url: str

    @property
    def key(self) -> str:
        """How a form names exactly this version."""
        return f"{self.answer.pk}:{self.number}"


@dataclass(frozen=True)
class ByColleague:
    """All that waits of one colleague."""

    by: User
    rows: Sequence[Unlooked]


def adopting_url(assessment: Assessment, section: str = "") -> str:
    """The page on which a programme's answers, or those of a section, are looked at."""
    url = reverse("assessments:adopt", args=[assessment.pk])
    return f"{url}?section={section}" if section else url


def unlooked(assessment: Assessment, section: str = "") -> list[ByColleague]:
    """What waits in one programme, or one of its sections, by colleague, in the order of the form."""
    rows = Answer.objects.unlooked().filter(assessment=assessment)
    if section:
        rows = rows.filter(question__section__code=section)
    answers = list(rows.select_related("head__by", "question").order_by("question__position"))
    before = _before(answers)
    views = list(_views(assessment, answers, before))
    views.sort(key=lambda row: (row.by.name, str(row.by.pk)))
    groups = groupby(views, key=lambda row: row.by)
    return [ByColleague(by, list(group)) for by, group in groups]


def _before(answers: Sequence[Answer]) -> dict[uuid.UUID, Given]:
    """What stood before the colleague began: the newest version that the focal point wrote or looked
    at; two queries."""
    adopted = {row.pk: row.adopted_number for row in answers}
    rows = AnswerVersion.objects.filter(
        answer__in=adopted, kept=False, number__lt=F("answer__head__number")
    ).order_by("number")
    newest = {
        answer: pk
        for pk, answer, number, role in rows.values_list("pk", "answer_id", "number", "seat__role")
        if not is_unlooked(role, number, adopted[answer])
    }
    found = AnswerVersion.objects.filter(pk__in=newest.values()).select_related("by")
    return {row.answer_id: row.given() for row in found}


def _views(
    assessment: Assessment, answers: Iterable[Answer], before: dict[uuid.UUID, Given]
) -> Iterator[Unlooked]:
    questionnaire = assessment.submission.round.questionnaire.schema()
    own = assessment.submission.ministry.code
    known: dict[str, Options] = {}
    for row in answers:
        head, code = row.head, row.question.code
        if head is None:
            continue
        question = asked(questionnaire, code)
        if isinstance(question, Question) and code not in known:
            known[code] = options(question, leave_out=own)
        given, old = head.given(), before.get(row.pk, EMPTY)
        fields = fields_compared(question, given, old, known.get(code, ()), list(ANSWER_FIELDS))
        url = section_url(assessment, section_of(questionnaire, code).code, code)
        title = _title(question)
        yield Unlooked(row, short_code(code), title, head.by, head.at, head.number, fields, url)


def _title(question: Question | Part) -> str:
    text = question.text if isinstance(question, Part) else question.label
    return text.in_language(get_language() or "en")


def section_named(questionnaire: Questionnaire, code: str) -> str:
    """The code of a section if there is one; else empty, which means all of them."""
    return code if code in {row.code for row in questionnaire.sections} else ""
