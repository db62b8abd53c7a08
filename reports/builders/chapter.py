"""The chapter of one ministry as a Document: the same rows and totals as in the national draft."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nsss_gender.accounts.models import Ministry
from reports.builders import figures, glance, parts, rows, steps
from reports.documents import Block, Document, Heading
from reports.enums import Axis, PlanStatus
from reports.models import ActionPlan
from reports.selectors import Draft
from reports.selectors import draft as draft_of


def build(plan: ActionPlan, ministry: Ministry, lang: str) -> Document:
    """The ministry's chapter in one language, as the rows stand now."""
    draft = draft_of(plan, ministry)
    with override(lang):
        name = draft.ministry_name(ministry)
        title = _("Gender action plan: %(ministry)s") % {"ministry": name}
        return document(draft, lang, code=ministry.code, title=title)


def document(draft: Draft, lang: str, *, code: str, title: str) -> Document:
    """A chapter that is already read: a ministry's, or a cluster's over all its ministries. Call it in the
    language of the document."""
    plan, several = draft.plan, draft.ministry is None
    return Document(
        kind="chapter",
        title=title,
        subtitle=str(plan.round.strategy_bn if lang == "bn" else plan.round.strategy_en),
        lang=lang,
        letterhead=parts.letterhead(),
        facts=parts.facts(draft),
        code=f"{plan.code}-{code}",
        mark="" if plan.status == PlanStatus.APPROVED else _("DRAFT"),
        dated=timezone.localdate(parts.prepared(plan)),
        blocks=(
            Heading(1, _("At a glance")),
            *glance.glance(draft),
            *parts.notes(draft),
            *rows.proofs(draft),
            Heading(1, _("Where the reports stand") if several else _("Where the report stands")),
            parts.standings(draft),
            *_common(draft),
            *programmes(draft, level=1),
            *annexes(draft, level=1),
        ),
    )


def _common(draft: Draft) -> Iterator[Block]:
    """Levels and points of the programmes together, for those who may see them."""
    if draft.together:
        yield Heading(1, _("What the programmes have in common"))
        yield from figures.overview(draft.scope, Axis.STAGE)


def programmes(draft: Draft, *, level: int) -> Iterator[Block]:
    """Where the programmes of a chapter stand, and its rows: in a chapter by itself and in the nation's."""
    several = draft.ministry is None
    if draft.one_by_one:
        yield Heading(level, _("Where the programmes stand"))
        yield parts.summary(draft, ministries=several)
        if draft.settled:
            yield Heading(level + 1, _("Next step, graduation and coverage"))
            yield steps.steps(draft, ministries=several)
            yield Heading(level + 1, _("Answers"))
            yield from figures.heat_map(draft.scope, draft.settled)
    else:
        yield Heading(level, _("Programmes and whom they reach"))
        yield steps.steps(draft, ministries=several)
    yield Heading(level, _("The plan"))
    yield rows.actions(draft, ministries=several, named=draft.supports)
    yield from rows.institutions(draft)
    yield from rows.set_aside((*draft.items, *draft.institutional), draft.merged)


def annexes(draft: Draft, *, level: int) -> Iterator[Block]:
    """What cannot be done, what was not assessed, and where ministry and reviewer differ; in a chapter of the
    nation only what there is."""
    several, alone = draft.ministry is None, level == 1
    if alone or draft.constraints:
        yield Heading(level, _("Annex: constraint list"), numbered=False)
        yield rows.constraints(draft, ministries=several)
    if alone or draft.not_assessed:
        yield Heading(level, _("Annex: programmes not assessed"), numbered=False)
        yield parts.not_assessed(draft, ministries=several)
    if draft.one_by_one and (alone or draft.differing):
        yield Heading(level, _("Annex: differing answers"), numbered=False)
        yield steps.differing(draft)
