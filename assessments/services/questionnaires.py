"""Publishing a questionnaire file into rows that never change."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assessments import schema
from assessments.models import Question, Questionnaire, Section
from nsss_gender.accounts.models import User
from nsss_gender.audit.services import record


def questionnaire_publish(*, text: str, by: User | None) -> tuple[Questionnaire, bool]:
    """Publish the file ``text``; returns the questionnaire and whether it is new.

    The same file again changes nothing. Raises schema.SchemaError for a faulty file, and
    ValidationError where its version is already published with other content (law 6).
    """
    read = schema.load(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    published = Questionnaire.objects.filter(version=read.version).first()
    if published and published.digest == digest:
        return published, False
    if published:
        raise ValidationError(f"Version {read.version} is already published with other content.")
    with transaction.atomic():
        return _write(read, digest, by), True


def _write(read: schema.Questionnaire, digest: str, by: User | None) -> Questionnaire:
    questionnaire = Questionnaire(
        version=read.version,
        title_en=read.title.en,
        title_bn=read.title.bn,
        source=read.source.as_dict(),
        contradictions=[rule.as_dict() for rule in read.contradictions],
        digest=digest,
        published_at=timezone.now(),
    )
    questionnaire.save()
    position = 0
    for index, section in enumerate(read.sections):
        content = {k: v for k, v in section.as_dict().items() if k != "questions"}
        row = Section(
            questionnaire=questionnaire, code=section.code, position=index, content=content
        )
        row.save()
        for question in section.questions:
            position = _write_question(row, question, position)
    record(
        "questionnaire published",
        stream="questionnaires",
        target=f"questionnaire:{questionnaire.pk}",
        by=by,
        changes={"version": [None, read.version], "sha256": [None, digest]},
    )
    return questionnaire


def _write_question(section: Section, question: schema.Question, position: int) -> int:
    """Write a question and its parts from ``position`` on; returns the next position."""
    row = Question(
        questionnaire=section.questionnaire,
        section=section,
        code=question.code,
        kind=question.kind,
        position=position,
        content=question.as_dict(),
    )
    row.save()
    for offset, part in enumerate(question.parts, start=1):
        Question(
            questionnaire=section.questionnaire,
            section=section,
            parent=row,
            code=part.code,
            kind="part",
            position=position + offset,
            content=part.as_dict(),
        ).save()
    return position + len(question.parts) + 1
