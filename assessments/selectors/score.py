"""A score as a reader sees it: every figure with the answer it rests on (capabilities 40–45).

Built from a Sheet, so that the ministry's draft page and the Cabinet Division's reading page show
the same thing; ``link`` says where the answer to a question stands on the page that shows it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments import scoring
from assessments.enums import Feasibility, Judgement, Level
from assessments.schema import Question
from assessments.sheet import Sheet

# section code, question code → address of the answer on the page that shows it
Link = Callable[[str, str], str]

DISAGREEMENTS = {
    "": gettext_lazy(
        "Points add up answers; a level asks for certain answers. So the two can differ."
    ),
    scoring.POINTS_WITHOUT_LEVEL: gettext_lazy(
        "The points would be enough for a higher level, but a level asks for certain answers, "
        "and at least one of them is missing: see the conditions that are not met."
    ),
    scoring.LEVEL_WITHOUT_POINTS: gettext_lazy(
        "The conditions of this level are met with less than half of the points: a level asks "
        "for certain answers, not for a sum."
    ),
}


@dataclass(frozen=True)
class AnswerView:
    """One answer that the score rests on."""

    code: str
    label: str
    word: str
    feasibility: str
    reason: str
    url: str


@dataclass(frozen=True)
class ConditionView:
    text: str
    met: bool
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True)
class LevelView:
    """A level and its own conditions; ``reached`` also demands every level below."""

    number: int
    label: str
    reached: bool
    conditions: tuple[ConditionView, ...]


@dataclass(frozen=True)
class ScoreView:
    """Everything that `assessments/_score.html` shows.

    ``changes`` are all smallest sets of answers to turn into "yes" for the next level; when it is
    empty and ``top`` is false, ``blocked`` names the answers in the way.
    """

    current: Decimal
    of: int
    na: int
    potential: Decimal
    long_term: Decimal
    level: LevelView
    ceiling: LevelView
    next_level: LevelView | None
    levels: tuple[LevelView, ...]
    graduation: AnswerView
    unanswered: tuple[AnswerView, ...]
    unconfirmed: tuple[AnswerView, ...]
    why: str
    changes: tuple[tuple[AnswerView, ...], ...]
    blocked: tuple[AnswerView, ...]
    constraints: tuple[AnswerView, ...]
    top: bool
    rule_set: str


def score_view(sheet: Sheet, link: Link) -> ScoreView:
    """The score of a draft's or a packet's sheet; no queries."""
    score, answers = sheet.score, _answers(sheet, link)
    levels = _levels(score, answers)
    return ScoreView(
        current=score.current,
        of=score.of,
        na=score.na,
        potential=score.potential,
        long_term=score.long_term,
        level=levels[score.level - 1],
        ceiling=levels[score.potential_level - 1],
        next_level=levels[score.next_level - 1] if score.next_level else None,
        levels=levels,
        graduation=answers[scoring.GRADUATION],
        unanswered=tuple(answers[code] for code in score.unanswered),
        unconfirmed=tuple(
            answers[question.code]
            for question in sheet.questionnaire.judged
            if sheet.unconfirmed(question)
        ),
        why=str(DISAGREEMENTS[score.disagreement]),
        changes=tuple(tuple(answers[code] for code in chosen) for chosen in score.fewest_changes),
        blocked=_blocked(score, answers),
        constraints=tuple(answers[code] for code in score.constraints),
        top=score.top,
        rule_set=score.rule_set,
    )


def _answers(sheet: Sheet, link: Link) -> dict[str, AnswerView]:
    return {
        question.code: _answer(sheet, question, link(section.code, question.code))
        for section in sheet.questionnaire.sections
        for question in section.questions
        if question.judged
    }


def _answer(sheet: Sheet, question: Question, url: str) -> AnswerView:
    judgement, given = sheet.judgement(question), sheet[question.code]
    gap = judgement in {Judgement.NO, Judgement.PARTLY}
    return AnswerView(
        code=question.code,
        label=question.label.in_language(get_language() or "en"),
        word=str(Judgement(judgement).label) if judgement else _("not answered"),
        feasibility=str(Feasibility(given.feasibility).label) if gap and given.feasibility else "",
        reason=given.reason,
        url=url,
    )


def _levels(score: scoring.Score, answers: dict[str, AnswerView]) -> tuple[LevelView, ...]:
    lowest = Level(scoring.LOWEST_LEVEL)
    views = [LevelView(lowest.value, str(lowest.label), reached=True, conditions=())]
    for number, group in groupby(score.conditions, key=lambda condition: condition.level):
        conditions = tuple(_condition(condition, answers) for condition in group)
        label = str(Level(number).label)
        views.append(LevelView(number, label, score.level >= number, conditions))
    return tuple(views)


def _condition(condition: scoring.Condition, answers: dict[str, AnswerView]) -> ConditionView:
    rests_on = tuple(answers[code] for code in condition.rests_on)
    return ConditionView(_sentence(condition, rests_on), condition.met, rests_on)


def _sentence(condition: scoring.Condition, rests_on: tuple[AnswerView, ...]) -> str:
    yes = condition.at_least == scoring.YES
    if len(rests_on) == len(scoring.ITEMS):
        return _("At least one gender item is answered “yes” or “partly”.")
    names = _(" or ").join(f"“{answer.label}”" for answer in rests_on)
    if yes:
        return _("%(question)s is answered “yes”.") % {"question": names}
    return _("%(question)s is answered “yes” or “partly”.") % {"question": names}


def _blocked(score: scoring.Score, answers: dict[str, AnswerView]) -> tuple[AnswerView, ...]:
    if score.top or score.fewest_changes:
        return ()
    return tuple(answers[code] for code in score.blocked_by)
