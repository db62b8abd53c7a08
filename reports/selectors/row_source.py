"""Where a row comes from, in one click: answer, version, evidence, comments, the conditions it serves (49), why it has
its priority (51), and what the questionnaire would suggest where the answer changed (53)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.enums import Judgement, Level
from assessments.models import ReviewComment
from assessments.selectors.evidence import PacketEvidence, packet_evidence
from assessments.selectors.score import ConditionView, LevelView, score_view
from assessments.sheet import Sheet
from nsss_gender.accounts.models import User
from reports.enums import Priority, RowKind
from reports.models import LANGUAGES, ActionItem
from reports.selectors.rows import Given, answers, comments, field_label

NOW = frozenset({RowKind.INCLUDE_NOW, RowKind.STRENGTHEN_NOW})
REDESIGN = frozenset({RowKind.REDESIGN, RowKind.STRENGTHEN_BY_REDESIGN})


@dataclass(frozen=True)
class RowSource:
    """All that stands behind a row of an answer; for those who may read the answer."""

    question: str
    counted: str
    answers: tuple[Given, ...]
    evidence: tuple[PacketEvidence, ...]
    comments: tuple[ReviewComment, ...]
    conditions: tuple[tuple[LevelView, ConditionView], ...]


def row_source(user: User, item: ActionItem, language: str) -> RowSource | None:
    """What stands behind the row; None for an institutional one."""
    if item.institutional:
        return None
    schema = item.plan.round.questionnaire.schema()
    question = schema.question(item.question_code)
    packet = item.packet or item.source.packet
    sheet = packet.sheet(item.source.assessment_id, schema)
    judgement = sheet.judgement(question)
    entry = packet.assessments.get(str(item.source.assessment_id), {})
    return RowSource(
        question=question.text.in_language(language),
        counted=str(Judgement(judgement).label) if judgement else "",
        answers=answers(item),
        evidence=tuple(packet_evidence(entry).get(item.question_code, ())),
        comments=comments(user, item),
        conditions=tuple(_conditions(sheet, item.question_code)),
    )


def _conditions(sheet: Sheet, code: str) -> Iterable[tuple[LevelView, ConditionView]]:
    """The conditions of levels that this answer serves, lowest level first."""
    for level in score_view(sheet, lambda _section, _code: "").levels:
        for condition in level.conditions:
            if code in {answer.code for answer in condition.answers}:
                yield level, condition


def priority_lines(item: ActionItem, *, levels: bool) -> tuple[str, ...]:
    """The formula of the priority, as it holds for this row, and what stands before it (51).

    ``levels``: whether the reader may know levels; other ministries and coordinators see rows only (11).
    """
    if item.institutional:
        return (_("Institutional rows gain no points: low, unless the reviewer says otherwise."),)
    return _by_formula(item, levels=levels), _by_time(item)


def _by_formula(item: ActionItem, *, levels: bool) -> str:
    if item.priority == Priority.HIGH and not levels:
        return _("High: closing this gap is in the fewest-changes set of its programme.")
    if item.priority == Priority.HIGH:
        level = item.source.score.level + 1 if item.source.score else 0
        known = Level(level).label if level in Level.values else ""
        return _(
            "High: closing this gap is in the fewest-changes set, the smallest way to the next level (%(level)s)."
        ) % {"level": known}
    if item.priority == Priority.MEDIUM:
        return _("Medium: it gains a whole point, and is not in the fewest-changes set.")
    return _("Low: it gains less than a whole point, and is not in the fewest-changes set.")


def _by_time(item: ActionItem) -> str:
    if item.kind in NOW:
        return _(
            "Possible now: it comes before rows of the same priority that need a modification."
        )
    if item.kind in REDESIGN:
        return _(
            "Needs a modification: rows of the same priority that are possible now come first."
        )
    return _("Prepares a precondition: rows of the same priority that gain points come first.")


@dataclass(frozen=True)
class Suggested:
    """A text that the questionnaire suggests for the changed answer, beside what stands in the row."""

    name: str
    label: str
    mine: str
    theirs: str


def suggested_texts(item: ActionItem) -> dict[str, str]:
    """The wording of the questionnaire for what the answer asks for now, by field; {} where the gap is gone."""
    if item.institutional or not item.gap_open:
        return {}
    question = item.plan.round.questionnaire.schema().question(item.question_code)
    texts = {
        "gap": question.gap,
        "action": question.actions.get(item.kind),
        "indicator": question.indicator,
    }
    return {
        f"{name}_{language}": text.in_language(language)
        for name, text in texts.items()
        if text is not None
        for language in LANGUAGES
    }


def suggestions(item: ActionItem) -> tuple[Suggested, ...]:
    """Where the row reads otherwise than the questionnaire now suggests."""
    return tuple(
        Suggested(name, field_label(name), getattr(item, name), text)
        for name, text in suggested_texts(item).items()
        if getattr(item, name) != text
    )
