"""What the pages of one row read: its fields, the answer it rests on, and what was said about it (49, 50)."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.merge import same
from assessments.models import AnswerVersion, ReviewComment
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Ministry, User
from nsss_gender.language.numbers import digits
from reports.enums import (
    CycleStage,
    InstitutionalKind,
    RowField,
    RowOrigin,
    StepObjective,
)
from reports.models import (
    LANGUAGES,
    TEXTS,
    ActionItem,
    ActionPlan,
    ItemSupport,
    PlanVersion,
    PolicyReference,
)

TYPED: Final = tuple(f"{name}_{language}" for name in TEXTS for language in LANGUAGES)
YEARS: Final = ("start_fy", "end_fy")
PLAIN: Final = (*YEARS, "cost_crore", "cycle_stage", "step_objective")
LINKS: Final = ("references", "supports")
CENT = Decimal("0.01")


def items(user: User) -> QuerySet[ActionItem]:
    """The rows that the user may open, with all that the page of a row shows."""
    return (
        ActionItem.objects.visible_to(user)
        .select_related(
            "plan__round__questionnaire",
            "ministry",
            "cluster",
            "entry__ministry",
            "entry__programme",
            "entry__packet__submission",
            "entry__score",
            "packet__submission",
            "answer_version__by",
            "previous_version",
            "merged_into__ministry",
            "merged_into__cluster",
            "merged_into__entry__programme",
        )
        .defer("entry__packet__content")
    )


def comments(user: User, item: ActionItem) -> tuple[ReviewComment, ...]:
    """What was said about the answer behind a row; the ministry sees what it has received."""
    standing = ReviewComment.objects.filter(
        assessment=item.source.assessment_id, question__code=item.question_code
    )
    if user.seats_with(Permission.READ_SUBMITTED):
        found = standing.filter(withdrawn_at=None)
    else:
        found = standing.filter(withdrawn_at=None, published_at__isnull=False)
    return tuple(found.select_related("by", "reply", "packet").defer("packet__content"))


@dataclass(frozen=True)
class Given:
    """An answer behind a row: which version it was, what it said, who gave it when."""

    version: AnswerVersion
    current: bool


def question(item: ActionItem, language: str) -> str:
    """What was asked where the row comes from; nothing for an institutional row."""
    if item.institutional:
        return ""
    asked = item.plan.round.questionnaire.schema().question(item.question_code)
    return asked.text.in_language(language)


def answers(item: ActionItem) -> tuple[Given, ...]:
    """The answer a row rests on, and before it the one it rested on until the answer changed."""
    pinned = [item.answer_version_id, item.previous_version_id]
    found = AnswerVersion.objects.filter(pk__in=[key for key in pinned if key])
    return tuple(
        Given(version, version.pk == item.answer_version_id)
        for version in found.select_related("by").order_by("-number")
    )


# ── What a table of rows shows beside each ──────────────────────────────────────────────────────


def supports(plan: ActionPlan) -> dict[uuid.UUID, list[ItemSupport]]:
    """Who supports which row of the plan, in official order; one query."""
    found: dict[uuid.UUID, list[ItemSupport]] = {}
    for row in ItemSupport.objects.filter(item__plan=plan).select_related("ministry"):
        found.setdefault(row.item_id, []).append(row)
    return found


def references(plan: ActionPlan) -> dict[uuid.UUID, list[PolicyReference]]:
    """To what each institutional row of the plan refers; two queries."""
    rows = plan.items.exclude(origin=RowOrigin.ANSWER).prefetch_related("references")
    return {row.pk: list(row.references.all()) for row in rows}


def merged_names(rows: Iterable[ActionItem]) -> dict[uuid.UUID, str]:
    """The references of the rows into which these were merged; one query."""
    keys = {row.merged_into_id for row in rows if row.merged_into_id}
    found = ActionItem.objects.filter(pk__in=keys)
    related = found.select_related("ministry", "cluster", "entry__programme")
    return {row.pk: row.reference for row in related}


# ── What a row is written with ──────────────────────────────────────────────────────────────────


def row_values(item: ActionItem) -> dict[str, Any]:
    """All that can be typed into a row, as plain values that are compared and kept as a version."""
    kind = {"institutional_kind": item.institutional_kind} if item.institutional else {}
    return {
        **kind,
        **{name: getattr(item, name) for name in (*TYPED, *YEARS, "cycle_stage")},
        "cost_crore": plain_cost(item.cost_crore),
        "step_objective": str(item.step_objective),
        "references": sorted(item.references.values_list("code", flat=True)),
        "supports": sorted(item.supports.values_list("ministry__code", flat=True)),
    }


def no_values() -> dict[str, Any]:
    """What a new institutional row starts with: nothing, but that it is planned and builds capacity."""
    return {
        **dict.fromkeys((*TYPED, *YEARS, "cost_crore", "institutional_kind"), ""),
        "cycle_stage": CycleStage.PLANNING.value,
        "step_objective": str(StepObjective.OPERATIONS.value),
        "references": [],
        "supports": [],
    }


def plain_cost(cost: Decimal | int | None) -> str:
    """A cost in crore taka as it is compared: two decimals always; "" is unknown."""
    return "" if cost is None else str(Decimal(cost).quantize(CENT))


@dataclass(frozen=True)
class RowChoices:
    """From what can be picked: who could support, and the pick list of policies."""

    ministries: tuple[Ministry, ...]
    references: tuple[PolicyReference, ...]


def row_choices(item: ActionItem | None = None) -> RowChoices:
    """The ministries but the row's own, in official order, and all references."""
    others = Ministry.objects.all()
    if item and item.ministry_id:
        others = others.exclude(pk=item.ministry_id)
    return RowChoices(tuple(others.order_by("order", "code")), tuple(PolicyReference.objects.all()))


