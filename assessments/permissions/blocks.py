"""What stands between a draft and its clearance: the same list for the guard and the check page.

Each block says what is missing, where, and how to mend it; nothing here blocks saving (16).
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from assessments.enums import AssessmentStatus, CommentKind, Origin, StrategyKind, SubmissionStatus
from assessments.models import Assessment, Citation, ReviewComment, Submission
from assessments.models.answer import draft_sheets, empty_sheet
from assessments.sheet import Gap, Sheet
from nsss_gender.language.numbers import number

RULES = {
    "answer": gettext_lazy("Choose an answer."),
    "missing": gettext_lazy("Say what is missing: you answered “partly”."),
    "feasibility": gettext_lazy("Say whether it is possible: you answered “no” or “partly”."),
    "na": gettext_lazy("Give the reason why it does not apply."),
    "not_possible": gettext_lazy("Give the reason why it is not possible."),
    "override": gettext_lazy("Give the reason why your answer differs from its parts."),
    "confirm": gettext_lazy("Confirm this answer, or change it."),
    "which": gettext_lazy("Say which answer stands: the parts, or the answer to the whole."),
}
CONFIRM = {
    Origin.COPIED: gettext_lazy("Confirm this answer: it came from another programme."),
    Origin.FILLED: gettext_lazy("Confirm this answer: it was filled for several at once."),
    Origin.SHORT_FORM: gettext_lazy("Confirm this answer: it came from the short form."),
    Origin.CARRIED: gettext_lazy("Confirm this answer: it came from an earlier report."),
}


@dataclass(frozen=True)
class Block:
    """One thing to mend. ``area`` is answers, strategy, citations, consultation or comments.

    For answers, ``assessment`` and ``code`` (question or part) and ``field`` name the place.
    """

    area: str
    message: str
    assessment: Assessment | None = None
    code: str = ""
    field: str = ""


def submission_blocks(
    submission: Submission,
    *,
    assessments: Sequence[Assessment] | None = None,
    sheets: Mapping[uuid.UUID, Sheet] | None = None,
    must_fix: Iterable[ReviewComment] | None = None,
) -> tuple[Block, ...]:
    """Everything that blocks the clearance of the draft, in the order of the pages.

    ``assessments`` (with programme), ``sheets`` and ``must_fix`` (the unanswered ones, with
    assessment and question): what the caller has read already.
    """
    if assessments is None:
        assessments = list(submission.assessments.listed().select_related("programme"))
    if sheets is None:
        sheets = draft_sheets(submission)
    if must_fix is None:
        must_fix = unanswered_must_fix(submission)
    return (*_blocks(submission, assessments, sheets), *comment_blocks(must_fix))


def _blocks(
    submission: Submission, assessments: Sequence[Assessment], sheets: Mapping[uuid.UUID, Sheet]
) -> Iterator[Block]:
    if not assessments:
        return  # a nil report: its sentence is the clearance's own
    counts = _counts(submission)
    yield from _strategy_blocks(counts["strategies"])
    # Where no document lists a commitment there is nothing to cite.
    uncited = _uncited(submission) if counts["commitments"] else frozenset()
    empty = empty_sheet(submission)
    for assessment in assessments:
        if assessment.pk in uncited:
            text = _("Say which commitments it carries out, or “not covered”.")
            yield Block("citations", text, assessment)
        if not assessment.not_assessed:
            yield from assessment_blocks(assessment, sheets.get(assessment.pk, empty))
    if not counts["waivers"]:
        yield from _consultation_blocks(submission, counts["consultations"])


def _counts(submission: Submission) -> dict[str, int]:
    """How many documents are stated, commitments listed, consultations held and waivers standing, in one
    query."""
    held = Q(consultations__withdrawn_at=None)
    listed = Q(strategies__listed__withdrawn_at=None)
    return Submission.objects.filter(pk=submission.pk).aggregate(
        # first: the name of the next one would hide the relation
        commitments=Count("strategies__listed", filter=listed, distinct=True),
        strategies=Count("strategies", distinct=True),
        consultations=Count("consultations", filter=held, distinct=True),
        waivers=Count("waivers", filter=Q(waivers__withdrawn_at=None), distinct=True),
    )


def assessment_blocks(assessment: Assessment, sheet: Sheet) -> Iterator[Block]:
    """What one programme's answers still lack."""
    for gap in sheet.gaps:
        yield Block("answers", _gap_message(sheet, gap), assessment, gap.question, gap.field)


