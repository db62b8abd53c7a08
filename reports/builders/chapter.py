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
            Heading(1, _("Where the reports stand") if several else _("Where the report stands")),
            *parts.notes(draft),
            parts.standings(draft),
            Heading(1, _("Where the programmes stand")),
            parts.summary(draft, ministries=several),
            PageBreak(),
            Heading(1, _("The plan")),
            rows.actions(draft, ministries=several),
            *rows.institutions(draft),
            *rows.set_aside((*draft.items, *draft.institutional)),
            *rows.proofs(draft),
            Heading(1, _("Annex: constraint list"), numbered=False),
            rows.constraints(draft, ministries=several),
            Heading(1, _("Annex: programmes not assessed"), numbered=False),
            parts.not_assessed(draft, ministries=several),
        ),
    )
