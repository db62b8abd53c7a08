"""A questionnaire published into rows that can never change (product.md section 4; law 6)."""

import uuid
from collections.abc import Mapping
from functools import lru_cache

from django.db import models
from django.utils.translation import get_language

from assessments import schema
from nsss_gender.accounts.models import localized
from nsss_gender.audit.frozen import FrozenModel, FrozenQuerySet
from nsss_gender.language.numbers import digits


class Questionnaire(FrozenModel):
    """One published version. ``digest`` is the SHA-256 of the file it came from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.CharField(max_length=20, unique=True)
    title_en = models.CharField(max_length=300)
    title_bn = models.CharField(max_length=300)
    source = models.JSONField(default=dict)
    contradictions = models.JSONField(default=list, help_text="the contradiction rules (17)")
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    objects = FrozenQuerySet["Questionnaire"].as_manager()

    class Meta:
        ordering = ["-published_at"]

    def __str__(self) -> str:
        version = digits(self.version, get_language() or "en")
        return f"{localized(self.title_en, self.title_bn)} ({version})"

    def schema(self) -> schema.Questionnaire:
        """The questionnaire as frozen dataclasses, rebuilt from its rows once per process."""
        return schema_of(self.pk)


class Section(FrozenModel):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="sections"
    )
    code = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    content = models.JSONField()

    objects = FrozenQuerySet["Section"].as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "code"], name="assessments_section_code"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Question(FrozenModel):
    """A question or a named part (then ``parent`` is its question and ``content`` the part's)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="questions"
    )
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="questions")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    content = models.JSONField()

    objects = FrozenQuerySet["Question"].as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "code"], name="assessments_question_code"
            )
        ]

    def __str__(self) -> str:
        return self.code


@lru_cache(maxsize=32)
def questions_of(questionnaire_id: uuid.UUID) -> Mapping[str, Question]:
    """The questions and named parts of a questionnaire by code, each with its parent; read once per process."""
    rows = Question.objects.filter(questionnaire_id=questionnaire_id).select_related("parent")
    return {row.code: row for row in rows}


@lru_cache(maxsize=32)
def schema_of(questionnaire_id: uuid.UUID) -> schema.Questionnaire:
    """What ``Questionnaire.schema`` gives, for whoever knows its id only.

    Published rows never change, so that a process may keep what it has read.
    """
    questionnaire = Questionnaire.objects.get(pk=questionnaire_id)
    questions: dict[uuid.UUID, list[dict[str, object]]] = {}
    rows = Question.objects.filter(questionnaire_id=questionnaire_id, parent=None)
    for row in rows.order_by("position"):
        questions.setdefault(row.section_id, []).append(row.content)
    sections = [
        {**section.content, "questions": questions.get(section.pk, [])}
        for section in Section.objects.filter(questionnaire_id=questionnaire_id).order_by(
            "position"
        )
    ]
    return schema.questionnaire_from_dict(
        {
            "version": questionnaire.version,
            "title": {"en": questionnaire.title_en, "bn": questionnaire.title_bn},
            "source": questionnaire.source,
            "sections": sections,
            "contradictions": questionnaire.contradictions,
        }
    )
