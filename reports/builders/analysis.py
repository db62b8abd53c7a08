"""The page of analysis: one question at a time, answered in a sentence, then drawn (capabilities 5, 12, 40–47)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from nsss_gender.language.dates import day
from reports.builders import figures, levels, parts
from reports.documents import Block, Document, Paragraph
from reports.enums import Axis, PlanStatus
from reports.models import PlanEntry
from reports.selectors import analysis as selectors
from reports.selectors.scope import Scope


class Show(models.TextChoices):
    """What the page shows, one at a time."""

    LEVELS = "levels", gettext_lazy("Levels and points")
    ANSWERS = "answers", gettext_lazy("Answers")
    ACTIONS = "actions", gettext_lazy("What would lift most")
    REACH = "reach", gettext_lazy("People reached")
    PROGRAMMES = "programmes", gettext_lazy("Programme by programme")


ALONG = (Show.LEVELS, Show.ANSWERS, Show.REACH)  # what is told along an axis


@dataclass(frozen=True)
class Choice:
    """What a reader chose by the links of the page; what is unknown is the first of its kind."""

    show: Show
    axis: Axis
    question: str
    page: str

    @classmethod
    def of(cls, data: Mapping[str, str], scope: Scope) -> "Choice":
        """The choice that an address makes."""
        codes = [question.code for question in scope.schema.judged]
        show, axis, asked = data.get("show"), data.get("by"), data.get("question", "")
        return cls(
            Show(show) if show in Show.values else Show.LEVELS,
            Axis(axis) if axis in scope.axes else scope.axes[0],
            asked if asked in codes else codes[0],
            data.get("page", "1"),
        )


@dataclass(frozen=True)
class Analysis:
    """What the page shows: a document, and the page of programmes where it shows them."""

    document: Document
    programmes: Page[PlanEntry] | None = None


def build(scope: Scope, choice: Choice, lang: str) -> Analysis:
    """The chosen figures as a document, in one language."""
    with override(lang):
        programmes = (
            selectors.answered_page(scope, choice.page) if choice.show == Show.PROGRAMMES else None
        )
        return Analysis(_document(scope, choice, programmes, lang), programmes)


def _document(
    scope: Scope, choice: Choice, programmes: Page[PlanEntry] | None, lang: str
) -> Document:
    plan = scope.plan
    return Document(
        kind="analysis",
        title=str(choice.show.label),
        lang=lang,
        code=plan.code,
        mark="" if plan.status == PlanStatus.APPROVED else _("DRAFT"),
        cover=False,
        contents=False,
        blocks=(*_blocks(scope, choice, programmes), _counted(scope), figures.foot()),
    )


def _counted(scope: Scope) -> Paragraph:
    """What the figures are of: how many programmes are counted, how many are not, and as of when."""
    standing = selectors.standing(scope)
    told = _(
        "Counted are settled programmes: %(settled)s. Not counted: %(out)s not assessed, %(waiting)s opened again. As of %(day)s."
    )
    return Paragraph(
        told
        % {
            "settled": parts.figure(standing.settled),
            "out": parts.figure(standing.not_assessed),
            "waiting": parts.figure(standing.waiting),
            "day": day(timezone.localdate(parts.prepared(scope.plan)), parts.language()),
        }
    )


def _blocks(scope: Scope, choice: Choice, programmes: Page[PlanEntry] | None) -> Iterator[Block]:
    match choice.show:
        case Show.LEVELS:
            found = selectors.rollup(scope, choice.axis)
            yield levels.headline_of(found.total)
            yield from levels.levels_chart(found)
            yield from levels.points_chart(found)
        case Show.ANSWERS:
            yield from figures.answers(scope)
            yield from figures.answers_by(scope, choice.axis, choice.question)
        case Show.ACTIONS:
            yield from figures.kinds(scope)
        case Show.REACH:
            yield from figures.coverage(scope, choice.axis)
        case Show.PROGRAMMES:
            yield Paragraph(
                _(
                    "Programmes follow the official order of ministries and the register, never points."
                )
            )
            yield from figures.heat_map(scope, programmes.object_list if programmes else ())


# ── The links of the page ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Link:
    """A link that changes one thing of the choice and keeps the rest."""

    url: str
    label: str
    current: bool


def tabs(choice: Choice) -> tuple[Link, ...]:
    """What can be shown."""
    return tuple(
        Link(_address(choice, show=show.value), str(show.label), show == choice.show)
        for show in Show
    )


def axes(scope: Scope, choice: Choice) -> tuple[Link, ...]:
    """By what it can be told apart; nothing where it is not."""
    if choice.show not in ALONG:
        return ()
    return tuple(
        Link(_address(choice, by=axis.value), str(axis.label), axis == choice.axis)
        for axis in scope.axes
    )


def questions(scope: Scope, choice: Choice, lang: str) -> tuple[Link, ...]:
    """Which question is told along the axis, where answers are shown."""
    if choice.show != Show.ANSWERS:
        return ()
    return tuple(
        Link(
            _address(choice, question=question.code),
            f"{question.code} {question.label.in_language(lang)}",
            question.code == choice.question,
        )
        for question in scope.schema.judged
    )


def _address(choice: Choice, **other: str) -> str:
    now = {"show": choice.show.value, "by": choice.axis.value, "question": choice.question} | other
    wanted = ["show", *(["by"] if now["show"] in ALONG else [])]
    if now["show"] == Show.ANSWERS:
        wanted.append("question")
    return "?" + urlencode({name: now[name] for name in wanted})
