"""The chapter of one ministry as a Document: the same rows and totals as in the national draft."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nsss_gender.accounts.models import Ministry
from reports.builders import parts, rows
from reports.documents import Document, Heading, PageBreak
from reports.enums import PlanStatus
from reports.models import ActionPlan
from reports.selectors import Draft
from reports.selectors import draft as draft_of


def build(plan: ActionPlan, ministry: Ministry, lang: str) -> Document:
    """The ministry's chapter in one language, as the rows stand now."""
    return document(draft_of(plan, ministry), ministry, lang)


def document(draft: Draft, ministry: Ministry, lang: str) -> Document:
    """The same of a chapter that is already read."""
    with override(lang):
        return _document(draft, ministry, lang)


def _document(draft: Draft, ministry: Ministry, lang: str) -> Document:
    plan, code = draft.plan, f"{draft.plan.code}-{ministry.code}"
    return Document(
        kind="chapter",
        title=_("Gender action plan: %(ministry)s") % {"ministry": draft.ministry_name(ministry)},
        subtitle=str(plan.round.strategy_bn if lang == "bn" else plan.round.strategy_en),
        lang=lang,
        letterhead=parts.letterhead(),
        facts=parts.facts(draft),
        code=code,
        mark="" if plan.status == PlanStatus.APPROVED else _("DRAFT"),
        dated=timezone.localdate(parts.prepared(plan)),
        blocks=(
            Heading(1, _("Where the report stands")),
            *parts.notes(draft),
            parts.standings(draft),
            Heading(1, _("Where the programmes stand")),
            parts.summary(draft, ministries=False),
            PageBreak(),
            Heading(1, _("The plan")),
            rows.actions(draft, ministries=False),
            *rows.set_aside(draft.items),
            *rows.proofs(draft),
            Heading(1, _("Annex: constraint list"), numbered=False),
            rows.constraints(draft, ministries=False),
            Heading(1, _("Annex: programmes not assessed"), numbered=False),
            parts.not_assessed(draft, ministries=False),
        ),
    )