def row_versions(item: ActionItem) -> QuerySet[PlanVersion]:
    """Every text of a row that ever stood or was kept beside, the newest first."""
    found = PlanVersion.objects.filter(target=item.target_name)
    return found.select_related("by", "seat__ministry").order_by("-number")


def row_version(user: User, pk: Any) -> tuple[PlanVersion, ActionItem] | None:
    """A version of a row that the user may open, with the row; None for others."""
    version = PlanVersion.objects.filter(pk=pk, target__startswith="item:").first()
    key = version.target.partition(":")[2] if version else ""
    item = items(user).filter(pk=key).first() if version else None
    return (version, item) if version and item else None


@dataclass(frozen=True)
class VersionShown:
    """A version as the history shows it: each field that it changed, with what stood before."""

    version: PlanVersion
    stands: bool
    changed: tuple[tuple[str, str, str], ...]


def versions_shown(item: ActionItem, page: Iterable[PlanVersion]) -> list[VersionShown]:
    """The versions of a page against those they started from; three queries, whatever they hold."""
    rows = list(page)
    bases = PlanVersion.objects.filter(
        target=item.target_name, number__in=[row.base for row in rows], kept=False
    )
    before = {row.number: row.values for row in bases}
    names = _names([*(row.values for row in rows), *before.values()])
    return [
        VersionShown(
            row,
            row.number == item.number,
            tuple(_changes(before.get(row.base, {}), row.values, names)),
        )
        for row in rows
    ]


def _names(versions: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """The names of the ministries and policies that versions name by code."""
    codes = {code for values in versions for link in LINKS for code in values.get(link, ())}
    ministries = {row.code: str(row) for row in Ministry.objects.filter(code__in=codes)}
    references = {row.code: str(row) for row in PolicyReference.objects.filter(code__in=codes)}
    return ministries | references


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]
) -> Iterable[tuple[str, str, str]]:
    for name, value in after.items():
        old = before.get(name, "")
        if not same(old, value):
            yield field_label(name), said(name, old, names), said(name, value, names)


def field_label(name: str) -> str:
    """The label of a field; of a text with its language."""
    field, _mark, language = name.rpartition("_")
    if name not in TYPED:
        return str(RowField(name).label)
    pattern = _("%(field)s, in English") if language == "en" else _("%(field)s, in Bangla")
    return pattern % {"field": RowField(field).label}


def said(name: str, value: Any, names: Mapping[str, str]) -> str:
    """A plain value of a field in words."""
    if name in LINKS:
        return "; ".join(names.get(code, code) for code in value)
    if name == "institutional_kind" and value:
        return str(InstitutionalKind(value).label)
    if name == "cycle_stage" and value:
        return str(CycleStage(value).label)
    if name == "step_objective" and value:
        return str(StepObjective(int(value)).label)
    return str(value) if name in TYPED else digits(str(value), get_language() or "en")
