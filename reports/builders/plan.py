"""The national draft as a Document."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.builders import parts, rows
from reports.documents import Document, Heading, PageBreak, Paragraph
from reports.enums import PlanStatus
from reports.models import ActionPlan
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
        blocks=(
            Heading(1, _("Who has reported")),
            *parts.notes(draft),
            parts.tally(draft),
            parts.standings(draft),
            Heading(1, _("Where the programmes stand")),
            Paragraph(
                _(
                    "Programmes follow the official order of ministries and the register, never points."
                )
            ),
            parts.summary(draft, ministries=True),
            PageBreak(),
            Heading(1, _("The plan")),
            rows.actions(draft, ministries=True),
            *rows.institutions(draft),
            *rows.set_aside((*draft.items, *draft.institutional)),
            *rows.proofs(draft),
            Heading(1, _("Annex: constraint list"), numbered=False),
            rows.constraints(draft, ministries=True),
            Heading(1, _("Annex: programmes not assessed"), numbered=False),
            parts.not_assessed(draft, ministries=True),
        ),
    )
