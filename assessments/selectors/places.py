"""Where a question and each of its fields stand: ids of the form, addresses of the pages."""

from django.urls import reverse

from assessments.models import Assessment
from assessments.permissions import Block
from assessments.schema import Questionnaire, Section

# Fields that are groups of radio buttons or tick boxes: the first of the group takes the focus.
GROUPED = frozenset({"feasibility", "choices", "which"})
REPORT_PAGES = {
    "programmes": "assessments:report",
    "strategy": "assessments:strategy",
    "consultation": "assessments:consultations",
    "comments": "assessments:points",
}


def prefix(code: str) -> str:
    """The prefix of a question's fields: a part's dot would break selectors."""
    return code.replace(".", "_")


def short_code(code: str) -> str:
    """The number of a question as people say it: Q4.stages → Q4; a part keeps its own, Q7.1."""
    number, _dot, rest = code.partition(".")
    return code if rest.isdigit() else number


def item_code(code: str) -> str:
    """The question to which a question or part belongs: Q7.1 → Q7; Q4.stages is its own."""
    number, _dot, rest = code.partition(".")
    return number if rest.isdigit() else code


def field_id(code: str, field: str, *, grouped: bool) -> str:
    """The id of a field's control, or of the first one of a group."""
    return f"id_{prefix(code)}-{field}{'_0' if grouped else ''}"


def section_of(questionnaire: Questionnaire, code: str) -> Section:
    """The section in which the question or part ``code`` stands; KeyError for an unknown code."""
    for section in questionnaire.sections:
        for question in section.questions:
            if code == question.code or code in {part.code for part in question.parts}:
                return section
    raise KeyError(code)


def section_url(assessment: Assessment, section: str, code: str = "") -> str:
    """The address of a section, of one of its questions where ``code`` is given."""
    url = reverse("assessments:section", args=[assessment.pk, section])
    return f"{url}#{prefix(code)}" if code else url


def block_url(block: Block, questionnaire: Questionnaire, submission_id: object) -> str:
    """The address of the very place where a block can be mended."""
    if block.area == "comments":
        page = reverse("assessments:points", args=[submission_id])
        return f"{page}#comment-{block.field}"
    if block.assessment is not None and block.area == "citations":
        return reverse("assessments:citations", args=[block.assessment.pk])
    if block.assessment is None or block.area != "answers":
        return reverse(REPORT_PAGES[block.area], args=[submission_id])
    section = section_of(questionnaire, block.code)
    question = next((q for q in section.questions if q.code == block.code), None)
    grouped = block.field in GROUPED or (
        block.field == "judgement" and not (question and question.parts)
    )
    target = field_id(block.code, block.field, grouped=grouped)
    return f"{section_url(block.assessment, section.code)}#{target}"