def _gap_message(sheet: Sheet, gap: Gap) -> str:
    rule = _confirm_rule(sheet, gap.question) if gap.rule == "confirm" else RULES[gap.rule]
    return f"{_place(sheet, gap.question)}: {rule}"


def _confirm_rule(sheet: Sheet, code: str) -> str:
    unconfirmed = sheet[sheet.unconfirmed(sheet.questionnaire.question(code))]
    return str(CONFIRM.get(Origin(unconfirmed.origin), RULES["confirm"]))


def _place(sheet: Sheet, code: str) -> str:
    """The question in words: "Q8 Social norms"; a part by its code, "Q7.1"."""
    for question in sheet.questionnaire.questions:
        if question.code == code:
            label = question.label.in_language(get_language() or "en")
            return f"{code.partition('.')[0]} {label}"
    return code


def _strategy_blocks(stated: int) -> Iterator[Block]:
    if stated < len(StrategyKind):  # the two documents of decision 6.1
        yield Block(
            "strategy",
            _("State whether your ministry has its own gender strategy and NSSS action plan."),
        )


def _uncited(submission: Submission) -> frozenset[uuid.UUID]:
    """Programmes of which nobody said what they carry out of the documents' commitments (100)."""
    cited = Citation.objects.filter(assessment=OuterRef("pk"), commitment__withdrawn_at=None)
    rows = submission.assessments.listed().filter(
        ~Exists(cited), strategy_not_covered=False, not_assessed_reason=""
    )
    return frozenset(rows.exclude(status=AssessmentStatus.SETTLED).values_list("pk", flat=True))


def _consultation_blocks(submission: Submission, held: int) -> Iterator[Block]:
    needed = submission.round.consultation_minimum
    if held < needed:
        yield Block(
            "consultation",
            ngettext(
                "Record at least %(needed)s consultation, which the round asks for, or say why there is none.",
                "Record at least %(needed)s consultations, which the round asks for, or say why there are "
                "fewer.",
                needed,
            )
            % {"needed": number(needed, get_language() or "en")},
        )


def comment_blocks(must_fix: Iterable[ReviewComment]) -> Iterator[Block]:
    """Must-fix comments of the Cabinet Division that the ministry has not answered (29)."""
    for comment in must_fix:
        yield Block(
            "comments",
            _("Answer the must-fix comment on %(code)s.")
            % {"code": comment.question.code.partition(".")[0]},
            comment.assessment,
            comment.question.code,
            str(comment.pk),
        )


def unanswered_must_fix(submission: Submission) -> list[ReviewComment]:
    if submission.editing_status != SubmissionStatus.RETURNED:
        return []
    open_comments = ReviewComment.objects.published().unresolved()
    return list(
        open_comments.filter(
            packet__submission=submission, kind=CommentKind.MUST_FIX, reply=None
        ).select_related("assessment__programme", "question")
    )


def opened_codes(submission: Submission) -> set[tuple[uuid.UUID, str]]:
    """The questions that a return opened: those with a published, unresolved comment (26).

    A comment on a programme that was not assessed opens all its questions, so that the ministry can
    assess it after all.
    """
    comments = ReviewComment.objects.published().unresolved()
    rows = comments.filter(packet__submission=submission).exclude(assessment__status="settled")
    found = set(rows.values_list("assessment_id", "question__code", "on_not_assessed"))
    whole = {key for key, _code, everything in found if everything}
    if not whole:
        return {(key, code) for key, code, _everything in found}
    codes = [question.code for question in submission.round.questionnaire.schema().questions]
    named = {(key, code) for key, code, _everything in found}
    return named | {(key, code) for key in whole for code in codes}
