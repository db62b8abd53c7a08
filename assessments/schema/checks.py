"""What has to fit together, once every piece has been read."""

from collections.abc import Sequence

from assessments.schema.entry import Entry
from assessments.schema.shapes import (
    MAX_FIELDS,
    ROW_KINDS,
    STEP_OBJECTIVES,
    Question,
    Questionnaire,
    Section,
)

# What a judged question must have, and what no other question has.
JUDGED_TEXTS = ("partly", "follow_up", "missing", "gap", "indicator")
JUDGED_ONLY = (*JUDGED_TEXTS, "parts", "scored", "actions", "cycle_stage", "step_objective")


def check_section(section: Section, entry: Entry) -> None:
    """Complain about a page with nothing to answer, and about one that is too long."""
    if not section.questions:
        entry.complain("a section needs at least one question")
    count = sum(question.field_count for question in section.questions)
    if count > MAX_FIELDS:
        entry.complain(f"{count} fields; a section holds at most {MAX_FIELDS}")


def check_choices(question: Question, entry: Entry) -> None:
    """Complain unless a choice, and nothing else, says in one way what there is to choose."""
    offers = bool(question.options) + bool(question.source)
    if question.kind in ("choice", "choices") and offers != 1:
        entry.complain("a choice needs either options or a source")
    if question.kind not in ("choice", "choices") and offers:
        entry.complain("only a choice has options or a source")
    for code in repeated([option.code for option in question.options]):
        entry.complain(f"option “{code}” is there twice")


def check_judged(question: Question, entry: Entry) -> None:
    """Complain about every piece a judged question needs and does not have."""
    needed = ("help", "example", "required", "cycle_stage", *JUDGED_TEXTS)
    lacking = [name for name in needed if not getattr(question, name)]
    lacking += [f"actions, {kind}" for kind in ROW_KINDS if kind not in question.actions]
    for name in lacking:
        entry.complain(f"a judged question needs “{name}”")
    if question.step_objective not in STEP_OBJECTIVES:
        entry.complain("a judged question needs a “step_objective” from 1 to 4")
    for number, part in enumerate(question.parts, start=1):
        if part.code != f"{question.code}.{number}":
            entry.complain(f"part “{part.code}” should be “{question.code}.{number}”")


def check_not_judged(question: Question, entry: Entry) -> None:
    """Complain about pieces that only a judged question can use."""
    for name in JUDGED_ONLY:
        if getattr(question, name):
            entry.complain(f"only a judged question has “{name}”")


def check_whole(questionnaire: Questionnaire, entry: Entry) -> None:
    """Complain about an empty questionnaire and about codes that are not unique."""
    if not questionnaire.sections:
        entry.complain("a questionnaire needs at least one section")
    sections = [section.code for section in questionnaire.sections]
    for code in repeated(sections):
        entry.complain(f"section “{code}” is there twice")
    for code in repeated(questionnaire.codes):
        entry.complain(f"code “{code}” is there twice")


def repeated(codes: Sequence[str]) -> list[str]:
    """Return, once each, the codes that occur more than once."""
    return [code for code in dict.fromkeys(codes) if code and list(codes).count(code) > 1]
