"""Every version of one answer, in words."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from assessments.models import Answer, AnswerVersion, Assessment
from assessments.schema import Part, Question, Questionnaire
from assessments.selectors.shown import FieldShown, fields_shown, options
from assessments.sheet import EMPTY, Given, Sheet
from programmes.models import Programme


@dataclass(frozen=True)
class Head:
    """Where the history of an answer is, and how long; the programme it was copied from."""

    answer_id: uuid.UUID
    versions: int
    source: Programme | None = None


@dataclass(frozen=True)
class VersionView:
    """One version: its fields in words, and whether it stands now."""

    version: AnswerVersion
    fields: Sequence[FieldShown]
    stands: bool


def asked(questionnaire: Questionnaire, code: str) -> Question | Part:
    """The question or part with this code; KeyError for an unknown one."""
    return (
        questionnaire.part(code)
        if "." in code and _is_part(questionnaire, code)
        else (questionnaire.question(code))
    )


def _is_part(questionnaire: Questionnaire, code: str) -> bool:
    return any(part.code == code for question in questionnaire.questions for part in question.parts)


def draft(assessment: Assessment) -> tuple[Sheet, dict[str, Head]]:
    """The draft's sheet with each answer's id and number of versions, by code; one query, one more
    where a copy waits to be confirmed."""
    rows = Answer.objects.filter(assessment=assessment)
    heads: dict[str, Head] = {}
    given: dict[str, Given] = {}
    answers = list(rows.select_related("head", "head__by", "head__seat", "question"))
    sources = _sources(answers)
    for row in answers:
        source = sources.get(row.head.copied_from_id) if row.head else None
        heads[row.question.code] = Head(row.pk, row.last_number, source)
        if row.head is not None:
            given[row.question.code] = row.head.given()
    unlooked = frozenset(row.question.code for row in answers if row.is_unlooked)
    return Sheet(assessment.submission.round.questionnaire.schema(), given, unlooked), heads


def _sources(answers: Sequence[Answer]) -> dict[uuid.UUID | None, Programme]:
    """The programmes that unconfirmed copies came from, by version; a query only where there is one."""
    copied = {
        row.head.copied_from_id
        for row in answers
        if row.head and row.head.to_confirm and row.head.copied_from_id
    }
    if not copied:
        return {}
    rows = AnswerVersion.objects.filter(pk__in=copied)
    found = rows.select_related("answer__assessment__programme")
    return {row.pk: row.answer.assessment.programme for row in found}


def versions(answer: Answer, questionnaire: Questionnaire) -> list[VersionView]:
    """All versions, the newest first."""
    question = asked(questionnaire, answer.question.code)
    choices = options(question) if isinstance(question, Question) else ()
    rows = AnswerVersion.objects.filter(answer=answer).select_related(
        "by",
        "seat__ministry",
        "on_behalf",
        "redacted_by",
        "copied_from__answer__assessment__programme",
    )
    return [
        VersionView(row, fields_shown(question, row.given(), choices), row.pk == answer.head_id)
        for row in rows.prefetch_related("contributions__link").order_by("-number")
    ]


def version_given(assessment: Assessment, code: str, number: int) -> Given:
    """What version ``number`` of an answer says; nothing for 0 or one that never was."""
    rows = AnswerVersion.objects.filter(
        answer__assessment=assessment, answer__question__code=code, number=number
    )
    found = rows.select_related("by").first() if number else None
    return found.given() if found else EMPTY


def version_or_404(pk: uuid.UUID) -> AnswerVersion:
    """One version with its answer. Raises Http404."""
    rows = AnswerVersion.objects.select_related(
        "by", "answer__question", "answer__head", "answer__assessment__submission"
    )
    return get_object_or_404(rows, pk=pk)
