"""The answers of the demonstration: invented, every typed text begins with “Demo text:”.

A pattern names for each item the judgement and what the ministry could do about it. Nothing is
drawn by lot: the same database always gets the same answers.
"""

from collections.abc import Mapping
from typing import Any

from assessments.models import Answer, Assessment
from assessments.schema import Question, Questionnaire
from assessments.selectors.shown import CONFIRMED, NO_PARTNER, options, suggestion
from assessments.services.answers import Draft, answers_save
from nsss_gender.accounts.models import User
from programmes.enums import Approach
from reports.management.demo.people import key

YES, NO = "yes", "no"
# item → judgement and feasibility; items that are not named are "yes". Level 1 to 4 occur all.
PATTERNS: tuple[Mapping[str, tuple[str, str]], ...] = (
    {
        "Q5": ("partly", "now"),
        "Q7": ("partly", "now"),
        "Q8": (NO, "now"),
        "Q10": ("partly", "with_modification"),
        "Q11": (NO, "now"),
    },
    {
        "Q5": (NO, "with_modification"),
        "Q6a": (NO, "with_modification"),
        "Q6b": ("partly", "now"),
        "Q8": ("partly", "now"),
        "Q9": (NO, "now"),
        "Q10": (NO, "now"),
        "Q11": ("partly", "later"),
    },
    {
        "Q5": ("na", ""),
        "Q8": (NO, "not_possible"),
        "Q9": ("partly", "with_modification"),
        "Q11": (NO, "with_modification"),
    },
    {
        "Q6a": (NO, "now"),
        "Q6b": (NO, "with_modification"),
        "Q7": (NO, "later"),
        "Q8": (NO, "now"),
        "Q9": (NO, "not_possible"),
        "Q10": ("partly", "now"),
        "Q11": (NO, "now"),
    },
    {"Q9": ("partly", "now"), "Q11": ("partly", "later")},
    {
        "Q5": (NO, "later"),
        "Q6a": (NO, "with_modification"),
        "Q6b": (NO, "now"),
        "Q7": (NO, "now"),
        "Q8": (NO, "not_possible"),
        "Q9": (NO, "later"),
        "Q10": (NO, "now"),
        "Q11": (NO, "with_modification"),
    },
    {
        "Q5": ("partly", "later"),
        "Q7": ("na", ""),
        "Q8": ("partly", "now"),
        "Q9": (NO, "now"),
        "Q11": (NO, "with_modification"),
    },
    {"Q5": (NO, "now"), "Q8": ("partly", "with_modification"), "Q10": ("partly", "now")},
)
# For each judged item the words differ, so that a list of them can be read.
MISSING = (
    "Demo text: it is done in some districts and not yet everywhere.",
    "Demo text: the guideline says so, but nobody looks whether it is done.",
    "Demo text: it stands in the project document and has no budget line yet.",
)
DETAILS = {
    "with_modification": (
        "Demo text: the implementation guideline has to be revised by the ministry.",
        "Demo text: the project document has to be revised first.",
        "Demo text: the application form needs new lines, and the software as well.",
    ),
    "later": (
        "Demo text: first the staff of the field offices has to be trained.",
        "Demo text: it can begin with the next phase of the programme.",
        "Demo text: a budget line has to be found first.",
    ),
}
REASONS = {
    "not_possible": "Demo text: payments go straight to bank accounts; there is no occasion to meet.",
    "na": "Demo text: the programme pays a stipend once and does not accompany anyone further.",
}
WORDS = {
    "text": "Demo text: people without papers and people on remote islands are reached least.",
    "narrative": "Demo text: the programme protects well; training and groups could take it further.",
}
SOME_YEAR = "2015-16"


def pattern_of(assessment: Assessment) -> Mapping[str, tuple[str, str]]:
    """The answers of a programme follow from its code."""
    return PATTERNS[int(assessment.programme.code[1:]) % len(PATTERNS)]


def answers_fill(assessment: Assessment, by: User, *, most: int | None = None) -> None:
    """Answer every question of one programme in one save, unless it has answers already.

    ``most``: only so many of its judged items, of a report that is being written.
    """
    if Answer.objects.filter(assessment=assessment).exists():
        return
    questionnaire = assessment.submission.round.questionnaire.schema()
    drafts = {
        code: Draft(base=0, values=values)
        for code, values in _values(questionnaire, assessment, most).items()
    }
    token = key(f"answers {assessment.submission.ministry.code} {assessment.programme.code}")
    answers_save(assessment=assessment, drafts=drafts, token=token, by=by)


def _values(
    questionnaire: Questionnaire, assessment: Assessment, most: int | None
) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    pattern, judged = pattern_of(assessment), 0
    for question in questionnaire.questions:
        if question.judged:
            if most is None or judged < most:
                found |= _judged(question, judged, *pattern.get(question.code, (YES, "")))
            judged += 1
        elif question.required or question.kind == "text":
            found[question.code] = _stated(question, assessment)
    return found


def _judged(
    question: Question, place: int, judgement: str, feasibility: str
) -> dict[str, dict[str, Any]]:
    details = DETAILS.get(feasibility, ("",))
    own: dict[str, Any] = {
        "judgement": "" if question.parts else judgement,
        "missing": MISSING[place % len(MISSING)] if judgement == "partly" else "",
        "feasibility": feasibility,
        "detail": details[place % len(details)],
        "reason": REASONS.get(feasibility, REASONS["na"] if judgement == "na" else ""),
        "text": f"Demo text: how it stands with “{question.label.en}” in this programme.",
    }
    parts = {
        part.code: {"judgement": _part(judgement, place)}
        for place, part in enumerate(question.parts)
    }
    return {**parts, question.code: own}


def _part(judgement: str, place: int) -> str:
    """Parts that together are "partly": the first one is done, the others are not."""
    if judgement == "partly":
        return YES if place == 0 else NO
    return judgement


def _stated(question: Question, assessment: Assessment) -> dict[str, Any]:
    """What the register suggests; else the first thing to choose, or marked words."""
    known = suggestion(question, assessment.programme)
    if known:
        return known
    if question.kind == "fiscal_year":
        return {"text": SOME_YEAR}
    if question.kind in WORDS:
        return {"text": WORDS[question.kind]}
    return {"choices": [_choice(question)]}


def _choice(question: Question) -> str:
    """The plainest choice: "both on an equal basis", since one sex only needs a known split."""
    plain = {"identification": CONFIRMED, "partners": NO_PARTNER}
    if question.kind in plain:
        return plain[question.kind]
    return Approach.EQUAL if question.source == "approaches" else options(question)[0][0]
