"""Filters and tags for words and places of the assessment process."""

import datetime as dt

from django import template
from django.utils.translation import get_language, gettext

from assessments.enums import ClaimKind, Judgement, PartnerStance
from assessments.models import ReviewComment
from assessments.selectors.places import section_of, section_url, short_code
from nsss_gender.language.dates import moment

register = template.Library()
register.filter("short_code", short_code)


@register.filter
def judgement(code: str) -> str:
    """The word for a judgement; nothing for nothing."""
    return str(Judgement(code).label) if code else ""


@register.filter
def stance_word(stance: str) -> str:
    """A partner's position in words."""
    return str(PartnerStance(stance).label) if stance else gettext("No position yet")


@register.filter
def claim_word(kind: str) -> str:
    """What a ministry says of a programme, in words."""
    return str(ClaimKind(kind).label)


@register.filter
def iso_day(text: str) -> dt.date:
    """The date that a packet holds as text (2019-02-12)."""
    return dt.date.fromisoformat(text)


@register.filter
def iso_moment(text: str) -> str:
    """The moment that a packet holds as text, as it is shown."""
    return moment(dt.datetime.fromisoformat(text), get_language() or "en")


@register.simple_tag
def question_url(comment: ReviewComment) -> str:
    """The address of the question that a comment is about."""
    questionnaire = comment.packet.submission.round.questionnaire.schema()
    code = comment.question.code
    return section_url(comment.assessment, section_of(questionnaire, code).code, code)
