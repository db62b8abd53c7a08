"""The national draft as a Document."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.builders import chapter as sections
from reports.builders import figures, glance, parts, rows, strategy
from reports.documents import Block, Document, Heading, PageBreak, Paragraph, Part
from reports.enums import Axis, PlanStatus
from reports.models import ActionPlan
from reports.models.rows import CABINET
from reports.selectors import Draft
from reports.selectors import draft as draft_of


def build(plan: ActionPlan, lang: str) -> Document:
    """The draft of the whole plan in one language, as the rows stand now."""
    return document(draft_of(plan), lang)


def document(draft: Draft, lang: str) -> Document:
    """The same of a draft that is already read."""
    with override(lang):
        return _document(draft, lang)


def _document(draft: Draft, lang: str) -> Document:
    plan = draft.plan
    return Document(
        kind="plan",
        title=_("National gender action plan"),
        subtitle=str(plan.round.strategy_bn if lang == "bn" else plan.round.strategy_en),
        lang=lang,
        letterhead=parts.letterhead(),
        facts=parts.facts(draft),
        code=plan.code,
        mark="" if plan.status == PlanStatus.APPROVED else _("DRAFT"),
        dated=timezone.localdate(parts.prepared(plan)),
        depth=2,
        blocks=(*_front(draft), *_chapters(draft), *_institutional(draft)),
    )


def _front(draft: Draft) -> Iterator[Block]:
    """What concerns the nation as a whole."""
    yield Heading(1, _("At a glance"))
    yield from glance.glance(draft)
    yield from parts.notes(draft)
    yield from strategy.strategy(draft.texts)
    yield PageBreak()  # a table of all ministries begins on a page of its own, with its caption
    yield Heading(1, _("Who has reported"))
    yield parts.standings(draft)
    yield Heading(1, _("What the programmes have in common"))
    yield from figures.overview(draft.scope)
    yield Heading(2, _("Whom the programmes reach"))
    yield from figures.coverage(draft.scope, Axis.CLUSTER)
    yield Heading(1, _("The chapters"))
    yield Paragraph(
        _("Programmes follow the official order of ministries and the register, never points.")
    )
    yield glance.chapters(draft)
    yield glance.clusters(draft)
    yield from rows.proofs(draft)


def _chapters(draft: Draft) -> Iterator[Block]:
    """One part for each ministry, in official order: the print of one is kept while others change."""
    for chapter in draft.chapters():
        one = chapter.overview.ministries[0]
        yield Part(one.place.code, one.name)
        yield Heading(1, one.name)
        yield from glance.glance(chapter)
        yield from parts.notes(chapter)
        yield from sections.programmes(chapter, level=2)
        yield from sections.annexes(chapter, level=2)


def _institutional(draft: Draft) -> Iterator[Block]:
    """The rows that belong to no ministry: those of clusters and of the Cabinet Division (105)."""
    own = tuple(row for row in draft.institutional if row.ministry_id is None)
    if own:
        beside = replace(draft, items=(), institutional=own)
        yield Part(CABINET, _("Clusters and Cabinet Division"))
        yield Heading(1, _("Institutional rows of clusters and the Cabinet Division"))
        yield from rows.institutions(beside)
        yield from rows.set_aside(own, draft.merged)
